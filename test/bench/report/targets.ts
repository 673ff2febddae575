/** The targets of the engine, and what the committed results say of them. */
import type { BenchResult, BenchRow, Work } from '../../../workers/bench/rows.ts';
import { percent, short } from './format.ts';

export interface TargetRow {
  name: string;
  target: string;
  measured: string;
  /** Whether the measured value reaches it; null where nothing was measured. */
  reached: boolean | null;
  command: string;
}

interface Place {
  backend: 'webgpu' | 'wasm';
  /** A software adapter, a real one, or either. */
  software?: boolean;
}

interface Wanted {
  work: Work;
  model?: string;
  batch?: number;
  side: string;
}

const isAt = ({ backend, software }: Place, result: BenchResult): boolean =>
  result.backend === backend && (software === undefined || result.isSoftware === software);

function rowsOf(result: BenchResult, { work, model, batch, side }: Wanted): BenchRow[] {
  const fits = (row: BenchRow): boolean =>
    row.work === work && row.side === side && (model === undefined || row.model === model) && (batch === undefined || row.batch === batch);
  return result.rows.filter((row) => fits(row) && row.correct === true && row.median_ms !== null);
}

/** A value, where it was measured, and whether it is good enough. */
interface Finding {
  text: string;
  reached: boolean;
  result: BenchResult;
}

type Measure = (results: readonly BenchResult[]) => Finding | null;

const findingOf = (result: BenchResult, row: BenchRow, value: string, reached: boolean): Finding => ({
  text: `${value} (B=${row.batch}, ${result.adapter})`,
  reached,
  result,
});

/** How many times faster ours is than another side, in one run; of several runs the one that comes last by name. */
function speedUp(place: Place, wanted: Omit<Wanted, 'side'>, other: string, atLeast: number): Measure {
  return (results) => {
    let found: Finding | null = null;
    for (const result of results.filter((one) => isAt(place, one))) {
      for (const ours of rowsOf(result, { ...wanted, side: 'ours' })) {
        const [theirs] = rowsOf(result, { ...wanted, model: ours.model, batch: ours.batch, side: other });
        if (!theirs) continue;
        const ratio = theirs.median_ms! / ours.median_ms!;
        found = findingOf(result, ours, `${short(ratio)}×`, ratio >= atLeast);
      }
    }
    return found;
  };
}

/** The worst value of a column of ours. */
function worst(
  place: Place,
  wanted: Omit<Wanted, 'side'>,
  column: 'readbacks' | 'dispatches' | 'submit_ms',
  unit: string,
  atMost: number,
): Measure {
  return (results) => {
    const rows = results
      .filter((result) => isAt(place, result))
      .flatMap((result) => rowsOf(result, { ...wanted, side: 'ours' }).map((row) => ({ result, row, value: row[column] })))
      .filter((one): one is typeof one & { value: number } => one.value !== null);
    if (rows.length === 0) return null;
    const { result, row, value } = rows.reduce((a, b) => (b.value > a.value ? b : a));
    return findingOf(result, row, `${short(value)}${unit}`, value <= atMost);
  };
}

const tokensPerSecond =
  (place: Place, wanted: Omit<Wanted, 'side'>, atLeast: number): Measure =>
  (results) => {
    for (const result of results.filter((one) => isAt(place, one))) {
      const [row] = rowsOf(result, { ...wanted, side: 'ours' });
      if (row) return findingOf(result, row, `${short(row.tokens_per_s!)} tokens/s`, row.tokens_per_s! >= atLeast);
    }
    return null;
  };

/**
 * Share of a step that the grader takes where no program's grade is known yet: of both answers' grading in a whole update beside which the
 * grader had next to nothing to do.
 */
const graderShare: Measure = (results) => {
  const shares = results.flatMap((result) =>
    rowsOf(result, { work: 'grade', side: 'ours' }).flatMap((grade) =>
      rowsOf(result, { work: 'score_step', batch: grade.batch, side: 'ours' }).map((step) => {
        const share = grade.median_ms! / (grade.median_ms! + step.median_ms!);
        return findingOf(result, step, percent(share), share < 0.1);
      }),
    ),
  );
  return shares.find(({ reached }) => !reached) ?? shares.at(-1) ?? null;
};

/** Share of a SCoRe step in which the page only waited for the GPU. */
const busyShare: Measure = (results) => {
  for (const result of results.filter((one) => isAt({ backend: 'webgpu', software: false }, one))) {
    const [row] = rowsOf(result, { work: 'score_step', side: 'ours' });
    if (row?.submit_ms == null) continue;
    const share = 1 - row.submit_ms / row.median_ms!;
    return findingOf(result, row, percent(share), share > 0.9);
  }
  return null;
};

const software: Place = { backend: 'webgpu', software: true };
const realGpu: Place = { backend: 'webgpu', software: false };
const webgpu: Place = { backend: 'webgpu' };
const wasm: Place = { backend: 'wasm' };
const small = { model: '0.2M' };

const targets: [name: string, target: string, needsGpu: boolean, measure: Measure][] = [
  ['decode, software adapter, 0.2M, B=64', '≥ 35× stock', false, speedUp(software, { work: 'decode', ...small, batch: 64 }, 'stock', 35)],
  ['decode, real GPU, 0.2M, B=64', '≥ 50× stock', true, speedUp(realGpu, { work: 'decode', ...small, batch: 64 }, 'stock', 50)],
  ['decode, real GPU, 0.2M, B=1,024', '≥ 5M tokens/s', true, tokensPerSecond(realGpu, { work: 'decode', ...small, batch: 1024 }, 5e6)],
  ['read-backs per rollout batch', '1', false, worst(webgpu, { work: 'decode' }, 'readbacks', '', 1)],
  ['read-backs per training step', '≤ 1', false, worst(webgpu, { work: 'train_step' }, 'readbacks', '', 1)],
  ['dispatches per training step, two layers', '≤ 60', false, worst(webgpu, { work: 'train_step', ...small }, 'dispatches', '', 60)],
  ['CPU time of a training step', '≤ 1 ms', false, worst(webgpu, { work: 'train_step', ...small }, 'submit_ms', ' ms', 1)],
  ['training step, software adapter', '≥ 8× stock', false, speedUp(software, { work: 'train_step', ...small }, 'stock', 8)],
  ['training step, software adapter', '≥ 1.2× jax-js', false, speedUp(software, { work: 'train_step', ...small }, 'jax-js', 1.2)],
  [
    'training step, real GPU, 0.2M, B=256',
    '≥ 10× stock',
    true,
    speedUp(realGpu, { work: 'train_step', ...small, batch: 256 }, 'stock', 10),
  ],
  [
    'training step, real GPU, 0.2M, B=256',
    '≥ 1.5× jax-js',
    true,
    speedUp(realGpu, { work: 'train_step', ...small, batch: 256 }, 'jax-js', 1.5),
  ],
  ['training step, WebAssembly', '≥ 2× stock', false, speedUp(wasm, { work: 'train_step', ...small }, 'stock', 2)],
  ['training step, WebAssembly', '≥ 1× jax-js', false, speedUp(wasm, { work: 'train_step', ...small }, 'jax-js', 1)],
  ['grader’s share of a SCoRe step', '< 10 %', false, graderShare],
  ['SCoRe step in which the GPU is busy, real GPU', '> 90 %', true, busyShare],
];

/** Every target with the value that the results give it. */
export function targetRows(results: readonly BenchResult[]): TargetRow[] {
  const hasGpu = results.some((result) => isAt(realGpu, result));
  return targets.map(([name, target, needsGpu, measure]) => {
    const finding = measure(results);
    if (finding) return { name, target, measured: finding.text, reached: finding.reached, command: finding.result.command };
    return { name, target, measured: needsGpu && !hasGpu ? 'not measured: no GPU' : 'not measured', reached: null, command: '–' };
  });
}
