import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../cli/files.ts';
import type { CorrectionPoint } from '../../workers/methods/probes/correctionCourse.ts';
import { jsonLines, lab, set, temporaryFolder, tinyBase, tinyRun } from './lab-process.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const [base, plain, followed] = [at('base.safetensors'), at('plain'), at('followed')];
const train = (out: string, ...more: string[]) =>
  lab('train', '--task', 'addition', '--seed', '3', '--base', base, ...tinyRun, '--out', out, ...more);
const points = (): CorrectionPoint[] => jsonLines(runFiles(followed).corrections) as unknown as CorrectionPoint[];

describe('a run whose corrections are followed', () => {
  beforeAll(async () => {
    expect(await lab('pretrain', '--task', 'addition', '--out', base, ...set({ ...tinyBase, copyShare: 0.6 }))).toMatchObject({
      status: 0,
    });
    const trained = await Promise.all([train(plain), train(followed, '--corrections')]);
    expect(trained.map(({ status }) => status)).toEqual([0, 0]);
  }, 240_000);

  it('trains the same model as one whose are not, which has no such file', () => {
    for (const file of ['model', 'state', 'history'] as const)
      expect(readFileSync(runFiles(followed)[file]).equals(readFileSync(runFiles(plain)[file])), file).toBe(true);
    expect(existsSync(runFiles(plain).corrections)).toBe(false);
  });

  it('has a point for every evaluation, all of the same fixed answers', () => {
    const steps = jsonLines(runFiles(followed).history)
      .filter(({ split, temperature }) => split === 'heldout' && temperature === 0)
      .map(({ step }) => step);
    expect(points().map(({ step }) => step)).toEqual(steps);
    expect(steps.length).toBeGreaterThan(2);
    const [first, ...others] = points();
    for (const point of others) {
      expect(point.fixed_training.acc_t1).toEqual(first.fixed_training.acc_t1);
      expect(point.fixed_heldout.acc_t1).toEqual(first.fixed_heldout.acc_t1);
    }
  });

  it('ends with what `lab probe` finds of its model', async () => {
    const [model, out] = [runFiles(followed).model, at('probes.json')];
    expect(await lab('probe', '--checkpoint', model, '--base', base, '--seed', '3', '--out', out)).toMatchObject({ status: 0 });
    const { first_attempt_sources } = JSON.parse(readFileSync(out, 'utf8')) as { first_attempt_sources: object };
    const { step, ...last } = points().at(-1);
    expect({ training_problems: 'run', ...last }).toEqual(first_attempt_sources);
    expect(step).toBe(20);
  }, 240_000);

  it('keeps its points where it is resumed, but for those behind its state', async () => {
    const before = readFileSync(runFiles(followed).corrections, 'utf8');
    rmSync(runFiles(followed).run);
    appendFileSync(runFiles(followed).corrections, `${JSON.stringify({ ...points()[0], step: 999 })}\n`);
    expect(await train(followed, '--corrections', '--resume')).toMatchObject({ status: 0 });
    expect(readFileSync(runFiles(followed).corrections, 'utf8').startsWith(before)).toBe(true);
  });
});
