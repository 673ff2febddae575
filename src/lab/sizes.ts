import type { Words } from '../languages/words.ts';
import { defaultOptions, type RunOptions } from '../../workers/protocol.ts';

export interface Size {
  key: keyof Words['setup']['sizes'];
  layers: number;
  heads: number;
  width: number;
}

const size = (key: Size['key'], { layers, heads, width }: Omit<Size, 'key'>): Size => ({ key, layers, heads, width });

/** The sizes to choose from for a task; a base model of the ready one ships with the page. */
export const sizesFor = (task: string): readonly Size[] => [
  size('small', { layers: 1, heads: 2, width: 32 }),
  size('ready', defaultOptions(task)),
  size('large', { layers: 3, heads: 6, width: 96 }),
];

/** The named size of a model, if it has one. */
export const sizeOf = ({ task, layers, heads, width }: RunOptions): Size | undefined =>
  sizesFor(task).find((named) => named.layers === layers && named.heads === heads && named.width === width);
