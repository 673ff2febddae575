/**
 * Matrices of any width in steps of four columns, a quad: as vec4f where the width is a multiple of four, number by number elsewhere. What lies
 * in a matrix behind its last row is undefined, but WebGPU lets it be read.
 */
import type { Element } from './launch.ts';

/** How a buffer of rows of this width is declared. */
export const quadElement = (columns: number): Element => (columns % 4 === 0 ? 'vec4f' : 'f32');

/**
 * WGSL of `fn name(row, quad) -> vec4f`, which reads a quad of a row of the buffer. A quad that the row's end cuts is filled up with zeros; what lies in
 * one wholly behind it is undefined.
 */
export function quadReader(name: string, buffer: string, columns: number): string {
  const last = Math.floor(columns / 4);
  const lane = (i: number): string => (i < columns % 4 ? `${buffer}[at + ${i}u]` : '0.0');
  if (columns % 4 === 0) {
    return `fn ${name}(row: u32, quad: u32) -> vec4f { return ${buffer}[row * ${last}u + quad]; }`;
  }
  return `
fn ${name}(row: u32, quad: u32) -> vec4f {
  let at = row * ${columns}u + 4u * quad;
  if (quad < ${last}u) { return vec4f(${buffer}[at], ${buffer}[at + 1u], ${buffer}[at + 2u], ${buffer}[at + 3u]); }
  return vec4f(${[0, 1, 2, 3].map(lane).join(', ')});
}`;
}

/** WGSL of `fn name(row, quad, value: vec4f)`, which writes a quad of a row of the buffer. Columns behind the last are left out. */
export function quadWriter(name: string, buffer: string, columns: number): string {
  const quads = columns / 4;
  if (columns % 4 === 0) {
    return `fn ${name}(row: u32, quad: u32, value: vec4f) { if (quad < ${quads}u) { ${buffer}[row * ${quads}u + quad] = value; } }`;
  }
  return `
fn ${name}(row: u32, quad: u32, value: vec4f) {
  let count = min(4u, max(${columns}u, 4u * quad) - 4u * quad);
  for (var i = 0u; i < count; i++) { ${buffer}[row * ${columns}u + 4u * quad + i] = value[i]; }
}`;
}

/** What `line` makes of each number from 0 up to `count`: a loop that is written out, so that its variables stay in registers. */
export const unrolled = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');
