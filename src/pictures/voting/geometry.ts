import { words } from '../../languages/words.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { fractionMarks, textWidth, whisker } from '../kit/axis.ts';
import { percent } from '../kit/format.ts';
import { spreadTexts } from '../kit/labels.ts';
import { panelGrid } from '../kit/panels.ts';
import { linePath } from '../kit/paths.ts';
import type { Sample } from '../kit/sample.ts';
import { fractionDomain, linear } from '../kit/scale.ts';

/** Accuracy of the vote of a method at every budget of samples. */
export interface VotingCurve extends Sample {
  points: { budget: number; parallel: Estimate; sequential: Estimate }[];
}

const kinds = ['parallel', 'sequential'] as const;
/** The two curves stand this far beside a budget, so that their whiskers are not drawn over each other. */
const aside = { parallel: -3.5, sequential: 3.5 };

/** Majority votes of first answers alone and of second ones, under equal budgets of samples (Figure 1, right). */
export function votingGeometry(methods: readonly VotingCurve[], width: number) {
  const { kind: labelOf, kinds: names } = words().pictures.voting;
  const panelHeight = 250;
  const grid = panelGrid(methods.length, width, 290, panelHeight);
  const estimates = methods.flatMap(({ points }) => points.flatMap(({ parallel, sequential }) => [parallel, sequential]));
  const domain = fractionDomain(
    estimates.flatMap(({ low, high }) => [Math.max(0, low), Math.min(1, high)]),
    0.05,
    0.1,
    0.005,
  );
  const exponents = methods.flatMap(({ points }) => points.map(({ budget }) => Math.log2(budget)));
  const left = 40;
  const right = grid.width - 8 - Math.max(...kinds.map((kind) => textWidth(labelOf(names[kind], '99%'))));
  const top = 40;
  const bottom = panelHeight - 40;
  const x = linear([Math.min(...exponents), Math.max(...exponents)], [left + 10, right - 8]);
  const y = linear(domain, [bottom, top]);

  const panels = methods.map(({ name, points }, index) => {
    const curves = kinds.map((kind) => {
      const marks = points.map((point) => ({
        x: x(Math.log2(point.budget)) + aside[kind],
        y: y(point[kind].value),
        whisker: whisker(point[kind], domain, y),
      }));
      return { kind, marks, path: linePath(marks) };
    });
    const last = points.at(-1);
    const ends = curves.map(({ kind, marks }) => ({
      kind,
      x: right + 6,
      y: marks.at(-1)?.y ?? bottom,
      text: last ? labelOf(names[kind], percent(last[kind].value)) : names[kind],
    }));
    return { ...grid.corners[index], name, curves, labels: spreadTexts(ends, 16, top, bottom) };
  });
  const budgets = [...new Set(methods.flatMap(({ points }) => points.map(({ budget }) => budget)))];
  return {
    width,
    height: grid.height,
    left,
    right,
    top,
    bottom,
    marks: fractionMarks(domain, y),
    budgets: budgets.map((budget) => ({ x: x(Math.log2(budget)), text: String(budget) })),
    panels,
  };
}
