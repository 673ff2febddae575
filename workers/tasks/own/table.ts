/**
 * All problems of somebody's task: made once, in the sandbox, before it is used. Drawing one is then a look into a list, which is fast, the
 * same for everybody, and cannot hang. Everything that can be wrong with the task is found here.
 */
import type { SandboxGrader } from '../../grader/grader.ts';
import { limits } from '../../grader/limits.ts';
import type { Stop } from '../../grader/outputs.ts';
import { splitOf } from '../split.ts';
import type { Level, Split } from '../task.ts';
import { readOutputs, refuse, stoppedError } from './answers.ts';
import type { Said } from './answers.ts';
import { checkCode, loadCode, makeCode } from './guestCode.ts';
import { OwnTaskError } from './ownTaskError.ts';

export type Sandboxed = Pick<SandboxGrader, 'run'>;

export interface OwnProblem {
  prompt: string;
  answer: string;
  level: Level;
}

/** What a task may be. Lengths in characters, which are tokens. */
const ownLimits = {
  prompt: 48,
  answer: 24,
  characters: 64,
  /** Different problems that are kept, and the fewest that will do, of all and of those held out. */
  problems: 20_000,
  fewestProblems: 1000,
  fewestHeldOut: 50,
} as const;

/** Calls of one program, which share its instruction budget. */
const callsPerProgram = 64;
/** Programs under way together: what they say is looked at before there are more. */
const programsPerWave = 16;
const mostMade = 60_000;

const list = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

const ask = async (sandbox: Sandboxed, source: string, prelude: string, calls: readonly (string | number)[][]): Promise<Said[] | Stop> => {
  const [outputs] = await sandbox.run([{ source, prelude, calls: calls.map((args) => ({ args })) }]);
  return readOutputs(outputs);
};

/** @throws OwnTaskError unless the text loads and has the functions that it must */
async function load(source: string, sandbox: Sandboxed): Promise<void> {
  const said = await ask(sandbox, loadCode, '', [[source]]);
  if (typeof said === 'string') throw stoppedError(said, 'The text, before make is called,');
  refuse(said[0], source);
  const [, make, check, level] = said[0];
  if (make !== 'function') throw new OwnTaskError('There is no function make. Write make(random), which returns { prompt, answer }.');
  if (check !== 'function')
    throw new OwnTaskError('There is no function check. Write check(prompt, answer), which returns true if the answer is right.');
  if (level !== 'function' && level !== 'undefined')
    throw new OwnTaskError(`level must be a function of a prompt, or be left out; it is a ${String(level)}.`);
}

/** Which of a task's functions is to blame for a stop that comes again with one of these problems alone. */
async function blame(numbers: readonly number[], source: string, sandbox: Sandboxed): Promise<OwnTaskError> {
  for (const number of numbers) {
    for (const last of ['make', 'check', 'level']) {
      const stop = await ask(sandbox, makeCode, source, [[number, last]]);
      if (typeof stop === 'string') return stoppedError(stop, last);
    }
  }
  const turns = limits.interrupts(numbers.length) * 10_000;
  return new OwnTaskError(
    `make and check are too slow: ${numbers.length} problems may take ${turns.toLocaleString('en')} loop turns and calls together. Make them simpler.`,
  );
}

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);

function checkText(text: string, name: 'prompt' | 'answer'): void {
  const { length } = Array.from(text);
  const most = ownLimits[name];
  if (length === 0) throw new OwnTaskError(`make returned an empty ${name}. It must have 1 to ${most} characters.`);
  if (length > most) throw new OwnTaskError(`The ${name} ${quoted(text)} has ${length} characters; the most are ${most}. Make it shorter.`);
  const strange = /[\p{C}\p{Zl}\p{Zp}]/u.exec(text);
  if (strange)
    throw new OwnTaskError(
      `The ${name} ${quoted(text)} holds a character that cannot be shown (U+${(strange[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}).`,
    );
}

/** @throws OwnTaskError unless what was said is a problem whose own answer the task accepts */
function problemOf(said: Said, source: string): OwnProblem {
  refuse(said, source);
  const [kind, prompt, answer, accepted, level] = said;
  if (kind !== 'problem' || typeof prompt !== 'string' || typeof answer !== 'string' || typeof level !== 'number')
    throw new OwnTaskError('What make says cannot be read. It must not replace what belongs to the language, like JSON or Math.');
  checkText(prompt, 'prompt');
  checkText(answer, 'answer');
  if (accepted !== true)
    throw new OwnTaskError(
      `check(${quoted(prompt)}, ${quoted(answer)}) is false, and make says that this answer is right. One of them is wrong.`,
    );
  if (level < 1 || level > 5 || !Number.isInteger(level))
    throw new OwnTaskError(`level must return a whole number from 1 to 5; for ${quoted(prompt)} it returned ${level}.`);
  return { prompt, answer, level: level as Level };
}

/** Makes the problems of these numbers, in their order. */
async function make(numbers: readonly number[], source: string, sandbox: Sandboxed): Promise<OwnProblem[]> {
  const programs = list(0, Math.ceil(numbers.length / callsPerProgram)).map((program) =>
    numbers.slice(program * callsPerProgram, (program + 1) * callsPerProgram),
  );
  const all = await Promise.all(
    programs.map(async (ofProgram) => {
      const said = await ask(
        sandbox,
        makeCode,
        source,
        ofProgram.map((number) => [number]),
      );
      // Each of the others may have to be waited for as long: nothing more is asked of such a task.
      if (said === '!watchdog' || said === '!crash') throw stoppedError(said, 'make, check or level');
      return said;
    }),
  );
  const problems: OwnProblem[] = [];
  for (const [program, said] of all.entries()) {
    if (typeof said === 'string') throw await blame(programs[program], source, sandbox);
    problems.push(...said.map((one) => problemOf(one, source)));
  }
  return problems;
}

/** @throws OwnTaskError if equal random numbers make other problems when they come in another order */
async function requireDeterministic(made: readonly OwnProblem[], source: string, sandbox: Sandboxed): Promise<void> {
  const again = await make(list(0, callsPerProgram).reverse(), source, sandbox);
  const other = again.reverse().findIndex(({ prompt, answer }, index) => prompt !== made[index].prompt || answer !== made[index].answer);
  if (other >= 0)
    throw new OwnTaskError(
      `make does not depend on its random numbers alone: the same ones gave ${quoted(made[other].prompt)} and then ${quoted(again[other].prompt)}. Use random.integer, random.pick and random.shuffle, and change no variable outside make.`,
    );
}

/** An answer that somebody might give by mistake, and what the checker says of it. */
export interface Mistake {
  answer: string;
  accepted: boolean;
}

/** The answer of another problem to each of these. @throws OwnTaskError if all are accepted */
async function mistakesFor(problems: readonly OwnProblem[], source: string, sandbox: Sandboxed): Promise<Mistake[]> {
  const answers = problems.map(({ answer }, index) => {
    const others = [...problems.slice(index + 1), ...problems.slice(0, index)];
    return others.find((other) => other.answer !== answer)?.answer;
  });
  const wrong = answers.filter((answer) => answer !== undefined);
  if (wrong.length < problems.length) throw new OwnTaskError(`make gives every problem the same answer, ${quoted(problems[0].answer)}.`);
  const said = await ask(
    sandbox,
    checkCode,
    source,
    problems.map(({ prompt }, index) => [prompt, wrong[index]]),
  );
  if (typeof said === 'string') throw stoppedError(said, 'check');
  const mistakes = said.map((one, index) => {
    refuse(one, source);
    return { answer: wrong[index], accepted: one[1] === true };
  });
  if (mistakes.every(({ accepted }) => accepted))
    throw new OwnTaskError(
      `check accepts everything: the answers of other problems too, like check(${quoted(problems[0].prompt)}, ${quoted(wrong[0])}). It must return false for a wrong answer.`,
    );
  return mistakes;
}

/** Different problems, in the order in which they were made. */
export interface OwnTable extends Record<Split, OwnProblem[]> {
  /** The first problems that were made, with a mistake for each. */
  examples: (OwnProblem & { mistake: Mistake })[];
  /** All that prompts and answers are written with, sorted. */
  characters: string[];
  /** Characters of the longest prompt, and of the longest answer. */
  longestPrompt: number;
  longestAnswer: number;
}

/**
 * Makes up to 20,000 different problems of a task.
 * @throws OwnTaskError with a sentence, and the line if the engine tells it, if the task cannot be used
 */
export async function makeTable(source: string, sandbox: Sandboxed): Promise<OwnTable> {
  await load(source, sandbox);
  // One program alone: a task that gets the sandbox stuck is found before there is a queue behind it.
  await requireDeterministic(await make(list(0, callsPerProgram), source, sandbox), source, sandbox);
  const byPrompt = new Map<string, OwnProblem>();
  const perWave = callsPerProgram * programsPerWave;
  for (let first = 0; first < mostMade && byPrompt.size < ownLimits.problems; first += perWave) {
    const known = byPrompt.size;
    const made = await make(list(first, perWave), source, sandbox);
    for (const problem of made)
      if (!byPrompt.has(problem.prompt) && byPrompt.size < ownLimits.problems) byPrompt.set(problem.prompt, problem);
    if (byPrompt.size === known) break;
  }
  const problems = [...byPrompt.values()];
  const sideOf = ({ prompt }: OwnProblem): Split => splitOf(Array.from(prompt, (character) => character.codePointAt(0) ?? 0));
  const of = (split: Split): OwnProblem[] => problems.filter((problem) => sideOf(problem) === split);
  const [train, heldout] = [of('train'), of('heldout')];
  if (problems.length < ownLimits.fewestProblems || heldout.length < ownLimits.fewestHeldOut)
    throw new OwnTaskError(
      `make gives only ${problems.length} different problems, and ${heldout.length} of them would be held out; at least ${ownLimits.fewestProblems} and ${ownLimits.fewestHeldOut} are needed. Let it choose from more.`,
    );
  const characters = [...new Set(problems.flatMap(({ prompt, answer }) => Array.from(prompt + answer)))].sort();
  if (characters.length > ownLimits.characters)
    throw new OwnTaskError(
      `Prompts and answers are written with ${characters.length} different characters; the most are ${ownLimits.characters}. Use fewer.`,
    );
  const longest = (name: 'prompt' | 'answer'): number => Math.max(...problems.map((problem) => Array.from(problem[name]).length));
  const first = problems.slice(0, callsPerProgram);
  const mistakes = await mistakesFor(first, source, sandbox);
  return {
    train,
    heldout,
    examples: first.map((problem, index) => ({ ...problem, mistake: mistakes[index] })),
    characters,
    longestPrompt: longest('prompt'),
    longestAnswer: longest('answer'),
  };
}
