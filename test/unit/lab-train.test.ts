import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runFiles } from '../../cli/files.ts';
import { baseOptions } from '../../workers/methods/options.ts';
import { readCheckpoint } from '../../workers/model/checkpoint.ts';
import { jsonLines, lab, results, tinyBase, undisturbedRun } from './lab-process.ts';

const { base, at, train, straight } = undisturbedRun();

describe('a finished run', () => {
  it('leaves its results, its state, and nothing else', () => {
    expect(readdirSync(straight).sort()).toEqual([
      'episodes.jsonl',
      'history.jsonl',
      'model.safetensors',
      'rollouts.jsonl',
      'run.json',
      'state.safetensors',
    ]);
  });

  it('says in run.json how it was made: command, configuration, seed, versions, adapter, seconds, summary', () => {
    const run = JSON.parse(readFileSync(runFiles(straight).run, 'utf8')) as Record<string, unknown>;
    expect(run).toMatchObject({
      command: expect.stringMatching(/^npm run lab -- train --task addition --seed 3 /) as string,
      options: { task: 'addition', method: 'score', seed: 3, steps: 20, dials: { digits: 2, chains: 0.3 } },
      seed: 3,
      base: { command: 'pretrain', seed: 0 },
      base_sha256: createHash('sha256').update(readFileSync(base)).digest('hex'),
      adapter: expect.any(String) as string,
      backend: expect.stringMatching(/^(wasm|webgpu)$/) as string,
      versions: { node: process.versions.node, 'second-thoughts': expect.any(String) as string, '@tensorflow/tfjs-core': '4.22.0' },
      wall_seconds: expect.any(Number) as number,
      resumed: false,
    });
    expect(run.summary).toMatchObject([
      { split: 'heldout', temperature: 0, step: 20, n: 30 },
      { split: 'heldout', temperature: 1, step: 20, n: 30 },
    ]);
  });

  it('says of its base what the base says of itself', () => {
    const { options } = JSON.parse(readFileSync(runFiles(straight).run, 'utf8')) as { options: Record<string, unknown> };
    for (const name of baseOptions) expect(options[name], name).toBe({ ...tinyBase, copyShare: 0.6, baseSeed: 0 }[name]);
    expect(readCheckpoint(readFileSync(runFiles(straight).model)).origin.options).toEqual(options);
  });

  it('has a row of history.jsonl for every evaluation, with every field', () => {
    const rows = jsonLines(runFiles(straight).history);
    expect(rows.map(({ step, stage, split, temperature, n }) => [step, stage, split, temperature, n].join(' '))).toEqual([
      '0 base heldout 0 30',
      '0 base heldout 1 30',
      '8 Stage I train 1 512',
      '8 Stage I heldout 0 30',
      '8 Stage I heldout 1 30',
      '16 Stage II train 1 512',
      '16 Stage II heldout 0 30',
      '16 Stage II heldout 1 30',
      '20 Stage II train 1 256',
      '20 Stage II heldout 0 30',
      '20 Stage II heldout 1 30',
    ]);
    const numbers = ['acc_t1', 'acc_t2', 'delta', 'i_to_c', 'c_to_i', 'change_rate', 'kl_t1', 'kl_t2'] as const;
    for (const row of rows) {
      for (const name of numbers) expect(row[name], name).toBeTypeOf('number');
      expect(row.delta as number).toBeCloseTo((row.acc_t2 as number) - (row.acc_t1 as number), 12);
      expect(row.delta as number).toBeCloseTo((row.i_to_c as number) - (row.c_to_i as number), 12);
    }
    expect(rows[0]).toMatchObject({ kl_t1: 0, kl_t2: 0 });
    expect(rows.at(-1)?.kl_t2).toBeGreaterThan(0);
  });

  it('has an episode of episodes.jsonl for every held-out problem at both temperatures, which agree with the last rows', () => {
    const episodes = jsonLines(runFiles(straight).episodes);
    expect(episodes).toHaveLength(60);
    const symbols = '0123456789+=/';
    const textOf = (tokens: unknown): string => (tokens as number[]).map((token) => symbols[token]).join('');
    for (const episode of episodes) {
      const prompt = textOf(episode.prompt_tokens);
      const [a, b] = prompt.slice(0, -1).split('+').map(Number);
      expect(episode).toMatchObject({ prompt, y1: textOf(episode.y1_tokens), y2: textOf(episode.y2_tokens) });
      for (const turn of [1, 2]) {
        const answer = textOf(episode[`y${turn}_tokens`]);
        expect(episode[`r${turn}`], `${prompt}${answer}`).toBe(/^\d+$/.test(answer) && Number(answer) === a + b ? 1 : 0);
        expect(episode[`logp_y${turn}`]).toBeLessThan(0);
      }
    }
    for (const row of jsonLines(runFiles(straight).history).slice(-2)) {
      const own = episodes.filter(({ temperature }) => temperature === row.temperature);
      const mean = (name: string): number => own.reduce((sum, episode) => sum + (episode[name] as number), 0) / own.length;
      expect(mean('r1')).toBeCloseTo(row.acc_t1 as number, 12);
      expect(mean('r2')).toBeCloseTo(row.acc_t2 as number, 12);
    }
  });

  it('has a model that is not the base, and says where it comes from', () => {
    const model = readCheckpoint(readFileSync(runFiles(straight).model));
    const before = readCheckpoint(readFileSync(base));
    expect(model).toMatchObject({
      model: before.model,
      task: 'addition',
      dials: { digits: 2, chains: 0.3 },
      origin: { command: 'train', step: 20, base: before.origin },
    });
    expect(model.weights.get('head')).not.toEqual(before.weights.get('head'));
  });
});

describe('the same seed', () => {
  it('gives the same history, episodes and model, bit by bit; another seed gives others', async () => {
    const [again, other] = await Promise.all([lab(...train(at('again'))), lab(...train(at('other'), '--seed', '4'))]);
    expect([again.status, other.status]).toEqual([0, 0]);
    expect(results(at('again'))).toEqual(results(straight));
    for (const [name, bytes] of Object.entries(results(at('other')))) expect(bytes, name).not.toBe(results(straight)[name]);
  });
});
