import { expect, it } from 'vitest';
import { groupsOf } from '../../src/bench/groups.ts';
import type { BenchRow } from '../../workers/protocol.ts';

const row = (changes: Partial<BenchRow>): BenchRow => ({
  work: 'decode',
  model: '0.2M',
  batch: 64,
  side: 'ours',
  backend: 'webgpu',
  adapter: 'a GPU',
  median_ms: 2,
  p10_ms: 1.954,
  p90_ms: 2.5,
  rounds: 7,
  tokens_per_s: 640_000,
  dispatches: 1,
  submissions: 1,
  uploads: 1,
  readbacks: 1,
  submit_ms: 0.2,
  allocated_bytes: 0,
  correct: true,
  note: '',
  ...changes,
});

it('puts the same work together, with times as multiples of ours', () => {
  const groups = groupsOf([
    row({}),
    row({ side: 'stock', median_ms: 70.04, p10_ms: null, p90_ms: null, tokens_per_s: 1234.5, note: 'one read-back' }),
    row({ work: 'grade', model: 'sandbox', batch: 512, median_ms: 1033, p10_ms: 1000, p90_ms: 1100, tokens_per_s: 30_000 }),
  ]);
  expect(groups).toEqual([
    {
      title: 'Rollouts, both turns, 0.2M parameters, batch 64',
      lines: [
        { side: 'ours', time: '2 (1.95–2.5)', perSecond: '640,000 tokens', ratio: '1×', note: '' },
        { side: 'stock', time: '70', perSecond: '1,235 tokens', ratio: '35×', note: 'one read-back' },
      ],
    },
    {
      title: 'Grader, 512 programs',
      lines: [{ side: 'ours', time: '1,033 (1,000–1,100)', perSecond: '30,000 programs', ratio: '1×', note: '' }],
    },
  ]);
});

it('says why a side has no time', () => {
  const [{ lines }] = groupsOf([row({ side: 'stock', median_ms: null, correct: false, note: 'Its losses are wrong.' })]);
  expect(lines).toEqual([{ side: 'stock', time: '–', perSecond: '–', ratio: '–', note: 'Its losses are wrong.' }]);
});
