/** What the sandbox says of somebody's task, and how what is wrong with it is told. */
import { isStop, stops } from '../../grader/outputs.ts';
import type { Outputs, Stop } from '../../grader/outputs.ts';
import { limits } from '../../grader/limits.ts';
import { ourFrames } from './guestCode.ts';
import { OwnTaskError } from './ownTaskError.ts';

/** One line of outputs, as the code of ours wrote it. */
export type Said = readonly [kind: string, ...unknown[]];

/** What every call said, or what stopped them. @throws OwnTaskError if that cannot be read */
export function readOutputs(outputs: Outputs): Said[] | Stop {
  const lines = outputs.split('\n');
  const last = lines[lines.length - 1];
  if (isStop(last)) return last;
  return lines.slice(0, -1).map((line) => {
    try {
      const said: unknown = JSON.parse(JSON.parse(line) as string);
      if (Array.isArray(said) && typeof said[0] === 'string') return said as unknown as Said;
    } catch {
      // Told below.
    }
    throw new OwnTaskError('What the task says cannot be read. It must not replace what belongs to the language, like JSON or Math.');
  });
}

/** Where in the task's text an error was thrown: the innermost frame that is not ours. */
function lineOf(stack: unknown, linesOfText: number): number | null {
  for (const frame of String(stack).split('\n')) {
    const [, name, line] = /at (?:(.+) \()?<input>:(\d+):\d+/.exec(frame) ?? [];
    // What the engine misses at the end of a text it misses behind its last line.
    if (line !== undefined && !ourFrames.includes(name)) return Math.min(Number(line), linesOfText);
  }
  return null;
}

const kinds: Readonly<Record<string, string>> = {
  ...{ number: 'a number', string: 'a text', boolean: 'true or false', undefined: 'nothing', null: 'null', list: 'a list' },
  ...{ object: 'an object', function: 'a function', symbol: 'a symbol', bigint: 'a BigInt' },
};

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** @throws OwnTaskError for what was said, unless all was well */
export function refuse(said: Said, source: string): void {
  const [kind, place, got] = said.map(String);
  if (kind === 'thrown')
    throw new OwnTaskError(
      sentence(
        `${place === 'the text' ? '' : `${place} threw an error: `}${got.replace(/^unexpected token.*: ''$/, 'the text ends where more of it is expected')}`,
      ),
      lineOf(said[3], source.split('\n').length),
    );
  if (kind === 'long') throw new OwnTaskError('make wrote more than 1,000 characters for one problem. Write short ones.');
  if (kind !== 'shape') return;
  const what = kinds[got] ?? got;
  if (place === 'make') throw new OwnTaskError(`make must return { prompt, answer }; it returned ${what}.`);
  if (place === 'check') throw new OwnTaskError(`check must return true or false; it returned ${what}.`);
  if (place === 'level') throw new OwnTaskError(`level must return a whole number from 1 to 5; it returned ${what}.`);
  throw new OwnTaskError(`The ${place} that make returns must be a text; it is ${what}. Write String(…) around it.`);
}

/** What stopped a task's code, told of the place where it was. */
export function stoppedError(stop: Stop, place: string): OwnTaskError {
  const { verdict, detail } = stops[stop];
  if (verdict === 'timeout') return new OwnTaskError(`${place} takes too long. Is there a loop that does not end?`);
  if (verdict === 'memory') return new OwnTaskError(`${place} needs more than ${limits.memory >> 20} MiB of memory. Keep less.`);
  return new OwnTaskError(`${place} was stopped: it ${detail}.`);
}
