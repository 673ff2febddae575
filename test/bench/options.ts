/** What the words after `npm run bench --` mean. */
import { SetupProblem } from '../../scripts/setup.mjs';
import { models } from '../../workers/bench/models.ts';
import { distinctRows } from '../../workers/bench/models.ts';
import type { BenchRequest } from '../../workers/bench/plan.ts';
import { works } from '../../workers/bench/rows.ts';
import type { Work } from '../../workers/bench/rows.ts';

export interface BenchOptions {
  request: BenchRequest;
  /** In a page of Chromium, or in this process with Dawn's WebGPU. */
  runtime: 'chromium' | 'dawn';
  /** Where to write the result. */
  json: string | null;
  /** Only say what the bench would run on. */
  adapterOnly: boolean;
  /** Only write docs/PERFORMANCE.md anew. */
  reportOnly: boolean;
}

const usage =
  'npm run bench -- [--quick] [--wasm | --dawn] [--only WORK,…] [--sides SIDE,…] [--models MODEL,…] [--batches B,…] [--scaling] [--soak UPDATES] ' +
  '[--json FILE] [--adapter] [--report]';

const flags = ['--quick', '--wasm', '--dawn', '--scaling', '--adapter', '--report'];
const lists = ['--only', '--sides', '--models', '--batches', '--json', '--soak'];

function listOf(flag: string, text: string | undefined): string[] {
  const names = (text ?? '').split(',').map((name) => name.trim());
  if (text === undefined || text.startsWith('--') || names.includes('')) throw new SetupProblem(`${flag} needs a value: use ${usage}.`);
  return names;
}

function namesIn(flag: string, names: string[], known: readonly string[]): string[] {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new SetupProblem(`${flag} does not know ${unknown}: choose of ${known.join(', ')}.`);
  return names;
}

function batchOf(text: string): number {
  const batch = Number(text);
  if (Number.isInteger(batch) && batch >= distinctRows && batch % distinctRows === 0) return batch;
  throw new SetupProblem(
    `--batches must be multiples of ${distinctRows}, because a batch repeats ${distinctRows} sequences that are checked; got ${text}.`,
  );
}

function updatesOf(text: string): number {
  const updates = Number(text);
  if (Number.isInteger(updates) && updates >= 10 && updates % 10 === 0) return updates;
  throw new SetupProblem(`--soak must be a number of updates that ten divides, because the run is looked at ten times; got ${text}.`);
}

/**
 * What the arguments ask for.
 * @throws SetupProblem with a sentence at anything else
 */
export function benchOptions(args: readonly string[]): BenchOptions {
  const given = new Set<string>();
  const values: Record<string, string[]> = {};
  const words = args.flatMap((arg) => (/^--[a-z]+=/.test(arg) ? arg.split(/=(.*)/s, 2) : [arg]));
  while (words.length > 0) {
    const word = words.shift()!;
    if (flags.includes(word)) given.add(word);
    else if (lists.includes(word)) values[word] = listOf(word, words.shift());
    else throw new SetupProblem(`npm run bench does not know ${word}: use ${usage}.`);
  }
  if (given.has('--wasm') && given.has('--dawn')) throw new SetupProblem('--wasm and --dawn are different places: give one of them.');
  const of = (flag: string): string[] => values[flag] ?? [];
  return {
    request: {
      backend: given.has('--wasm') ? 'wasm' : 'webgpu',
      quick: given.has('--quick'),
      only: namesIn('--only', of('--only'), works) as Work[],
      sides: of('--sides'),
      models: namesIn(
        '--models',
        of('--models'),
        models.map(({ name }) => name),
      ),
      batches: of('--batches').map(batchOf),
      scaling: given.has('--scaling'),
      soak: values['--soak'] ? updatesOf(values['--soak'].join(',')) : 0,
    },
    runtime: given.has('--dawn') ? 'dawn' : 'chromium',
    json: values['--json']?.join(',') ?? null,
    adapterOnly: given.has('--adapter'),
    reportOnly: given.has('--report'),
  };
}
