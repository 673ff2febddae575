import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { probeCommand } from '../../cli/probe.ts';
import { readModel, sha256Of } from '../../cli/models.ts';
import { fractionEstimate } from '../../workers/measures/intervals.ts';
import { writeCheckpoint } from '../../workers/model/checkpoint.ts';
import { initialWeights } from '../../workers/model/shape.ts';
import { lab, sentenceLine, snapshot, temporaryFolder } from './lab-process.ts';
import { handMade } from './reference/handMadeModels.ts';
import { copied, digitsOf, layout, model } from './reference/probeSettings.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const dials = { digits: 2, chains: 0.3 };
const options = { method: 'score', seed: 9, pool: 24, batch: 8, group: 4 };

/** A base that always says 58, and a policy trained for three updates that says 57 and copies it. */
const [base, policy] = [at('base.safetensors'), at('policy.safetensors')];
const saved = (path: string, changes: object): string => {
  const { weights } = handMade({ first: digitsOf(58), second: digitsOf(58) }, layout);
  writeFileSync(path, writeCheckpoint({ model, task: 'addition', dials, origin: { command: 'pretrain' }, weights, ...changes }));
  return path;
};
const { weights } = handMade({ first: digitsOf(57), second: copied }, layout);
saved(base, {});
saved(policy, { origin: { command: 'train', step: 3, options }, weights });

interface ProbeFile extends Record<string, unknown> {
  swap_test: { temperature: number; mode: string; sources: { source: string; n: number }[] }[];
  first_attempt_sources: Record<string, unknown>;
}
const read = (name: string): ProbeFile => JSON.parse(readFileSync(at(name), 'utf8')) as ProbeFile;
const probe = (name: string, ...more: string[]) =>
  lab('probe', '--checkpoint', policy, '--base', base, '--n', '40', '--out', at(name), ...more);

/** Names of fields whose interval says nothing of how many problems it is about. */
function withoutN(value: unknown, above: string[] = [], isCounted = false): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => withoutN(each, above, isCounted));
  if (typeof value !== 'object' || value === null) return [];
  const counted = isCounted || 'n' in value;
  if ('low' in value) return counted ? [] : [above.join('.')];
  return Object.entries(value).flatMap(([name, each]) => withoutN(each, [...above, name], counted));
}

describe('lab probe', () => {
  let results: ProbeFile;
  beforeAll(async () => {
    const ended = await probe('deep/probes.json');
    expect(ended).toMatchObject({ status: 0, stdout: '' });
    expect(ended.stderr).toContain(`Wrote ${at('deep/probes.json')}.`);
    results = read('deep/probes.json');
  });

  it('writes into a file, in a folder that it makes, what was probed and how', async () => {
    expect(results).toMatchObject({
      command: expect.stringMatching(/^npm run lab -- probe --checkpoint /) as string,
      options: { task: 'addition', dials, n: 40, seed: 1, problems: 'watched', instruction: 'plain' },
      checkpoint: { command: 'train', step: 3 },
      checkpoint_sha256: sha256Of(await readModel(policy, 'checkpoint')),
      base: { command: 'pretrain' },
      base_sha256: sha256Of(await readModel(base, 'base')),
      versions: { node: process.versions.node },
      wall_seconds: expect.any(Number) as number,
    });
  });

  it('has the results of every probe', () => {
    const twice = (temperatures: object[]): object[] =>
      temperatures.map((_, temperature) => expect.objectContaining({ temperature }) as object);
    expect(results).toMatchObject({
      evaluations: twice([{}, {}]),
      swap_test: twice([{}, {}]),
      voting: { temperature: 0.7, n: 40, curves: [{ budget: 2 }, { budget: 4 }, { budget: 8 }, { budget: 16 }, { budget: 32 }] },
      attempts: twice([{}, {}]),
      levels: { temperature: 0, n: 40, levels: [{ level: 1 }, { level: 2 }, { level: 3 }, { level: 4 }, { level: 5 }] },
      diversity: { first: { n: 40, k: 8, distinct: { value: 1 } }, second: { n: 40, k: 8, distinct: { value: 1 } } },
    });
  });

  it('finds what the model was made to do, with the sandbox grading', () => {
    for (const { mode, sources } of results.swap_test) {
      expect(mode).toBe('copy');
      expect(sources).toHaveLength(5);
      for (const source of sources) expect(source).toMatchObject({ n: 40, change_rate: fractionEstimate(0, 40) });
      expect(sources[2]).toMatchObject({ source: 'right', fed_accuracy: { value: 1 }, acc_t2: { value: 1 } });
      expect(sources[3]).toMatchObject({ source: 'wrong', fed_accuracy: { value: 0 }, acc_t2: { value: 0 } });
    }
    // Three updates of two problems each.
    expect(results.first_attempt_sources).toMatchObject({ training_problems: 'run', fixed_training: { n: 6 }, fixed_heldout: { n: 40 } });
  });

  it('says of every interval how many problems it is about', () => {
    expect(withoutN(results)).toEqual([]);
    expect(withoutN({ ...results, added: { low: 0, high: 1 } })).toEqual(['added']);
  });

  const evaluated = (name: string, ...more: string[]) =>
    lab('evaluate', '--checkpoint', policy, '--base', base, '--n', '40', '--temperature', '1', '--out', at(name), ...more);
  const rowOf = (name: string): object => JSON.parse(readFileSync(at(`${name}/history.jsonl`), 'utf8')) as object;

  it('probes the checkpoint that evaluate evaluates, and the same again with the same seed', async () => {
    const ended = await Promise.all([probe('again.json'), evaluated('watched')]);
    expect(ended.map(({ status }) => status)).toEqual([0, 0]);
    const same = (file: ProbeFile): object => ({ ...file, command: '', wall_seconds: 0 });
    expect(same(read('again.json'))).toEqual(same(results));
    expect((results.evaluations as object[])[1]).toMatchObject({ ...rowOf('watched'), stage: 'probe' });
  });

  it('asks the problems for reports where those are wanted, and says so', async () => {
    const ended = await Promise.all([probe('report.json', '--problems', 'report'), evaluated('report', '--problems', 'report')]);
    expect(ended.map(({ status }) => status)).toEqual([0, 0]);
    const report = read('report.json');
    expect(report.options).toMatchObject({ problems: 'report' });
    expect((report.evaluations as object[])[1]).toMatchObject({ ...rowOf('report'), stage: 'probe' });
    // The model copies, so that it is right on other problems is all that differs; the training problems are the same.
    expect(report.evaluations).not.toEqual(results.evaluations);
    expect(report.first_attempt_sources.fixed_training).toEqual(results.first_attempt_sources.fixed_training);
  });
});

describe('lab probe refuses, and writes nothing,', () => {
  const short = { ...model, context: layout.length - 1 };
  const out = at('refused.json');
  const asked = ['--checkpoint', policy, '--base', base, '--out', out];
  saved(at('short.safetensors'), { model: short, weights: initialWeights(short, 1) });
  saved(at('transpile.safetensors'), { task: 'transpile' });
  saved(at('digits.safetensors'), { dials: { ...dials, digits: 3 } });
  writeFileSync(at('file'), 'mine');

  it.each([
    ['no checkpoint', ['--base', base, '--out', out], '--checkpoint is missing: name the model file to probe.'],
    ['no base', ['--checkpoint', policy, '--out', out], '--base is missing: name the model file that the run was started from.'],
    ['no file', ['--checkpoint', policy, '--base', base], '--out is missing: name the file for the results.'],
    ['a file that exists', [...asked, '--out', at('file')], `${at('file')} exists and is not overwritten.`],
    ['a single problem', [...asked, '--n', '1'], '--n must be a whole number from 2 to 100000; got 1.'],
    ['problems of no set', [...asked, '--problems', 'all'], '--problems must be watched or report; got "all".'],
    ['a seed below zero', [...asked, '--seed', '-1'], '--seed must be a whole number from 0 to 2147483647; got -1.'],
    [
      'a base that is not there',
      [...asked, '--base', at('none')],
      `The base ${at('none')} cannot be used. There is no file ${at('none')}.`,
    ],
    [
      'a base of another task',
      [...asked, '--base', at('transpile.safetensors')],
      'The base was made for the task "transpile", the checkpoint',
    ],
    [
      'a base of other dials',
      [...asked, '--base', at('digits.safetensors')],
      'The base was made with digits = 3, the checkpoint with digits = 2.',
    ],
    ['a base of another size', [...asked, '--base', at('short.safetensors')], 'models of different sizes'],
    [
      'a model with too short a context',
      [...asked, '--checkpoint', at('short.safetensors'), '--base', at('short.safetensors')],
      'a shorter context',
    ],
    ['an unknown flag', [...asked, '--temperature', '1'], 'probe has no option "--temperature".'],
  ])('%s, with one sentence', async (_what, argv, sentence) => {
    const before = snapshot(folder);
    const refused = await probeCommand(argv).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(refused).toContain(sentence);
    expect(`${refused}\n`).toMatch(sentenceLine);
    expect(snapshot(folder)).toBe(before);
  });
});
