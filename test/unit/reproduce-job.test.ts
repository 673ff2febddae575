import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOptions } from '../../cli/arguments.ts';
import { sha256Of, readModel } from '../../cli/models.ts';
import type { Arm } from '../../cli/reproduce/arm.ts';
import type { Job } from '../../cli/reproduce/arms.ts';
import { readRows, resultFiles } from '../../cli/reproduce/results.ts';
import type { CurveRow, ResultRow } from '../../cli/reproduce/results.ts';
import { runJob } from '../../cli/reproduce/runJob.ts';
import { defaultOptions } from '../../workers/methods/options.ts';
import { heldOutProblems, promptsOf } from '../../workers/methods/problems.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { jsonLines, lab, set, temporaryFolder, tinyBase } from './lab-process.ts';

const folder = temporaryFolder();
const base = join(folder, 'base.safetensors');
const places = {
  work: join(folder, 'work'),
  results: join(folder, 'results'),
  baseOf: async () => ({ path: base, sha256: sha256Of(await readModel(base, 'base')) }),
};

const ofRun = ['steps=2', 'batch=16', 'group=4', 'evaluateEvery=2', 'heldOut=10', 'pool=8', 'warmUp=1'];
const ofBase = [
  'width=16',
  'heads=2',
  'layers=1',
  'baseAccuracy=0.1',
  'pretrainSteps=1000',
  'secondLookSteps=20',
  'digits=2',
  'chains=0.3',
];

/** A run of two updates on a base of two seconds. */
function tinyJob(method: string, seed: number): Job {
  const settings = [...ofRun, ...ofBase];
  const arm: Arm = { task: 'addition', method, settings, seeds: 1, firstSeed: seed, problems: 'report' };
  return { id: `addition/${method}/${seed}`, arm, seed, options: runOptions(defaultOptions('addition', method), String(seed), settings) };
}

interface RunFile {
  options: Record<string, unknown>;
}
const runFile = (...path: string[]): RunFile => JSON.parse(readFileSync(join(places.work, ...path, 'run.json'), 'utf8')) as RunFile;

beforeAll(async () => {
  expect(await lab('pretrain', '--task', 'addition', '--out', base, ...set({ ...tinyBase }))).toMatchObject({ status: 0 });
  // Seven processes in all.
  await Promise.all([tinyJob('score', 7), tinyJob('self_refine', 4)].map((job) => runJob(job, places, false)));
}, 240_000);

describe('a run of the study', () => {
  it('is trained with its seed and its settings', () => {
    expect(runFile('addition-score-7').options).toMatchObject({ method: 'score', seed: 7, steps: 2, batch: 16, heldOut: 10 });
    expect(runFile('addition-self_refine-4').options).toMatchObject({ method: 'self_refine', seed: 4 });
  });

  it.each([0, 1])('is measured at temperature %i on 2,000 problems for reports, with its seed', (temperature) => {
    const out = ['addition-score-7', `report-${temperature}`];
    expect(runFile(...out).options).toMatchObject({ n: 2000, temperature, seed: 7, problems: 'report' });
    const asked = jsonLines(join(places.work, ...out, 'episodes.jsonl')).map(({ prompt_tokens }) => prompt_tokens as number[]);
    const task = taskById('addition').configure({ digits: 2, chains: 0.3 });
    const promptsIn = (which: 'report' | 'watched'): number[] => [...promptsOf(task, heldOutProblems(task, 2000, which))];
    expect(asked.flat()).toEqual(promptsIn('report'));
    expect(asked.flat()).not.toEqual(promptsIn('watched'));
  });

  it('is asked again as its method asks: Self-Refine in the reworded instruction, the others plainly', () => {
    for (const temperature of [0, 1]) {
      expect(runFile('addition-score-7', `report-${temperature}`).options.instruction).toBe('plain');
      expect(runFile('addition-self_refine-4', `report-${temperature}`).options.instruction).toBe('reworded');
    }
  });

  it('leaves a row of each temperature and its course, and nothing of probes that were not asked for', async () => {
    const files = resultFiles(places.results);
    const rows = await readRows<ResultRow>(files.rows);
    expect(rows.map(({ run, arm, seed, temperature, n }) => [run, arm.split('[')[0], seed, temperature, n])).toEqual([
      ['addition/score/7', 'score', 7, 0, 2000],
      ['addition/score/7', 'score', 7, 1, 2000],
      ['addition/self_refine/4', 'self_refine', 4, 0, 2000],
      ['addition/self_refine/4', 'self_refine', 4, 1, 2000],
    ]);
    const evaluated = jsonLines(join(places.work, 'addition-score-7', 'report-1', 'history.jsonl'));
    expect(rows[1]).toMatchObject({
      acc_t1: evaluated[0].acc_t1,
      acc_t2: evaluated[0].acc_t2,
      base_sha256: (await places.baseOf()).sha256,
    });
    const curves = await readRows<CurveRow>(files.curves);
    expect(curves.map(({ run }) => run)).toEqual(['addition/score/7', 'addition/self_refine/4']);
    expect(existsSync(files.probes)).toBe(false);
  });
});
