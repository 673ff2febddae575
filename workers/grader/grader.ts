import { OutputsCache } from './cache.ts';
import { encodeInputs } from './inputs.ts';
import { judge } from './judge.ts';
import type { Outputs } from './outputs.ts';
import type { Grade, Grader, Program } from './verdict.ts';
import { Watchdog, type Patience } from './watchdog.ts';
import type { Spawn } from './wire.ts';

export interface SandboxGrader extends Grader {
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
  let hits = 0;

  const run = ({ source, tests }: Program): Outputs | Promise<Outputs> => {
    const inputs = encodeInputs(tests);
    const key = `${inputs}\n${source}`;
    const known = cache.get(key) ?? running.get(key);
    if (known !== undefined) {
      hits++;
      return known;
    }
    const outputs = watchdog.run({ source, inputs, calls: tests.length });
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
    replaced: () => watchdog.replaced,
    cacheHits: () => hits,
    close: () => watchdog.close(),
  };
}
