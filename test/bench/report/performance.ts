/** docs/PERFORMANCE.md from the committed results. No number in it is typed by hand. */
import { describeModel, describeOptimiser, layout, models } from '../../../workers/bench/models.ts';
import type { BenchResult, BenchRow } from '../../../workers/bench/rows.ts';
import type { ModelShape } from '../../../workers/model/shape.ts';
import { markdownTable } from '../../../cli/markdown.ts';
import { chartsSection } from './charts.ts';
import type { ChartsResult } from './charts.ts';
import { bytes, optional, percent, short } from './format.ts';
import { scalingSeries } from './plot.ts';
import { targetRows } from './targets.ts';

/** A committed result and its file. */
export interface NamedResult {
  file: string;
  result: BenchResult;
}

const backendNames: Record<string, string | undefined> = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'CPU' };

const reachedWord = (reached: boolean | null): string => (reached === null ? '' : reached ? 'yes' : 'no');

function targetSection(results: readonly NamedResult[]): string {
  const rows = targetRows(results.map(({ result }) => result));
  const cells = rows.map(({ name, target, measured, reached, command }) => [
    name,
    target,
    measured,
    reachedWord(reached),
    command === '–' ? command : `\`${command}\``,
  ]);
  return markdownTable(['', 'target', 'measured', 'reached', 'command'], cells);
}

/** How many times slower than ours a side is in the same run, at the same work. */
function againstOurs(row: BenchRow, rows: readonly BenchRow[]): string {
  const isSame = (one: BenchRow): boolean => one.work === row.work && one.model === row.model && one.batch === row.batch;
  const ours = rows.find((one) => isSame(one) && one.side === 'ours');
  if (row.side === 'ours' || row.median_ms === null || !ours?.median_ms) return '';
  return `${short(row.median_ms / ours.median_ms)}×`;
}

function measurementTable(rows: readonly BenchRow[]): string {
  const header = ['work', 'model', 'B', 'side', 'median ms', 'p10 – p90', 'per second', 'time ÷ ours', 'dispatches', 'submissions', 'uploads', 'read-backs', 'CPU ms', 'allocated', 'correct']; // prettier-ignore
  const cells = rows.map((row) => [
    row.work,
    row.model,
    String(row.batch),
    row.side,
    optional(row.median_ms),
    row.p10_ms === null ? '–' : `${optional(row.p10_ms)} – ${optional(row.p90_ms)}`,
    optional(row.tokens_per_s),
    againstOurs(row, rows),
    optional(row.dispatches),
    optional(row.submissions),
    optional(row.uploads),
    optional(row.readbacks),
    optional(row.submit_ms),
    bytes(row.allocated_bytes),
    row.correct === null ? '–' : reachedWord(row.correct),
  ]);
  return markdownTable(header, cells);
}

/** What the notes of the rows say, once each. */
function notesOf(rows: readonly BenchRow[]): string[] {
  const timed = [
    ...new Set(
      rows
        .filter((row) => row.note !== '' && row.median_ms !== null)
        .map(({ work, side, note }) => `- **${work === 'grade' ? work : side}**: ${note}.`),
    ),
  ];
  const untimed = rows.filter((row) => row.median_ms === null);
  return [
    ...timed,
    ...untimed.map(({ work, model, batch, side, note }) => `- **${side}**, ${work} ${model} B=${batch}, not timed: ${note}`),
  ];
}

/** Entries of the matrices of one layer, and of the head. */
const matrixSizes = ({ width, vocabulary }: ModelShape): { layer: number; head: number } => ({
  layer: 12 * width ** 2,
  head: width * vocabulary,
});

/** Operations of the products of a training step: forward, and twice that for the gradients. */
function trainingOperations(shape: ModelShape, batch: number): number {
  const { layer, head } = matrixSizes(shape);
  return 6 * (shape.layers * layer + head) * batch * shape.context;
}

/** Operations of the products of a rollout. Where no token is chosen, the last layer need only make keys and values. */
function decodingOperations(shape: ModelShape, batch: number): number {
  const { layer, head } = matrixSizes(shape);
  const chosen = 2 * layout.answerLength;
  const others = layout.length - chosen;
  return 2 * batch * (layout.length * (shape.layers - 1) * layer + chosen * (layer + head) + others * 2 * shape.width ** 2);
}

const operationsOf = { train_step: trainingOperations, decode: decodingOperations };
const workNames = { train_step: 'A training step', decode: 'A rollout' };

function rooflineLines({ roofline, rows }: BenchResult): string[] {
  if (!roofline) return [];
  const distances = (['train_step', 'decode'] as const).flatMap((asked) =>
    models.flatMap(({ name, shape }) =>
      rows
        .filter(({ work, model, side, median_ms }) => work === asked && model === name && side === 'ours' && median_ms !== null)
        .map(({ batch, median_ms }) => {
          const rate = operationsOf[asked](shape, batch) / median_ms! / 1e6;
          const stock = rows.find((row) => row.work === asked && row.model === name && row.batch === batch && row.side === 'stock');
          const stockRate = stock?.median_ms ? `; stock does ${short((rate * median_ms!) / stock.median_ms)}` : '';
          return `${workNames[asked]} of ${name} at B=${batch} does ${short(rate)} GFLOP/s in its products, ${percent(rate / roofline.matmul_gflop_per_s)} of that${stockRate}.`;
        }),
    ),
  );
  return [
    `Roofline of the adapter, measured by plain kernels of the bench: copies ${short(roofline.copy_gb_per_s)} GB/s (read and written), ` +
      `f32 products ${short(roofline.matmul_gflop_per_s)} GFLOP/s. ${distances.join(' ')}`,
    '',
  ];
}

function phaseLines({ phases }: BenchResult): string[] {
  if (phases.length === 0) return [];
  const [{ model, batch }] = phases;
  return [
    `Phases of a SCoRe step (${model}, B=${batch}); reference and update were timed alone, because a step computes them with the gradient:`,
    '',
    markdownTable(
      ['phase', 'median ms', 'share'],
      phases.map(({ phase, median_ms, share }) => [phase, short(median_ms), percent(share)]),
    ),
    '',
  ];
}

/** The picture of a result's scaling, by the result's file. */
export const plotFile = (file: string): string => file.replace(/\.json$/, '-scaling.svg');

function scalingLines({ file, result }: NamedResult): string[] {
  const series = scalingSeries(result.scaling);
  if (series.length === 0) return [];
  return [
    `Growth of our steps, one thing varied at a time; exponents by least squares on the logarithms:`,
    '',
    markdownTable(
      ['varied', 'work', 'from – to', 'exponent', 'R²'],
      series.map(({ along, work, points, exponent, r2 }) => [
        along,
        work,
        `${points[0].x} – ${points.at(-1).x}`,
        exponent.toFixed(2),
        r2.toFixed(3),
      ]),
    ),
    '',
    `![Growth of our steps with width, layers, context and batch](bench/${plotFile(file)})`,
    '',
  ];
}

function soakLines({ soak }: BenchResult): string[] {
  if (soak.length === 0) return [];
  return [
    'A long run of a tiny model, evaluated and saved ten times on the way:',
    '',
    markdownTable(
      ['updates', 'tensors', 'GPU buffers', 'JavaScript heap'],
      soak.map(({ update, tensors, gpu_bytes: gpu, heap_bytes: heap }) => [
        update.toLocaleString('en-US'),
        String(tensors),
        bytes(gpu),
        bytes(heap),
      ]),
    ),
    '',
  ];
}

function resultSection(named: NamedResult): string[] {
  const { file, result } = named;
  return [
    `## ${result.adapter}, ${backendNames[result.backend] ?? result.backend}`,
    '',
    `\`${result.command}\`, ${result.browser}, ${result.date}. All rows: [${file}](bench/${file}).` +
      (result.isSoftware ? ' A software adapter proves counts and ratios, not speed.' : ''),
    '',
    ...(result.rows.length > 0 ? [measurementTable(result.rows), ''] : []),
    ...notesOf(result.rows),
    '',
    ...phaseLines(result),
    ...rooflineLines(result),
    ...scalingLines(named),
    ...soakLines(result),
  ];
}

/** The whole document, in Markdown that Prettier may still wrap. @param charts of the page, where they were measured */
export function performanceDocument(results: readonly NamedResult[], charts: ChartsResult | null = null): string {
  return [
    '# Performance',
    '',
    'Written by `npm run bench -- --report` from the results under [docs/bench](bench); a run adds to them with `--json docs/bench/NAME.json`. In a',
    'run all sides take turns, round by round, after each has shown that its results are right: the losses before the first three updates',
    'against float64 and stock operations, and greedily decoded tokens against float64 logits. Times end when the results are on the CPU.',
    '',
    '## Targets',
    '',
    targetSection(results),
    '',
    '## What is measured',
    '',
    ...models.map((model) => `- **${model.name}**: ${describeModel(model)}.`),
    `- **train_step**: cross-entropy of every next token, its gradient, ${describeOptimiser()}, the loss read back.`,
    '- **decode**: both answers of every episode, ten tokens each, sampled at temperature 1.',
    '- **score_step**: a whole update of a SCoRe run, with the sandbox. **grade**: both answers of a batch in the sandbox.',
    '- **CPU ms**: wall time less the time in which a read-back or the end of the GPU’s work was awaited. Counts are those of the last round.',
    '',
    ...results.flatMap(resultSection),
    ...(charts ? chartsSection(charts) : []),
  ].join('\n');
}
