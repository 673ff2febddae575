/**
 * Sums over very many rows in one dispatch, in a fixed order and so to the same bits: the threads of a workgroup stride over the rows, then a few of
 * them add up what each has, and one of them adds up the few.
 */
import { unrolled } from './quads.ts';

/** Threads over which a sum of this many rows is spread. Few where rows are few: on a software adapter each costs a switch at every barrier. */
export const threadsForRows = (rows: number): number => (rows < 4096 ? 32 : 256);

/** Threads that add up for one sum. */
const adders = 8;

/** Workgroup memory for {@link addUp}. */
export const partialsFor = (threads: number, sums: number): string => `var<workgroup> partials: array<vec4f, ${threads * sums}>;`;

/**
 * WGSL that adds up what the threads hold in these vec4f variables, after which `total` in thread i is the sum of variable i. All threads of a
 * workgroup must reach it.
 */
export const addUp = (threads: number, variables: string[]): string => `
${unrolled(variables.length, (i) => `  partials[thread + ${i * threads}u] = ${variables[i]};`)}
  workgroupBarrier();
  if (thread < ${adders * variables.length}u) {
    // No other thread reads what an adder sums, so the sum can take the place of its first summand.
    let first = thread / ${adders}u * ${threads}u + thread % ${adders}u;
    var share = partials[first];
    for (var i = ${adders}u; i < ${threads}u; i += ${adders}u) { share += partials[first + i]; }
    partials[first] = share;
  }
  workgroupBarrier();
  var total = vec4f();
  if (thread < ${variables.length}u) {
    for (var i = 0u; i < ${adders}u; i++) { total += partials[thread * ${threads}u + i]; }
  }`;
