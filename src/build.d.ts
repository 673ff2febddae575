/** Set by vite.config.ts: a digest of the base model that ships for a task, by task. */
declare const SHIPPED_BASES: Readonly<Record<string, string | undefined>>;
