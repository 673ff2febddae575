import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attemptsCaption } from '../../src/pictures/attempts/words.ts';
import {
  attemptsInARow,
  bothAnswers,
  byLevel,
  contrasts,
  corrections,
  ownAnswers,
  spread,
  swaps,
  votes,
} from '../../src/probes/figures.ts';
import { probesOf } from '../../src/probes/recorded.ts';
import { defaultOptions } from '../../workers/methods/options.ts';
import type { ProbeResults } from '../../workers/methods/probes/list.ts';

/** The committed probes of a run, as `lab probe` wrote them. */
const rowOf = (run: string): ProbeResults =>
  readFileSync(new URL('../../results/probes.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ProbeResults & { run: string })
    .find((row) => row.run === run)!;

describe('the pictures of a closer look', () => {
  const results = rowOf('addition/score/1');

  it('draw what was measured of one model, greedily and at temperature 1', () => {
    const [greedy, sampled] = bothAnswers(results.evaluations);
    expect([greedy.name, sampled.name]).toEqual(['Greedy', 'Temperature 1']);
    expect(greedy).toMatchObject({ problems: 500, seeds: 1, first: { value: results.evaluations[0].acc_t1 } });
    expect(greedy.delta.value).toBeCloseTo(greedy.second.value - greedy.first.value);
    expect(greedy.delta.high - greedy.delta.value).toBeCloseTo(results.evaluations[0].delta_half_width);
    const { acc_t2, fed_accuracy } = results.swap_test[1].sources[2];
    expect(swaps(results.swap_test)[1].sources[2]).toMatchObject({ source: 'right', fed: fed_accuracy, second: acc_t2 });
    expect(votes('SCoRe', results.voting)[0].points).toHaveLength(5);
    expect(attemptsInARow(results.attempts).map(({ name, accuracies }) => [name, accuracies.length])).toEqual([
      ['greedy', 10],
      ['temperature 1', 10],
    ]);
    expect(attemptsCaption(attemptsInARow(results.attempts))).toContain('training had two. n');
    expect(attemptsCaption(attemptsInARow(results.attempts, 3))).toContain('training had three. n');
    const [{ sources }] = corrections('SCoRe', results.first_attempt_sources);
    expect(sources.map(({ from }) => from)).toEqual(['fixedTraining', 'fixedHeldOut', 'ownHeldOut']);
    expect(sources[2].rate).toEqual(results.first_attempt_sources.self_generated_heldout.correction_rate);
    const { levels } = byLevel('SCoRe', results.levels)[0];
    expect(levels[4]).toMatchObject({ level: 5, fixed: results.levels.levels[4].i_to_c, broken: results.levels.levels[4].c_to_i });
  });

  it('say the numbers that a verdict rests on, with n', () => {
    const { head, rows } = contrasts(results.swap_test);
    expect(head).toEqual(['Points (95%)', 'greedy', 'temperature 1']);
    expect(rows).toHaveLength(5);
    expect(rows.at(-1)).toEqual(['n, problems', '500', '500']);
    const delta = 100 * results.swap_test[0].own_delta.value;
    expect(rows[3][1]).toContain(`${delta < 0 ? '−' : '+'}${Math.abs(delta).toFixed(1)} (`);
  });

  it('tell what becomes of its own wrong and right first answers', () => {
    const { head, rows } = ownAnswers([
      { ...results.evaluations[0], ...{ n: 100, acc_t1: 0.6, i_to_c: 0.1, c_to_i: 0.03, change_rate: 0.24, copied_wrong: 0.2 } },
    ]);
    expect(head).toEqual(['First answers (95%)', 'greedy']);
    // 10 of 40 wrong ones are fixed and 57 of 60 right ones kept; 20 of the wrong ones and 4 of the right ones are changed.
    expect(rows.map(([, text]) => text)).toEqual([
      expect.stringMatching(/^25\.0% \(/),
      expect.stringMatching(/^95\.0% \(/),
      expect.stringMatching(/^\+43\.3 \(/),
      '40 + 60',
    ]);
  });

  it('have no rate among answers that do not occur', () => {
    const { rows } = ownAnswers([{ ...results.evaluations[0], n: 10, acc_t1: 1, i_to_c: 0, c_to_i: 0, change_rate: 0, copied_wrong: 0 }]);
    expect(rows.map(([, text]) => text)).toEqual(['–', expect.stringMatching(/^100\.0% \(/), '–', '0 + 10']);
  });

  it('count how coupled and how varied its answers are, with intervals', () => {
    const { rows } = spread(results.evaluations, results.diversity);
    expect(rows.map(([name]) => name)).toEqual([
      'φ of both answers being right, greedy',
      'φ of both answers being right, temperature 1',
      'Mutual information of both being right, nats, greedy',
      'Mutual information of both being right, nats, temperature 1',
      'Different first answers among 8',
      'Different second answers among 8 to one first',
    ]);
    expect(rows[0][1].startsWith(`${results.evaluations[0].coupling.phi!.toFixed(2)} (`)).toBe(true);
    expect(rows[3][1].startsWith(`${results.evaluations[1].coupling.mutual_information!.toFixed(2)} (`)).toBe(true);
    expect(rows[4][1].startsWith(`${results.diversity.first.distinct.value.toFixed(2)} (`)).toBe(true);
    for (const [, text, n] of rows) expect([text, n]).toEqual([expect.stringMatching(/^\d\.\d\d \(\d\.\d\d to \d\.\d\d\)$/), '500']);
  });
});

describe('what was measured of a recording', () => {
  const options = defaultOptions('addition', 'score');
  const probes = (changes: object) => ({ options: { ...options, ...changes }, problems: 500, results: rowOf('addition/score/1') });

  it('is what was measured of a run with the same options', () => {
    const recorded = [probes({ method: 'naive' }), probes({ seed: 2 }), probes({})];
    expect(probesOf({ recorded }, options)).toBe(recorded[2]);
    expect(probesOf({ recorded }, { ...options, alpha: 3 })).toBeUndefined();
    expect(probesOf({ recorded }, { ...options, task: 'transpile' })).toBeUndefined();
  });
});
