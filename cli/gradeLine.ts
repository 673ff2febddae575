import type { Json, Test } from '../workers/tasks/task.ts';
import { encodeInputs } from '../workers/grader/inputs.ts';
import type { Program } from '../workers/grader/verdict.ts';

export interface Submission extends Program {
  id: string | number;
}

/**
 * Reads one line `{"id","source","tests":[{"args":[…],"expected":…}]}`.
 * @throws with the rest of a sentence that begins with the line's number.
 */
export function parseSubmission(line: string): Submission {
  let record: Json;
  try {
    record = JSON.parse(line) as Json;
  } catch {
    throw new SyntaxError('is not JSON; each line must be one object {"id","source","tests"}.');
  }
  if (!isObject(record)) throw new TypeError('is not an object; it must be {"id","source","tests"}.');
  const { id, source, tests } = record;
  if (typeof id !== 'string' && typeof id !== 'number') throw new TypeError(`has ${say(id)} as "id"; it must be a string or a number.`);
  if (typeof source !== 'string') throw new TypeError(`has ${say(source)} as "source"; it must be the text of a function expression.`);
  if (!isArray(tests) || tests.length === 0) throw new TypeError(`has ${say(tests)} as "tests"; it must be an array of at least one test.`);
  const submission = { id, source, tests: tests.map(parseTest) };
  try {
    encodeInputs(submission.tests);
  } catch (error) {
    throw new RangeError(`cannot be graded. ${(error as Error).message}`, { cause: error });
  }
  return submission;
}

function parseTest(test: Json, index: number): Test {
  if (!isObject(test) || !isArray(test.args) || !Object.hasOwn(test, 'expected')) {
    throw new TypeError(`has ${say(test)} as test ${index + 1}; it must be {"args":[…],"expected":…}.`);
  }
  return { args: test.args, expected: test.expected };
}

const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function say(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
