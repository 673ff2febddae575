/**
 * A task that somebody wrote in the page: a JavaScript text. Its id is the text itself behind a prefix, so that whatever names the task
 * of a run (its options, its base, its state, a recording, an address) carries all of it, and equal texts are one task.
 *
 * The first line is a comment with its name, and comment lines right behind it say why a second look can help. The text defines
 *
 *   make(random)            one problem, as { prompt, answer }: two texts. `random` has integer(below), pick(list), shuffle(list)
 *   check(prompt, answer)   whether an answer is right, true or false; there may be several right ones
 *   level(prompt)           how hard a problem is, 1 to 5; may be left out
 *
 * Every character is a token. Nothing here runs the text.
 */
import { longestSource } from '../../grader/gate.ts';
import type { TaskLabel } from '../task.ts';
import { OwnTaskError } from './ownTaskError.ts';

const prefix = 'own:';

/** Longest text of a task, in UTF-16 code units: all that the sandbox takes. */
export const longestTask = longestSource;

const unreadable = /[\0\p{Surrogate}]/u;

/** A text as it is kept: line ends of one kind, nothing behind the last line. */
const tidied = (source: string): string => source.replace(/\r\n?/g, '\n').trimEnd();

/**
 * The id of the task that a text defines.
 * @throws OwnTaskError if it is empty, too long, or no text
 */
export function ownTaskId(text: string): string {
  const source = tidied(text);
  if (source.trim() === '') throw new OwnTaskError('The task is empty. Write a function make and a function check.');
  if (source.length > longestTask)
    throw new OwnTaskError(`A task has at most ${longestTask} characters; this one has ${source.length}. Shorten it.`);
  if (unreadable.test(source))
    throw new OwnTaskError('The task holds a NUL or half a character, which the sandbox cannot read. Remove it.');
  return prefix + source;
}

export const isOwnTask = (id: string): boolean => id.startsWith(prefix);

/** The text of the task with this id. */
export const sourceOf = (id: string): string => id.slice(prefix.length);

const comment = /^\s*\/\/\s*(.*)$/;

/** The comment lines that a text begins with, without their slashes. */
function openingComments(source: string): string[] {
  const lines = source.split('\n').map((line) => comment.exec(line)?.[1].trim());
  const end = lines.indexOf(undefined);
  return lines.slice(0, end < 0 ? lines.length : end) as string[];
}

const longestName = 60;

/** What the page and the command line show of it, read from its text without running it. */
export function labelOf(id: string): TaskLabel {
  const [name = '', ...why] = openingComments(sourceOf(id));
  return {
    id,
    name: Array.from(name).slice(0, longestName).join('') || 'A task without a name',
    family: 'own',
    whySecondLook: why.join(' ') || 'Whether a second look helps here is for you to find out.',
    dials: [],
    settings: { pool: 1024 },
  };
}
