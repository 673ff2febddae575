/** Options of the commands: parsed strictly, each mistake a sentence. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { optionLimits, parseRunOptions } from '../workers/methods/options.ts';
import type { RunOptions } from '../workers/methods/options.ts';

type Flags = NonNullable<ParseArgsConfig['options']>;

/** @throws with a sentence that names the unknown or incomplete option */
export function parseFlags<T extends Flags>(command: string, argv: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(/\.\s/)[0] : String(error);
    throw new Error(`${reason}. "npm run lab -- help" lists the options of ${command}.`, { cause: error });
  }
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

/**
 * Run options from flags: `start`, then `--set key=value` in order. A key is an option or a dial of the task.
 * @throws with a sentence if one is unknown or out of range
 */
export function runOptions(start: RunOptions, seed: string | undefined, settings: readonly string[] = []): RunOptions {
  const options: Record<string, unknown> = { ...start };
  const dials = { ...start.dials };
  if (seed !== undefined) options.seed = asNumber(seed, '--seed');
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) throw new Error(`--set needs key=value; got "${setting}".`);
    const key = setting.slice(0, at);
    const text = setting.slice(at + 1);
    if (Object.hasOwn(dials, key)) dials[key] = asNumber(text, key);
    else if (Object.hasOwn(optionLimits, key)) options[key] = asNumber(text, key);
    else if (key === 'bonusAdvantage') options[key] = text;
    else
      throw new Error(
        `There is no option "${key}" to set. Options: ${[...Object.keys(optionLimits), 'bonusAdvantage', ...Object.keys(dials)].join(', ')}.`,
      );
  }
  return parseRunOptions({ ...options, dials });
}
