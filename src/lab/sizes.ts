import { defaultOptions, type RunOptions } from '../../workers/protocol.ts';

export interface Size {
  key: string;
  name: string;
  layers: number;
  heads: number;
  width: number;
}

const layersOf = (layers: number): string => (layers === 1 ? '1 layer' : `${layers} layers`);

const size = (key: string, name: string, { layers, heads, width }: Omit<Size, 'key' | 'name'>): Size => ({
  key,
  name: `${name}: ${layersOf(layers)} of ${width}`,
  layers,
  heads,
  width,
});

/** The sizes to choose from for a task; a base model of the ready one ships with the page. */
export const sizesFor = (task: string): readonly Size[] => [
  size('small', 'Small', { layers: 1, heads: 2, width: 32 }),
  size('ready', 'Ready', defaultOptions(task)),
  size('large', 'Large', { layers: 3, heads: 6, width: 96 }),
];

/** The named size of a model, if it has one. */
export const sizeOf = ({ task, layers, heads, width }: RunOptions): Size | undefined =>
  sizesFor(task).find((named) => named.layers === layers && named.heads === heads && named.width === width);
