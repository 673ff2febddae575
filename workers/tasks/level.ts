import type { Level } from './task.ts';

/** The level of a whole number that is 1 for the easiest problems: what lies beyond 5 is 5. */
export const levelOf = (count: number): Level => Math.max(1, Math.min(5, count)) as Level;
