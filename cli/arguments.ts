/** The words behind a command: parsed strictly, each mistake a sentence. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { cellKey, cellNameOf, isCellKey } from '../workers/methods/cells.ts';
import { isChoiceOption, optionChoices } from '../workers/methods/choices.ts';
import { baseOptions, isBaseOption, optionLimits, parseRunOptions, sizeOptions } from '../workers/methods/options.ts';
import type { RunOptions } from '../workers/methods/options.ts';

type Flags = NonNullable<ParseArgsConfig['options']>;

/** No flag is called by a digit: what looks like a number below zero is a value. */
const looksLikeFlag = /^-(?!\.?\d)./;

/**
 * Parses the words behind a command's name.
 * @param files how many words without a flag the command takes at most
 * @throws with a sentence that names the unknown or incomplete flag, or the words too many
 */
export function parseFlags<T extends Flags>(command: string, argv: readonly string[], options: T, files: 0 | 1 = 0) {
  const known: Flags = options;
  const refusal = (mistake: string): Error => new Error(`${mistake}. "npm run lab -- help" lists the options of ${command}.`);
  const { tokens, positionals } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const words = tokens.map((token) => {
    if (token.kind === 'positional') return token.value;
    if (token.kind === 'option-terminator') return '--';
    const { name, rawName, value, inlineValue, index } = token;
    if (!Object.hasOwn(known, name)) throw refusal(`${command} has no option "${rawName.startsWith('--') ? rawName : argv[index]}"`);
    if (known[name].type === 'boolean') {
      if (value !== undefined) throw refusal(`${rawName} takes no value; got "${value}"`);
      return rawName;
    }
    if (value === undefined || (!inlineValue && looksLikeFlag.test(value)))
      throw refusal(`${rawName} needs a value; got ${value === undefined ? 'nothing' : `"${value}"`}`);
    return `${rawName}=${value}`;
  });
  if (positionals.length > files) {
    const got = positionals.map((word) => `"${word}"`).join(' and ');
    throw refusal(`${command} takes ${files === 0 ? 'no word without a flag' : 'one file'}; got ${got}`);
  }
  return parseArgs({ args: words, options, strict: true, allowPositionals: true });
}

/** @throws with a sentence if a flag that the command needs is missing */
export function required(value: string | undefined, flag: string, what: string): string {
  if (value === undefined || value === '') throw new Error(`--${flag} is missing: ${what}.`);
  return value;
}

/** @throws with a sentence if the text is not a number */
function asNumber(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new Error(`${name} must be a number; got "${text}".`);
  return value;
}

/** @throws with a sentence if the text is not a number within the limits */
export function numberIn(text: string, name: string, { min, max, integer }: { min: number; max: number; integer: boolean }): number {
  const value = asNumber(text, name);
  if (value < min || value > max || (integer && !Number.isInteger(value)))
    throw new Error(`${name} must be ${integer ? 'a whole number' : 'a number'} from ${min} to ${max}; got ${value}.`);
  return value;
}

/** @throws with a sentence if the text is none of the words */
export function oneOf<Word extends string>(text: string, name: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new Error(`${name} must be ${words.join(' or ')}; got "${text}".`);
  return word;
}

/**
 * Run options from flags: `start`, then `--set key=value` in order. A key is an option, a dial of the task, or `cell.` and the name of a cell.
 * @throws with a sentence if one is unknown or out of range
 */
export function runOptions(start: RunOptions, seed: string | undefined, settings: readonly string[] = []): RunOptions {
  const options: Record<string, unknown> = { ...start };
  const dials = { ...start.dials };
  const cells = { ...start.cells };
  if (seed !== undefined) options.seed = numberIn(seed, '--seed', optionLimits.seed);
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) throw new Error(`--set needs key=value; got "${setting}".`);
    const key = setting.slice(0, at);
    const text = setting.slice(at + 1);
    if (Object.hasOwn(dials, key)) dials[key] = asNumber(text, key);
    else if (Object.hasOwn(optionLimits, key)) options[key] = asNumber(text, key);
    else if (isChoiceOption(key)) options[key] = text;
    else if (isCellKey(key)) cells[cellNameOf(key)] = text;
    else
      throw new Error(
        `There is no option "${key}" to set. Options: ${[...Object.keys(optionLimits), ...Object.keys(optionChoices), ...Object.keys(dials)].join(', ')}, or a cell of the method's table, as in ${cellKey('1.2')}.`,
      );
  }
  return parseRunOptions({ ...options, dials, cells });
}

/** @throws with a sentence if `--set` names an option that pretraining would not heed */
export function refuseRunOptions(settings: readonly string[] = []): void {
  for (const setting of settings) {
    const [key] = setting.split('=');
    const isRunOption = Object.hasOwn(optionLimits, key) || isChoiceOption(key) || isCellKey(key);
    if (isRunOption && key !== 'batch' && !isBaseOption(key))
      throw new Error(`${key} is an option of a run, not of a base. Set ${baseOptions.join(', ')}, batch or a dial.`);
  }
}

/** Sizes may be said of a run, if they are those of its base. */
const decidedByBase = baseOptions.filter((option) => !sizeOptions.some((size) => size === option));

/** @throws with a sentence if `--set` names what was decided when the base of the run was pretrained */
export function refuseBaseOptions(settings: readonly string[] = []): void {
  for (const setting of settings) {
    const [key] = setting.split('=');
    if (decidedByBase.some((option) => option === key))
      throw new Error(
        `${key} is an option of the base, not of a run. Make a base with "lab pretrain --set ${setting}" and name it with --base.`,
      );
  }
}
