import { OutputsCache } from './cache.ts';
import { encodeInputs } from './inputs.ts';
import { judge } from './judge.ts';
import type { Outputs } from './outputs.ts';
import type { Test } from '../tasks/task.ts';
import type { Grade, Grader, Program } from './verdict.ts';
import { Watchdog, type Patience } from './watchdog.ts';
import type { Spawn } from './wire.ts';

/** A program to be run for what it returns. */
export interface Question extends Pick<Program, 'source' | 'prelude'> {
  calls: readonly Pick<Test, 'args'>[];
}

export interface SandboxGrader extends Grader {
  /** What programs return, instead of whether it is right; kept nowhere. Rejects as `grade` does. */
  run(questions: readonly Question[]): Promise<Outputs[]>;
  /** Programs so far that were not run because the same text had been run, or was being run, on the same inputs. */
  cacheHits(): number;
}

/**
 * Grades programs in a worker. Only texts and arguments are sent there; answers are compared here.
 * `grade` rejects if arguments are not JSON values, if a program has no test, if the worker cannot be started, or after `close`.
 */
export function createGrader(spawn: Spawn, patience: Patience): SandboxGrader {
  const watchdog = new Watchdog(spawn, patience);
  const cache = new OutputsCache();
  const running = new Map<string, Promise<Outputs>>();
  /** By their number: as part of a key a prelude itself would be too long to keep. */
  const preludes = new Map([['', 0]]);
  let hits = 0;

  const numberOf = (prelude = ''): number => {
    const number = preludes.get(prelude) ?? preludes.size;
    preludes.set(prelude, number);
    return number;
  };

  const run = ({ source, prelude, tests }: Program): Outputs | Promise<Outputs> => {
    const inputs = encodeInputs(tests);
    const key = `${numberOf(prelude)}\n${inputs}\n${source}`;
    const known = cache.get(key) ?? running.get(key);
    if (known !== undefined) {
      hits++;
      return known;
    }
    const outputs = watchdog.run({ source, prelude, inputs, calls: tests.length });
    running.set(key, outputs);
    return outputs.then(
      (finished) => {
        running.delete(key);
        cache.set(key, finished);
        return finished;
      },
      (error: unknown) => {
        running.delete(key);
        throw error;
      },
    );
  };

  const gradeOne = async (program: Program): Promise<Grade> => {
    if (program.tests.length === 0) throw new RangeError('A program needs at least one test; this one has none.');
    return judge(program.tests, await run(program));
  };

  return {
    grade: (programs) => Promise.all(programs.map(gradeOne)),
    run: (questions) =>
      Promise.all(
        questions.map(async ({ source, prelude, calls }) =>
          watchdog.run({ source, prelude, inputs: encodeInputs(calls), calls: calls.length }),
        ),
      ),
    replaced: () => watchdog.replaced,
    cacheHits: () => hits,
    close: () => watchdog.close(),
  };
}
