import type { Estimate } from '../../../workers/measures/intervals.ts';
import { fractionMarks, textWidth, whisker } from '../kit/axis.ts';
import { percent } from '../kit/format.ts';
import { spreadTexts } from '../kit/labels.ts';
import { looks, type Look } from '../kit/looks.ts';
import { linePath } from '../kit/paths.ts';
import type { Sample } from '../kit/sample.ts';
import { fractionDomain, linear } from '../kit/scale.ts';

/** Accuracy of a method's attempts in a row, the first one first. */
export interface AttemptsCurve extends Sample {
  look: Look;
  /** Attempts in a row that its training had; two if it does not say. */
  trainedAttempts?: 3;
  accuracies: Estimate[];
}

/** Accuracy over attempts in a row (Figure 8). */
export function attemptsGeometry(methods: readonly AttemptsCurve[], width: number) {
  const height = 300;
  const texts = methods.map(({ name, accuracies }) => `${name} ${percent(accuracies.at(-1)?.value ?? 0)}`);
  const left = 40;
  const right = width - 14 - Math.max(0, ...texts.map(textWidth));
  const top = 30;
  const bottom = height - 40;
  const estimates = methods.flatMap(({ accuracies }) => accuracies);
  const domain = fractionDomain(
    estimates.flatMap(({ low, high }) => [Math.max(0, low), Math.min(1, high)]),
    0.05,
    0.1,
    0.005,
  );
  const count = Math.max(2, ...methods.map(({ accuracies }) => accuracies.length));
  const x = linear([1, count], [left + 16, right - 14]);
  const y = linear(domain, [bottom, top]);
  // Curves stand a little apart, so that their whiskers are not drawn over each other.
  const aside = linear([0, Math.max(1, methods.length - 1)], methods.length > 1 ? [-4.5, 4.5] : [0, 0]);

  const labels = spreadTexts(
    methods.map(({ accuracies }, index) => ({ x: right + 4, y: y(accuracies.at(-1)?.value ?? 0), text: texts[index] })),
    16,
    top,
    bottom,
  );
  const curves = methods.map(({ name, look, accuracies }, index) => {
    const marks = accuracies.map((accuracy, attempt) => ({
      x: x(attempt + 1) + aside(index),
      y: y(accuracy.value),
      whisker: whisker(accuracy, domain, y),
    }));
    return {
      name,
      look,
      dash: looks[look].dash,
      marks,
      path: linePath(marks),
      label: labels[index],
    };
  });
  const attempts = Array.from({ length: count }, (_, index) => ({ x: x(index + 1), text: String(index + 1) }));
  return { width, height, left, right, top, bottom, marks: fractionMarks(domain, y), attempts, curves };
}
