/** A long run of a tiny model: what it holds in memory must not grow. */
import * as tf from '@tensorflow/tfjs-core';
import type { Grader } from '../grader/verdict.ts';
import { defaultOptions, parseRunOptions } from '../methods/options.ts';
import { TrainingRun } from '../methods/trainingRun.ts';
import { layoutOf } from '../model/layout.ts';
import { initialWeights } from '../model/shape.ts';
import { taskById } from '../tasks/index.ts';
import { GpuCounter } from './counters.ts';
import type { SoakRow } from './rows.ts';

const samples = 10;

/** Bytes of the JavaScript heap after a collection, where the environment tells; else null. */
function heapBytes(): number | null {
  const { gc } = globalThis as { gc?: () => void };
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  if (!gc || !memory) return null;
  gc();
  return memory.usedJSHeapSize;
}

/**
 * Trains a tiny run on two-digit addition, and evaluates and saves it ten times on the way as a session does.
 * @param updates a multiple of ten
 */
export async function soak(updates: number, grader: Grader, say: (sentence: string) => void): Promise<SoakRow[]> {
  const dials = { digits: 2, chains: 0.3 };
  const sizes = { layers: 2, heads: 2, width: 16, batch: 8, group: 4, pool: 16, heldOut: 8 };
  const options = parseRunOptions({
    ...defaultOptions('addition', 'score'),
    ...sizes,
    dials,
    steps: updates,
    evaluateEvery: updates / samples,
  });
  const { length, vocabulary } = layoutOf(taskById('addition').configure(dials));
  const model = { layers: sizes.layers, heads: sizes.heads, width: sizes.width, context: length, vocabulary };
  const base = { model, task: 'addition', dials, origin: { command: 'bench' }, weights: initialWeights(model, 1) };
  const counter = tf.getBackend() === 'webgpu' ? new GpuCounter() : null;
  const rows: SoakRow[] = [];
  let held = 0;
  const note = (update: number): void => {
    const counts = counter?.take();
    held += counts ? counts.allocatedBytes - counts.freedBytes : 0;
    const { numTensors } = tf.memory();
    rows.push({ update, tensors: numTensors, gpu_bytes: counter && held, heap_bytes: heapBytes() });
    say(`update ${update} of ${updates}: ${numTensors} tensors, ${held} bytes of GPU buffers.`);
  };
  const run = TrainingRun.start(options, base, grader);
  try {
    while (!run.finished) {
      await run.update();
      if (!run.evaluationDue) continue;
      await run.evaluate();
      await run.state();
      note(run.step);
    }
  } finally {
    counter?.stop();
    run.dispose();
  }
  return rows;
}
