import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../workers/measures/intervals.ts';
import { transitionsByLevel } from '../../workers/measures/levels.ts';

describe('transitions by level', () => {
  const outcome = (level: 1 | 2 | 3 | 4 | 5, r1: number, r2: number) => ({ level, r1, r2 });
  const rows = transitionsByLevel([
    ...[outcome(4, 0, 1), outcome(1, 1, 1), outcome(4, 1, 0), outcome(4, 0, 1)],
    ...[outcome(1, 1, 0), outcome(4, 0, 0), outcome(5, 0, 0)],
  ]);

  it('are counted as by hand, with the problems of the level for a denominator', () => {
    expect(rows.map(({ level, n }) => [level, n])).toEqual([[1, 2], [2, 0], [3, 0], [4, 4], [5, 1]]); // prettier-ignore
    expect(rows[3]).toEqual({
      level: 4,
      n: 4,
      acc_t1: { value: 1 / 4, ...wilsonInterval(1, 4) },
      acc_t2: { value: 2 / 4, ...wilsonInterval(2, 4) },
      i_to_c: { value: 2 / 4, ...wilsonInterval(2, 4) },
      c_to_i: { value: 1 / 4, ...wilsonInterval(1, 4) },
    });
    expect([rows[0].acc_t1?.value, rows[0].i_to_c?.value, rows[0].c_to_i?.value]).toEqual([1, 0, 0.5]);
  });

  it('are null, not 0, where a level has no problems', () => {
    expect(rows[1]).toEqual({ level: 2, n: 0, acc_t1: null, acc_t2: null, i_to_c: null, c_to_i: null });
  });
});
