import { defaultOptions, type RunOptions } from '../../workers/protocol.ts';

export interface Size {
  key: string;
  name: string;
  layers: number;
  heads: number;
  width: number;
}

const shipped = defaultOptions();

export const sizes: readonly Size[] = [
  { key: 'small', name: 'Small: 1 layer of 32', layers: 1, heads: 2, width: 32 },
  {
    key: 'ready',
    name: `Ready: ${shipped.layers} layers of ${shipped.width}`,
    layers: shipped.layers,
    heads: shipped.heads,
    width: shipped.width,
  },
  { key: 'large', name: 'Large: 3 layers of 96', layers: 3, heads: 6, width: 96 },
];

/** The named size of a model, if it has one. */
export const sizeOf = (options: RunOptions): Size | undefined =>
  sizes.find((size) => size.layers === options.layers && size.heads === options.heads && size.width === options.width);
