import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chosenLogProbs, entropyPerPosition, oneHotAnswers } from '../../workers/kernels/turnStatistics.ts';
import { drawMixture, pretrain } from '../../workers/methods/pretrain.ts';
import type { PretrainReport } from '../../workers/methods/pretrain.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { writeCheckpoint } from '../../workers/model/checkpoint.ts';
import { inputTokens, layoutOf } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { turnLogProbs } from '../../workers/model/turns.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { generousGrader, graderBy, tinyOptions } from './reference/tinyRuns.ts';

beforeAll(async () => {
  await startBackend({ prefer: 'wasm' });
});

const options = tinyOptions({ batch: 32, pretrainSteps: 60, secondLookSteps: 20, baseAccuracy: 0.05, width: 16 });

async function reportsOf(how = options, grader = generousGrader) {
  const reports: PretrainReport[] = [];
  const base = await pretrain(how, grader, (report) => void reports.push(report));
  const phase = (name: 'A' | 'B'): PretrainReport[] => reports.filter((report) => report.phase === name);
  return { base, a: phase('A'), b: phase('B') };
}

describe('pretraining', () => {
  it('starts at the loss of a blind guess and gets better', async () => {
    let graded = 0;
    // Lets phase A go on for some measurements.
    const patient = graderBy(() => ++graded > 5000);
    const { a, b } = await reportsOf({ ...options, pretrainSteps: 200 }, patient);
    expect(a.length).toBeGreaterThan(60);
    // Three tokens out of thirteen.
    expect(Math.abs(a[0].loss / (3 * Math.log(13)) - 1)).toBeLessThan(0.01);
    expect(a.at(-1).loss).toBeLessThan(0.95 * a[0].loss);
    expect(b.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('says so when phase A ends before it reaches the accuracy', async () => {
    const never = graderBy(() => false);
    await expect(reportsOf({ ...options, pretrainSteps: 20 }, never)).rejects.toThrow(
      'The base reached an accuracy of 0.00 in 20 updates, not 0.05.',
    );
  });

  it('says how little was missing in as many digits as it takes', async () => {
    // Four first answers of the one measurement, of 500.
    let graded = 0;
    const four = graderBy(() => graded++ < 4);
    await expect(reportsOf({ ...options, pretrainSteps: 10, baseAccuracy: 0.01 }, four)).rejects.toThrow(
      'The base reached an accuracy of 0.008 in 10 updates, not 0.01.',
    );
  });

  it('stops phase A at the first measurement that reaches the accuracy', async () => {
    const { a } = await reportsOf();
    const measured = a.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy]));
    expect(a.at(-1).accuracy).toBe(measured.at(-1));
    expect(measured.at(-1)).toBeGreaterThanOrEqual(0.05);
    for (const accuracy of measured.slice(0, -1)) expect(accuracy).toBeLessThan(0.05);
  });

  it('teaches phase A’s own distribution of first answers and the second answers of the mixture, both at once', async () => {
    const { base, b } = await reportsOf({ ...options, secondLookSteps: 1 });
    const { base: phaseA } = await reportsOf({ ...options, secondLookSteps: 0 });
    expect(base.weights).not.toEqual(phaseA.weights);
    const task = addition.configure(options.dials);
    const layout = layoutOf(task);
    const { batch, pretrainSteps } = options;
    const teacher = new Parameters(phaseA.model, phaseA.weights);
    const episodes = await drawMixture(teacher, layout, task, options, pretrainSteps);
    // Before its first update the policy is the teacher: cross-entropy to it is its entropy.
    const expected = tf.tidy(() => {
      const tokens = tf.tensor1d(inputTokens(episodes, layout), 'int32');
      const [first, second] = turnLogProbs(teacher.variables, phaseA.model, layout, tokens, batch, 1);
      const chosen = tf.sum(
        chosenLogProbs(second, oneHotAnswers(tf.tensor2d(episodes.y2, [batch, layout.answerLength], 'int32'), layout.vocabulary)),
      );
      return tf.div(tf.sub(tf.sum(entropyPerPosition(first)), chosen), batch).dataSync()[0];
    });
    teacher.dispose();
    expect(b[0].loss / expected).toBeCloseTo(1, 4);
  });

  it('tells in its file what no option says', async () => {
    expect((await reportsOf()).base.origin).toMatchObject({
      recipe: {
        a: { learningRate: 2e-3, warmUp: 100, floor: 0.1, weightDecay: 0.01 },
        b: { learningRate: 1e-3, warmUp: 50, floor: 0.05, firstAnswerTemperatures: [1, 2.5], rewordedEvery: 10 },
      },
    });
  });

  it('gives the same bits for the same seed, others for another, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const first = writeCheckpoint((await reportsOf()).base);
    expect(tf.memory().numTensors).toBe(before);
    expect(writeCheckpoint((await reportsOf()).base)).toEqual(first);
    expect(writeCheckpoint((await reportsOf({ ...options, baseSeed: 1 })).base)).not.toEqual(first);
  });
});
