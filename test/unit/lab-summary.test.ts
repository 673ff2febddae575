import { expect, it } from 'vitest';
import { jobsOf, quickArms } from '../../cli/reproduce/arms.ts';
import { resultRow } from '../../cli/reproduce/results.ts';
import { rowInWords } from '../../cli/summary.ts';
import { rowOf } from './picturesRows.ts';

const row = rowOf(100, { firstRight: 50, fixed: 10, broken: 2 });
const [job] = jobsOf(quickArms);

it('a row in words says how many verdicts are right, where the policy was asked for them', () => {
  expect(rowInWords({ ...row, verdict_accuracy: 0.73 })).toContain('changed 12.0%, verdicts right 73.0%, n=100');
  expect(rowInWords(row)).toContain('changed 12.0%, n=100');
});

it('a result has the share of right verdicts, where the policy was asked for them', () => {
  expect(resultRow(job, { ...row, verdict_accuracy: 0.73 }, 'base').verdict_accuracy).toBe(0.73);
  expect(Object.keys(resultRow(job, row, 'base'))).not.toContain('verdict_accuracy');
});
