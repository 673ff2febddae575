import { words } from '../../languages/words.ts';
import { domainFromZero, fractionMarks, textWidth, wrapped } from '../kit/axis.ts';
import { percent } from '../kit/format.ts';
import { spreadLabels } from '../kit/labels.ts';
import { panelGrid } from '../kit/panels.ts';
import { linePath } from '../kit/paths.ts';
import type { Sample } from '../kit/sample.ts';
import { extent, fractionDomain, linear, type Domain } from '../kit/scale.ts';
import { columnsIn, seenRows } from '../kit/seenRows.ts';
import { stageMarks } from '../kit/stages.ts';

export interface CurvePoint {
  step: number;
  first: number;
  second: number;
  changed: number;
}

/** What the seeds of a method measured over training. */
export interface TrainingCurves extends Sample {
  /** Episodes per point: a problem is asked several times. */
  problems: number;
  /** First update of every stage, and the total. */
  boundaries: readonly number[];
  stageNames: readonly string[];
  runs: (readonly CurvePoint[])[];
}

type Quantity = 'first' | 'second' | 'changed';

/** What each of the lines draws of a point. */
const drawnOf = {
  first: [(point: CurvePoint) => point.first],
  second: [(point: CurvePoint) => point.second],
  changed: [(point: CurvePoint) => point.changed],
};

/** Means over runs at the steps that all of them have. */
export function meanCurve(runs: TrainingCurves['runs']): CurvePoint[] {
  const [shortest, ...others] = runs;
  if (!shortest) return [];
  const byStep = others.map((run) => new Map(run.map((point) => [point.step, point])));
  return shortest.flatMap((point) => {
    const { step } = point;
    const here = [point, ...byStep.flatMap((run) => run.get(step) ?? [])];
    if (here.length < runs.length) return [];
    const mean = (quantity: Quantity): number => here.reduce((sum, point) => sum + point[quantity], 0) / here.length;
    return [{ step, first: mean('first'), second: mean('second'), changed: mean('changed') }];
  });
}

interface Plot {
  top: number;
  bottom: number;
}

const titleLine = 16;

/** Below names of one line each. */
const accuracyPlot: Plot = { top: 66, bottom: 236 };
const changePlot: Plot = { top: 312, bottom: 402 };
const panelHeight = 426;

/** Both accuracies above the change rate, a column per method, every seed thin behind the mean (Figures 6a, 6b and 9). */
export function curvesGeometry(methods: readonly TrainingCurves[], width: number) {
  const { figure, pictures } = words();
  const gridOf = (height: number) => panelGrid(methods.length, width, 280, height);
  const left = 40;
  const titles = methods.map(({ name }) => wrapped(name, gridOf(panelHeight).width - left));
  const moreLines = Math.max(0, ...titles.map(({ length }) => length - 1));
  const shifted = (plot: Plot): Plot => ({ top: plot.top + titleLine * moreLines, bottom: plot.bottom + titleLine * moreLines });
  const [accuracyAt, changeAt] = [shifted(accuracyPlot), shifted(changePlot)];
  const grid = gridOf(panelHeight + titleLine * moreLines);
  const points = methods.flatMap(({ runs }) => runs.flat());
  const accuracy = fractionDomain(
    points.flatMap(({ first, second }) => [first, second]),
    0.1,
    0.2,
    0,
  );
  const change = domainFromZero(
    points.map(({ changed }) => changed),
    0.2,
  );
  const steps = Math.max(1, extent(points.map(({ step }) => step))[1]);
  const right = grid.width - 8 - textWidth(figure.second('100%'));
  const x = linear([0, steps], [left, right]);
  const yOf = (domain: Domain, { top, bottom }: Plot) => linear(domain, [bottom, top]);
  const heights = { first: yOf(accuracy, accuracyAt), second: yOf(accuracy, accuracyAt), changed: yOf(change, changeAt) };
  const path = (run: readonly CurvePoint[], quantity: Quantity): string =>
    linePath(
      seenRows(run, { steps, count: columnsIn(right - left), quantities: drawnOf[quantity] }).map((point) => ({
        x: x(point.step),
        y: heights[quantity](point[quantity]),
      })),
    );

  const panels = methods.map(({ name, runs, boundaries, stageNames }, index) => {
    const mean = meanCurve(runs);
    const last = mean.at(-1);
    const lines = (['first', 'second', 'changed'] as const).map((quantity) => ({
      quantity,
      seeds: runs.length > 1 ? runs.map((run) => path(run, quantity)) : [],
      mean: path(mean, quantity),
    }));
    const placed = last
      ? spreadLabels([heights.second(last.second), heights.first(last.first)], 16, accuracyAt.top, accuracyAt.bottom)
      : [];
    const labels = last
      ? [
          { quantity: 'second', y: placed[0] + 4, text: figure.second(percent(last.second)) },
          { quantity: 'first', y: placed[1] + 4, text: figure.first(percent(last.first)) },
          { quantity: 'changed', y: heights.changed(last.changed) + 4, text: percent(last.changed) },
        ]
      : [];
    return { ...grid.corners[index], name, title: titles[index], lines, labels, stages: stageMarks(boundaries, stageNames, x, false) };
  });
  return {
    width,
    height: grid.height,
    left,
    right,
    titleLine,
    steps,
    plots: [
      { ...accuracyAt, title: pictures.curves.accuracy, marks: fractionMarks(accuracy, heights.first) },
      { ...changeAt, title: pictures.curves.change, marks: fractionMarks(change, heights.changed) },
    ],
    panels,
  };
}
