/** How the cost of our steps grows with the model and the batch: one thing is varied, the others stay. */
import type { ModelShape } from '../model/shape.ts';
import { initialWeights } from '../model/shape.ts';
import type { Place } from './contest.ts';
import { livelyWeights, promptBatch, shapeOf, trainingBatch } from './models.ts';
import type { ScalingRow } from './rows.ts';
import type { Side } from './sides/side.ts';
import { median } from './statistics.ts';

interface Point {
  along: 'width' | 'layers' | 'context' | 'batch';
  value: number;
  shape: ModelShape;
  batch: number;
}

function pointsOf(isSlow: boolean): Point[] {
  const at = { layers: 2, heads: 4, width: 64, context: 32, batch: isSlow ? 8 : 256 };
  const values: Record<Point['along'], number[]> = isSlow
    ? { width: [32, 64, 128], layers: [1, 2, 4], context: [32, 64, 128], batch: [4, 8, 16, 32] }
    : { width: [64, 128, 256, 512], layers: [1, 2, 4, 8], context: [32, 64, 128, 256], batch: [64, 128, 256, 512, 1024, 2048] };
  return (Object.keys(values) as Point['along'][]).flatMap((along) =>
    values[along].map((value) => {
      const { layers, heads, width, context, batch }: typeof at = { ...at, [along]: value };
      return { along, value, shape: shapeOf(layers, heads, width, context), batch };
    }),
  );
}

const rounds = 5;

async function medianTime(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  await run();
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return Math.round(1000 * median(times)) / 1000;
}

/** Times our training step at every point, and our rollout where the context is long enough for the episodes of the bench. */
export async function measureScaling(sides: readonly Side[], isSlow: boolean, place: Place): Promise<ScalingRow[]> {
  const ours = sides.find(({ name }) => name === 'ours');
  if (!ours) return [];
  const rows: ScalingRow[] = [];
  for (const { along, value, shape, batch } of pointsOf(isSlow)) {
    await ours.enter?.();
    const trainer = await ours.trainer({ shape, weights: initialWeights(shape, 1), batch, ...trainingBatch(shape, batch) });
    rows.push({ work: 'train_step', along, value, median_ms: await medianTime(() => trainer.step()) });
    trainer.dispose();
    // An episode of the bench has one length, so that a longer context changes nothing for it.
    if (along !== 'context') {
      const decoder = await ours.decoder({ shape, weights: livelyWeights(shape), batch, prompts: promptBatch(batch) });
      rows.push({ work: 'decode', along, value, median_ms: await medianTime(() => decoder.decode(1)) });
      decoder.dispose();
    }
    place.say(`scaling with ${along} ${value}: ${rows.at(-1).median_ms.toFixed(1)} ms`);
  }
  return rows;
}
