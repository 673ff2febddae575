import { describe, expect, it } from 'vitest';
import { planOf, speedOf } from '../../workers/bench/plan.ts';
import { benchOptions } from '../bench/options.ts';

describe('npm run bench', () => {
  it('runs everything in Chromium on WebGPU without arguments', () => {
    expect(benchOptions([])).toEqual({
      request: { backend: 'webgpu', quick: false, only: [], sides: [], models: [], batches: [], scaling: false, soak: 0 },
      runtime: 'chromium',
      json: null,
      adapterOnly: false,
      reportOnly: false,
    });
  });

  it('reads flags and lists, with an equals sign or a space', () => {
    const options = benchOptions([
      '--quick',
      '--wasm',
      '--only=decode,grade',
      '--batches',
      '64,256',
      '--json',
      'a.json',
      '--sides',
      'ours',
    ]);
    expect(options.request).toEqual({
      backend: 'wasm',
      quick: true,
      only: ['decode', 'grade'],
      sides: ['ours'],
      models: [],
      batches: [64, 256],
      scaling: false,
      soak: 0,
    });
    expect(options.json).toBe('a.json');
  });

  it.each([
    [['--fast'], 'npm run bench does not know --fast'],
    [['--only', 'dance'], '--only does not know dance: choose of decode, train_step, score_step, grade.'],
    [['--only'], '--only needs a value'],
    [['--json', '--quick'], '--json needs a value'],
    [['--models', '7M'], '--models does not know 7M: choose of 0.2M, 1M, 5M.'],
    [['--batches', '12'], '--batches must be multiples of 8'],
    [['--wasm', '--dawn'], '--wasm and --dawn are different places'],
  ])('refuses %j with a sentence', (args, sentence) => {
    expect(() => benchOptions(args)).toThrow(sentence);
  });
});

describe('the plan of the bench', () => {
  const request = benchOptions(['--quick']).request;

  it('knows a software adapter by its name', () => {
    expect(speedOf('webgpu', 'google swiftshader')).toBe('software adapter');
    expect(speedOf('webgpu', 'nvidia hopper')).toBe('GPU');
    expect(speedOf('wasm', 'WebAssembly SIMD')).toBe('WebAssembly');
  });

  it('measures the decode target of a software adapter in --quick', () => {
    const { contests } = planOf(request, 'software adapter');
    expect(contests.map(({ work, model, batch }) => `${work} ${model.name} ${batch}`)).toEqual(['decode 0.2M 64', 'train_step 0.2M 8']);
  });

  it('measures three models at three batches on a GPU', () => {
    expect(planOf({ ...request, quick: false }, 'GPU').contests).toHaveLength(18);
  });

  it('measures what is asked for', () => {
    const { contests } = planOf({ ...request, only: ['train_step'], models: ['1M'], batches: [16] }, 'GPU');
    expect(contests.map(({ work, model, batch }) => `${work} ${model.name} ${batch}`)).toEqual(['train_step 1M 16']);
  });
});
