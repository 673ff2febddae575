import type { Test } from '../tasks/task.ts';

/** A JavaScript function expression and the hidden calls it must answer. */
export interface Program {
  source: string;
  /** Script that comes before the program, in one scope with it. */
  prelude?: string;
  tests: readonly Test[];
}

/** `pass` only if every test passes by strict equality. */
export type Verdict = 'pass' | 'fail' | 'error' | 'timeout' | 'memory' | 'rejected';

export interface Grade {
  verdict: Verdict;
  /** What the program returned, or why it did not, in a few words. */
  detail: string;
}

/** Runs programs in the sandbox. Grades come back in the order of the programs. */
export interface Grader {
  grade(programs: readonly Program[]): Promise<Grade[]>;
  /** How many times the watchdog had to replace the sandbox so far. */
  replaced(): number;
  close(): void;
}
