/**
 * Sums over very many rows in one dispatch, in a fixed order and so to the same bits: the threads of a workgroup stride over the rows, then a few of
 * them add up what each has, and one of them adds up the few.
 */
import { unrolled } from './quads.ts';

/** Threads over which a sum of this many rows is spread. Few where rows are few: on a software adapter each costs a switch at every barrier. */
export const threadsForRows = (rows: number): number => (rows < 8192 ? 64 : 256);

/** Threads that add up for one sum. */
const adders = 8;

/** Workgroup memory for {@link addUp}. */
export const partialsFor = (threads: number, sums: number): string => `
var<workgroup> partials: array<vec4f, ${threads * sums}>;
var<workgroup> shares: array<vec4f, ${adders * sums}>;`;

/**
 * WGSL that adds up what the threads hold in these vec4f variables, after which `total` in thread i is the sum of variable i. All threads of a
 * workgroup must reach it.
 */
export const addUp = (threads: number, variables: string[]): string => `
${unrolled(variables.length, (i) => `  partials[thread + ${i * threads}u] = ${variables[i]};`)}
  workgroupBarrier();
  if (thread < ${adders * variables.length}u) {
    let first = thread / ${adders}u * ${threads}u;
    var share = vec4f();
    for (var i = thread % ${adders}u; i < ${threads}u; i += ${adders}u) { share += partials[first + i]; }
    shares[thread] = share;
  }
  workgroupBarrier();
  var total = vec4f();
  if (thread < ${variables.length}u) {
    for (var i = 0u; i < ${adders}u; i++) { total += shares[thread * ${adders}u + i]; }
  }`;
