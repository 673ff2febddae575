import type { Json, Test } from '../tasks/task.ts';
import { isStop, stops, type Outputs } from './outputs.ts';
import type { Grade } from './verdict.ts';

/**
 * Compares what came out of the sandbox with what was expected, by strict equality: no conversions, −0 is not 0, and an object or
 * array equals nothing, not even an expected one that looks the same. A program that was stopped has the verdict of what stopped
 * it, whatever it returned before.
 */
export function judge(tests: readonly Test[], outputs: Outputs): Grade {
  const lines = outputs.split('\n');
  const last = lines[lines.length - 1];
  if (isStop(last)) {
    const { verdict, detail } = stops[last];
    const at = last === '!threw' ? tests[lines.length - 1] : undefined;
    return { verdict, detail: at === undefined ? detail : `${detail} on ${call(at)}` };
  }
  const wrong = tests.findIndex((test, i) => !equals(lines[i], test.expected));
  if (wrong >= 0) return { verdict: 'fail', detail: `returned ${returned(lines[wrong])} on ${call(tests[wrong])}` };
  return { verdict: 'pass', detail: `returned ${shorten(lines.slice(0, tests.length).map(returned).join(', '))}` };
}

function equals(line: string | undefined, expected: Json): boolean {
  if (line === undefined) return false;
  switch (typeof expected) {
    case 'number':
      return /^[-\dIN]/.test(line) && Object.is(Number(line), expected);
    case 'string':
      return line.startsWith('"') && JSON.parse(line) === expected;
    case 'boolean':
      return line === String(expected);
    default:
      return expected === null && line === 'null';
  }
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'an object',
  function: 'a function',
  symbol: 'a symbol',
  bigint: 'a BigInt',
  string: 'a string of more than 65,536 characters',
};

const returned = (line: string | undefined): string => (line ? (typeNames[line] ?? shorten(line)) : 'nothing');

const call = (test: Test): string => shorten(`(${test.args.map((arg) => JSON.stringify(arg)).join(', ')})`);

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
