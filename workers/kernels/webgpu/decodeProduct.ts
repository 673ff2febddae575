import type { Tiling } from './decodeShape.ts';

export interface Product {
  /** Name of the workgroup array whose rows are multiplied, and vec4s from one row to the next. */
  source: string;
  stride: number;
  /** The matrix is [4·inputs, columns]. */
  inputs: number;
  columns: number;
  /** Where the matrix begins among the parameters, in vec4s; in floats if its columns are no multiple of 4. */
  matrix: string;
  /** Column to begin at, in fours; a third of the columns or 0. */
  first?: string;
  /** WGSL for what happens to a sum: `s`, `column` (in fours) and `sum` are in scope. */
  store: string;
}

const each = <T>(count: number, of: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => of(index));

/** WGSL of a matrix product for all sequences of a workgroup. */
export function productWgsl({ threads, sequences, rows, columns: tile }: Tiling, product: Product): string {
  const { source, stride, inputs, columns, matrix, first = '0u', store } = product;
  const [outputs, isAligned] = [Math.ceil(columns / 4), columns % 4 === 0];
  // Where the tile does not divide the columns, the sums beyond them are of the last ones again and go nowhere.
  const isWhole = outputs % tile === 0 && (first === '0u' || (outputs / 3) % tile === 0);
  const column = (j: number): string => `${first} + item % groups + ${j}u * groups`;
  const load = (j: number, lane: number): string =>
    isAligned
      ? `weights[at${j} + ${lane * outputs}u]`
      : `vec4f(${['x', 'y', 'z', 'w'].map((part) => `scalars[at${j} + ${lane * columns}u + beside${j}.${part}]`).join(', ')})`;
  const pointer = (j: number): string =>
    isAligned
      ? `var at${j} = ${matrix} + c${j};`
      : `var at${j} = ${matrix}; let beside${j} = min(4u * c${j} + vec4u(0u, 1u, 2u, 3u), vec4u(${columns - 1}u));`;
  const row = (i: number): string => (rows === sequences ? `${i * stride}u` : `row * ${stride}u + ${i * stride}u`);
  return `
    let groups = (${outputs + tile - 1}u - ${first}) / ${tile}u;
    for (var item = thread; item < ${sequences / rows}u * groups; item += ${threads}u) {
      let row = item / groups * ${rows}u;
      ${each(tile, (j) => `let c${j} = ${isWhole ? column(j) : `min(${outputs - 1}u, ${column(j)})`}; ${pointer(j)}`).join('\n      ')}
      ${each(rows, (i) => each(tile, (j) => `var sum${i}_${j} = vec4f();`).join(' ')).join('\n      ')}
      for (var k = 0u; k < ${inputs}u; k++) {
        ${each(tile, (j) => `${each(4, (lane) => `let w${j}_${lane} = ${load(j, lane)};`).join(' ')} at${j} += ${4 * (isAligned ? outputs : columns)}u;`).join('\n        ')}
        ${each(
          rows,
          (i) =>
            `{ let v = ${source}[${row(i)} + k]; ${each(tile, (j) => `sum${i}_${j} += v.x * w${j}_0 + v.y * w${j}_1 + v.z * w${j}_2 + v.w * w${j}_3;`).join(' ')} }`,
        ).join('\n        ')}
      }
      ${each(rows, (i) =>
        each(tile, (j) => {
          const guard = isWhole || j === 0 ? '' : `if (${column(j)} < ${outputs}u) `;
          return `${guard}{ let s = row + ${i}u; let column = c${j}; let sum = sum${i}_${j}; ${store} }`;
        }).join('\n      '),
      ).join('\n      ')}
    }`;
}
