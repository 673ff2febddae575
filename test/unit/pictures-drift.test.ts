import { describe, expect, it } from 'vitest';
import { driftGeometry, measured } from '../../src/pictures/drift/geometry.ts';
import { driftCaption, driftLabel, driftTable } from '../../src/pictures/drift/words.ts';
import { sharedDomains } from '../../src/pictures/kit/domains.ts';
import { nats } from '../../src/pictures/kit/format.ts';
import type { PictureInput } from '../../src/pictures/kit/picture.ts';
import { openDomain, roundStep, ticks } from '../../src/pictures/kit/scale.ts';
import { rowAt } from '../../src/pictures/kit/series.ts';
import { tracePath } from '../../src/pictures/kit/trace.ts';
import type { EvaluationRow } from '../../workers/protocol.ts';
import { rowOf } from './picturesRows.ts';

type Nats = Pick<EvaluationRow, 'kl_t1' | 'kl_t2' | 'entropy_t1' | 'entropy_t2'>;

const at = (step: number, [kl_t1, kl_t2]: (number | null)[], [entropy_t1, entropy_t2]: number[]): EvaluationRow => ({
  ...rowOf(step, { firstRight: 50 }),
  ...({ kl_t1, kl_t2, entropy_t1, entropy_t2 } satisfies Nats),
});

const rows = [at(0, [0, 0], [1.4, 1.8]), at(100, [0.2, 0.6], [1.2, 0.8]), at(200, [0.8, 1], [0.6, 0.4])];

const input = (over: Partial<PictureInput> = {}): PictureInput => ({
  name: 'SCoRe',
  rows,
  step: 100,
  steps: 200,
  boundaries: [0, 100, 200],
  stageNames: ['Stage I', 'Stage II'],
  ...over,
});

const domains = { kl: [0, 1], entropy: [0, 2] } as const;

describe('scales of nats', () => {
  it('begin at zero and end at a round number above every value', () => {
    expect(openDomain([0.2, 1.28], 0.5)).toEqual([0, 1.5]);
    expect(openDomain([1.79], 0.5)).toEqual([0, 2]);
    expect(openDomain([], 0.5)[1]).toBeCloseTo(0.6);
    expect(openDomain([13.2, Infinity], 0.5)).toEqual([0, 15]);
  });

  it('have at most four steps, which end where the domain does', () => {
    for (const most of [0.5, 0.6, 0.81, 1, 1.5, 3.9, 4, 7, 38, 40, 200]) {
      const domain = openDomain([most], 0.5);
      const marks = ticks(domain, roundStep(domain[1]));
      expect(marks.length).toBeLessThanOrEqual(5);
      expect(marks.at(-1)).toBeCloseTo(domain[1]);
    }
  });

  it('are shared by both runs, whatever was not measured', () => {
    const shared = sharedDomains([...rows, at(0, [null, null], [2.2, 0])]);
    expect([shared.kl, shared.entropy]).toEqual([[0, 1], [0, 3]]); // prettier-ignore
  });

  it('have numbers as exact as there is room for', () => {
    expect([0, -1e-9, 0.347, 9.99, 12.41, 140.2].map(nats)).toEqual(['0.00', '0.00', '0.35', '9.99', '12.4', '140']);
  });
});

describe('KL and entropy over training', () => {
  it('stand side by side where there is room, and below each other where there is not', () => {
    const corners = (width: number) => driftGeometry(input(), domains, width).panels.map(({ x, y }) => [x, y]);
    expect(corners(560)).toEqual([[0, 0], [290, 0]]); // prettier-ignore
    expect(corners(171)).toEqual([[0, 0], [0, 196]]); // prettier-ignore
    expect(driftGeometry(input(), domains, 171).height).toBe(372);
  });

  it('place every evaluation of both turns on scales of their own, as far as the playhead', () => {
    const { panels, left, right, top, bottom, head } = driftGeometry(input(), domains, 560);
    expect([left, right, top, bottom, head]).toEqual([30, 174, 42, 154, 102]);
    const [kl, entropy] = panels;
    expect(kl.lines.first).toBe('M30.0 154.0L102.0 131.6L174.0 64.4');
    expect(kl.lines.second).toMatch(/^M30.0 154.0L102.0 86.8L/);
    expect(entropy.lines.second).toMatch(/^M30.0 53.2L102.0 109.2L/);
    expect(kl.marks.map(({ text }) => text)).toEqual(['0.0', '0.5', '1.0']);
  });

  it('mark where Stage I ends, as the other pictures do', () => {
    expect(driftGeometry(input(), domains, 560).stages).toEqual([{ x: 102, before: 'Stage I', after: 'Stage II' }]);
    expect(driftGeometry(input(), domains, 171).stages[0]).toMatchObject({ before: 'I', after: 'II' });
    const three = { boundaries: [0, 50, 100, 200], stageNames: ['Stage I(a)', 'Stage I(b)', 'Stage II'] };
    const names = driftGeometry(input(three), domains, 560).stages.map(({ before, after }) => [before, after]);
    expect(names).toEqual([['I(a)', 'I(b)'], ['', 'II']]); // prettier-ignore
  });

  it('end between two evaluations on the line between them, and quote the last one', () => {
    const { panels, head } = driftGeometry(input({ step: 150 }), domains, 560);
    expect(head).toBe(138);
    expect(panels[0].dots[0].at?.y).toBeCloseTo(154 - 0.5 * 112);
    expect(panels[0].labels.map(({ text }) => text)).toEqual(['first 0.20', 'second 0.60']);
    expect(panels[1].labels.map(({ text }) => text)).toEqual(['first 1.20', 'second 0.80']);
  });

  it('keep labels that would touch apart, and only numbers in a narrow column', () => {
    const [{ labels }] = driftGeometry(input({ step: 0 }), domains, 171).panels;
    expect(labels.map(({ text }) => text)).toEqual(['0.00', '0.00']);
    expect(Math.abs(labels[0].y - labels[1].y)).toBe(15);
  });

  it('leave out what was not measured, and say so where nothing was', () => {
    const gap = [rows[0], at(50, [null, null], [1, 1]), ...rows.slice(1)];
    const [kl, entropy] = driftGeometry(input({ rows: gap }), domains, 560).panels;
    expect(kl.lines.first).toBe('M30.0 154.0M102.0 131.6L174.0 64.4');
    expect(entropy.lines.first.match(/[ML]/g)).toEqual(['M', 'L', 'L', 'L']);
    expect(kl.note).toBeNull();
    const none = driftGeometry(input({ rows: [at(0, [null, null], [1, 1])], step: 0 }), domains, 560).panels;
    expect(none.map(({ note, dots }) => [note, dots.map((dot) => dot.at !== null)])).toEqual([
      ['not measured', [false, false]],
      [null, [true, true]],
    ]);
    expect(tracePath([null, null])).toBe('');
    expect(rowAt(gap, 75)?.kl_t1).toBeNull();
  });

  it('do not take the entropy of no second answers for 0 nats', () => {
    const kept = at(100, [0.2, null], [1.2, 0]);
    expect(measured(kept, 'entropy', 'second')).toBeNull();
    expect(measured(kept, 'entropy', 'first')).toBe(1.2);
  });

  it('draw axes and nothing else before anything is measured', () => {
    const { panels, head } = driftGeometry(input({ rows: [], step: 0 }), domains, 560);
    expect(head).toBeNull();
    expect(panels.map(({ lines, labels, note }) => [lines.first, labels.length, note])).toEqual([['', 0, null], ['', 0, null]]); // prettier-ignore
  });
});

describe('the words of KL and entropy', () => {
  it('name both turns and the step', () => {
    expect(driftLabel(input())).toBe(
      'SCoRe, nats at step 100: KL to the base, first answer 0.20, second 0.60; entropy, first answer 1.20, second 0.80',
    );
    expect(driftLabel(input({ rows: [at(0, [null, null], [1, 1])] }))).toContain('KL to the base, not measured;');
    expect(driftLabel(input({ rows: [] }))).toBe('SCoRe: no KL and no entropy yet');
  });

  it('say the unit, n, and what is left out', () => {
    expect(driftCaption(input(), 'greedy')).toBe(
      'In nats, summed over an answer’s tokens. Means, without intervals; n = 100 held-out problems, greedy.',
    );
    const asked = rows.map((row) => ({ ...row, verdict_accuracy: 0.7 }));
    expect(driftCaption(input({ rows: asked }), 'greedy')).toMatch(/First answers that were kept are no second ones\.$/);
    expect(driftCaption(input({ rows: [] }), 'greedy')).toBe('Not measured yet.');
  });

  it('give every number in a table', () => {
    expect(driftTable(input()).rows[1]).toEqual(['100', '0.200', '0.600', '1.200', '0.800', '100']);
    expect(driftTable(input({ rows: [at(50, [0.1, null], [1, 0])] })).rows[0]).toEqual(['50', '0.100', '–', '1.000', '–', '100']);
  });
});
