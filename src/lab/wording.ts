import type { NumberOption } from '../../workers/protocol.ts';
import { optionLabels } from './optionLabels.ts';

const isOption = (name: string): name is NumberOption => name in optionLabels;

/** A sentence of the option parser, which names options as files and commands do, with the names their fields have on the page. */
export const inFieldNames = (sentence: string): string =>
  sentence.replace(/^\w+(?= must be )|(?<= a multiple of )\w+/g, (name) => (isOption(name) ? optionLabels[name].label : name));

export const updatesText = (count: number): string => (count === 1 ? '1 update' : `${count} updates`);
