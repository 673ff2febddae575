import type { Estimate } from '../../../workers/measures/intervals.ts';
import { words } from '../../languages/words.ts';
import type { FirstAnswers } from '../correctionRates/geometry.ts';
import { domainFromZero, fractionMarks, textWidth, whisker } from '../kit/axis.ts';
import { percent } from '../kit/format.ts';
import { spreadTexts } from '../kit/labels.ts';
import { panelGrid } from '../kit/panels.ts';
import { linePath } from '../kit/paths.ts';
import type { Sample } from '../kit/sample.ts';
import { linear } from '../kit/scale.ts';

/** P(c₂ | ¬c₁) of a method at every evaluation of its training, by where the wrong first answers come from. */
export interface CorrectionCourse extends Sample {
  courses: {
    from: FirstAnswers;
    points: {
      step: number;
      /** Null where no first answer was wrong. */
      rate: Estimate | null;
    }[];
  }[];
}

const panelHeight = 270;
/** Curves stand this far beside a step, so that their whiskers are not drawn over each other. */
const aside: Record<FirstAnswers, number> = { fixedTraining: -3, fixedHeldOut: 0, ownHeldOut: 3 };

/** A column per method, a curve per source of first answers (Figure 5). */
export function correctionCourseGeometry(methods: readonly CorrectionCourse[], width: number) {
  // Beside the curves there is no room for the whole names; the caption has those.
  const { short: shortNames } = words().pictures.correctionCourse;
  const grid = panelGrid(methods.length, width, 340, panelHeight);
  const points = methods.flatMap(({ courses }) => courses.flatMap((course) => course.points));
  const domain = domainFromZero(points.flatMap(({ rate }) => (rate ? [rate.high] : [])));
  const steps = Math.max(1, ...points.map(({ step }) => step));
  const left = 40;
  const right = grid.width - 12 - Math.max(...Object.values(shortNames).map((name) => textWidth(`${name} 100%`)));
  const top = 46;
  const bottom = panelHeight - 30;
  const x = linear([0, steps], [left + 8, right - 6]);
  const y = linear(domain, [bottom, top]);

  const panels = methods.map(({ name, courses }, index) => {
    const curves = courses.map(({ from, points: ofSource }) => {
      const marks = ofSource.flatMap(({ step, rate }) =>
        rate ? [{ x: x(step) + aside[from], y: y(rate.value), whisker: whisker(rate, domain, y), rate: rate.value }] : [],
      );
      return { from, marks, path: linePath(marks) };
    });
    const ends = curves.flatMap(({ from, marks }) =>
      marks.slice(-1).map((end) => ({ from, x: right + 6, y: end.y, text: `${shortNames[from]} ${percent(end.rate)}` })),
    );
    return { ...grid.corners[index], name, curves, labels: spreadTexts(ends, 16, top, bottom) };
  });
  return { width, height: grid.height, left, right, top, bottom, steps, marks: fractionMarks(domain, y), panels };
}
