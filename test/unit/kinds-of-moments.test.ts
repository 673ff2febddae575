import { describe, expect, it } from 'vitest';
import { kindsOfMoments } from '../../src/state/kindsOfMoments.ts';
import type { MeasuredDiagnosis, MeasuredKey } from '../../workers/measures/diagnosis.ts';
import { rowOf } from './picturesRows.ts';

const counts = { firstRight: 50, fixed: 10, broken: 5, changed: 30 };

/** A verdict at every step. */
const verdicts = (...said: readonly [step: number, key: MeasuredKey, evidence?: MeasuredDiagnosis['evidence']][]): MeasuredDiagnosis[] =>
  said.map(([step, key, evidence = 'same']) => ({ key, tone: 'neutral', evidence, last: rowOf(step, counts), base: rowOf(0, counts) }));

const of = (...histories: readonly MeasuredDiagnosis[][]) =>
  kindsOfMoments(histories).map((moment) => moment.map((verdict) => verdict && `${verdict.key} ${verdict.last.step}`));

describe('the kinds of moments of two runs', () => {
  it('begin before anything is measured', () => {
    expect(of([], [])).toEqual([[undefined, undefined]]);
  });

  it('are had once each, at the first moment of the kind', () => {
    const [left, right] = [
      verdicts([1, 'no-gain'], [2, 'no-gain'], [3, 'worse']),
      verdicts([1, 'no-gain'], [2, 'corrects'], [3, 'corrects']),
    ];
    expect(of(left, right)).toEqual([
      [undefined, undefined],
      ['no-gain 1', 'no-gain 1'],
      ['no-gain 2', 'corrects 2'],
      ['worse 3', 'corrects 3'],
    ]);
  });

  it('differ where the last evaluation bears the verdict out in another way', () => {
    expect(of(verdicts([1, 'corrects'], [2, 'corrects', 'against'], [3, 'corrects']))).toEqual([
      [undefined],
      ['corrects 1'],
      ['corrects 2'],
    ]);
  });

  it('have of each run the last verdict so far, where they were not measured at the same steps', () => {
    expect(of(verdicts([2, 'worse'], [4, 'corrects']), verdicts([3, 'collapsed']))).toEqual([
      [undefined, undefined],
      ['worse 2', undefined],
      ['worse 2', 'collapsed 3'],
      ['corrects 4', 'collapsed 3'],
    ]);
  });
});
