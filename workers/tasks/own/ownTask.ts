/** Somebody's task as a task like the others: its problems come from its table, and its checker runs in the sandbox on every answer. */
import type { RandomSource } from '../../model/random.ts';
import { setDials } from '../dials.ts';
import type { Problem, Split, Task, TaskDefinition } from '../task.ts';
import { quoted, refuse } from '../typed.ts';
import { answerProgram } from './guestCode.ts';
import { labelOf, sourceOf } from './source.ts';
import { makeTable } from './table.ts';
import type { OwnProblem, OwnTable, Sandboxed } from './table.ts';

/** Tables that were made, by the id of their task. A table follows from the id alone, so that it does not matter who asked for it. */
const tables = new Map<string, OwnTable>();

/**
 * Makes the problems of somebody's task, without which it cannot be configured.
 * @throws OwnTaskError with a sentence if the task cannot be used
 */
export async function prepareOwnTask(id: string, sandbox: Sandboxed): Promise<OwnTable> {
  const table = tables.get(id) ?? (await makeTable(sourceOf(id), sandbox));
  tables.set(id, table);
  return table;
}

/** Tokens are the characters of the table, an arrow, a slash, and two without a text: a blank, and the end of an answer. */
function taskOf(id: string, table: OwnTable): Task {
  const { characters, longestPrompt, longestAnswer: answerLength } = table;
  const all = [...table.train, ...table.heldout];
  const arrow = characters.length;
  const separator = arrow + 1;
  const padding = arrow + 2;
  const end = arrow + 3;
  const promptLength = longestPrompt + 1;
  const endOfAnswer = all.every(({ answer }) => Array.from(answer).length === answerLength) ? null : end;
  const tokenOf = new Map(characters.map((character, token) => [character, token]));
  const tokens = (text: string): number[] => Array.from(text, (character) => tokenOf.get(character) ?? padding);

  const problemOf = ({ prompt, answer }: OwnProblem): Problem => {
    const promptTokens = new Int32Array(promptLength).fill(padding);
    promptTokens.set(tokens(prompt));
    promptTokens[promptLength - 1] = arrow;
    const reference = new Int32Array(answerLength).fill(padding);
    const written = tokens(answer);
    reference.set(written);
    if (written.length < answerLength) reference[written.length] = end;
    return { prompt: promptTokens, reference };
  };
  const problems = { train: table.train.map(problemOf), heldout: table.heldout.map(problemOf) };

  const text = (written: Int32Array): string => Array.from(written, (token) => characters[token] ?? '').join('');
  const levels = new Map(all.map(({ prompt, level }) => [prompt, level]));
  const hasLevels = new Set(levels.values()).size > 1;
  const level: Task['level'] = ({ prompt }) => levels.get(text(prompt)) ?? 1;

  const parse = (typed: string): Problem => {
    const meant = all.find(({ prompt }) => prompt === typed || prompt === typed.trim());
    if (meant) return problemOf(meant);
    return refuse(`${quoted(typed)} is none of the ${all.length} problems that make wrote.`, text(problems.heldout[0].prompt));
  };

  return {
    label: labelOf(id),
    dials: {},
    vocabulary: [...characters, '→', '/', '', ''],
    separator,
    rewordedSeparator: arrow,
    endOfAnswer,
    padding,
    promptLength,
    answerLength,
    prelude: sourceOf(id),
    draw: (random: RandomSource, split: Split) => problems[split][random.integer(problems[split].length)],
    program({ prompt }, answer) {
      const at = endOfAnswer === null ? -1 : answer.indexOf(end);
      const written = at < 0 ? answer : answer.subarray(0, at);
      const isText = written.length > 0 && written.every((token) => token < arrow);
      return isText ? answerProgram(text(prompt), text(written)) : null;
    },
    tests: () => [{ args: [], expected: true }],
    parse,
    promptText: ({ prompt }) => text(prompt),
    answerText: text,
    note: (problem) => (hasLevels ? `level ${level(problem)} of 5` : `${text(problem.prompt).length} characters`),
    level,
  };
}

/** The task with this id. It can be configured once it was prepared. */
export function ownTask(id: string): TaskDefinition {
  const label = labelOf(id);
  return {
    label,
    configure(dials) {
      setDials(label, dials);
      const table = tables.get(id);
      if (!table) throw new Error(`The problems of the task "${label.name}" have not been made yet.`);
      return taskOf(id, table);
    },
  };
}
