import { optionLimits, type NumberOption } from '../../workers/protocol.ts';
import { words } from '../languages/words.ts';

const isOption = (name: string): name is NumberOption => name in optionLimits;

/** A sentence of the option parser, which names options as files and commands do, with the names their fields have on the page. */
export const inFieldNames = (sentence: string): string =>
  sentence.replace(/^\w+(?= must be )|(?<= a multiple of )\w+/g, (name) => (isOption(name) ? words().options[name].label : name));
