/** Set by vite.config.ts: a digest of the base model that ships for a task, by task. */
declare const SHIPPED_BASES: Readonly<Record<string, string | undefined>>;
/** Set by vite.config.ts: the recordings that ship, as `task`, and as `task-method` those that the page does not open with. */
declare const RECORDINGS: readonly string[];
/** Set by vite.config.ts: the lines that the story's claims rest on, where they are now. */
declare const STORY_SOURCES: Readonly<Record<string, { path: string; line: number; text: string }>>;
/** Set by vite.config.ts: what the speakers of a language call it, by its code. */
declare const LANGUAGE_NAMES: Readonly<Record<string, string>>;
/** Set by vite.config.ts: the public address of this project's repository, where package.json has one. */
declare const REPOSITORY: string | null;
