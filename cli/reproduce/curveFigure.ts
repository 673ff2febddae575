/** The course of an arm as an SVG: both accuracies and the change rate, every seed thin behind the mean. */
import type { CurveRow } from './results.ts';

type Point = CurveRow['points'][number];

const size = { width: 720, height: 250, left: 44, right: 96, top: 18, bottom: 34, gap: 70 };

/** Apart for every kind of colour blindness, and by their dashes; dark enough on white, light enough on black. */
const series = [
  { key: 'acc_t1', name: 'first', colour: '#b4552d', dash: '5 3' },
  { key: 'acc_t2', name: 'second', colour: '#1f6fb5', dash: '' },
] as const;

const round = (value: number): string => value.toFixed(1);

/** Means over runs at the steps that all of them have. */
function meanPoints(runs: readonly (readonly Point[])[], key: 'acc_t1' | 'acc_t2' | 'change_rate'): { step: number; value: number }[] {
  const [first, ...others] = runs;
  return first
    .filter(({ step }) => others.every((run) => run.some((point) => point.step === step)))
    .map(({ step }) => {
      const values = runs.map((run) => run.find((point) => point.step === step)![key]);
      return { step, value: values.reduce((sum, value) => sum + value, 0) / values.length };
    });
}

/**
 * @param curves runs of one arm
 * @param split, temperature which of their evaluations
 */
export function curveFigure(curves: readonly CurveRow[], split: Point['split'], temperature: number): string {
  const runs = curves.map(({ points }) => points.filter((point) => point.split === split && point.temperature === temperature));
  const steps = Math.max(1, ...runs.flat().map(({ step }) => step));
  const accuracies = runs.flat().flatMap(({ acc_t1, acc_t2 }) => [acc_t1, acc_t2]);
  const [low, high] = [Math.floor(10 * Math.min(...accuracies)) / 10, Math.ceil(10 * Math.max(...accuracies)) / 10];
  const inner = (size.width - size.left - size.right - size.gap) * 0.6;
  const change = { from: size.left + inner + size.gap, to: size.width - size.right + 60 };
  const y = (value: number, from: number, to: number): number =>
    size.height - size.bottom - ((value - from) / (to - from || 1)) * (size.height - size.top - size.bottom);
  const path = (points: readonly { step: number; value: number }[], x: (step: number) => number, from: number, to: number): string =>
    points.map(({ step, value }, index) => `${index === 0 ? 'M' : 'L'}${round(x(step))} ${round(y(value, from, to))}`).join('');
  const atLeft = (step: number): number => size.left + (step / steps) * inner;
  const atRight = (step: number): number => change.from + (step / steps) * (change.to - change.from);

  const drawn = series.flatMap(({ key, name, colour, dash }) => {
    const mean = meanPoints(runs, key);
    const thin = runs.map((run) => `<path d="${path(run.map((point) => ({ step: point.step, value: point[key] })), atLeft, low, high)}" stroke="${colour}" stroke-width=".6" opacity=".45"/>`); // prettier-ignore
    const last = mean[mean.length - 1];
    const label = `<text x="${round(atLeft(last.step) + 5)}" y="${round(y(last.value, low, high) + (key === 'acc_t1' ? 9 : -1))}" fill="${colour}">${name} ${(100 * last.value).toFixed(0)}%</text>`;
    return [...thin, `<path d="${path(mean, atLeft, low, high)}" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`, label];
  });
  const changes = meanPoints(runs, 'change_rate');
  const thinChanges = runs.map((run) => `<path d="${path(run.map(({ step, change_rate }) => ({ step, value: change_rate })), atRight, 0, 0.6)}" stroke="#6b6b6b" stroke-width=".6" opacity=".45"/>`); // prettier-ignore
  const lastChange = changes[changes.length - 1];
  const ticks = [low, (low + high) / 2, high].map(
    (value) => `<text x="${size.left - 6}" y="${round(y(value, low, high) + 4)}" text-anchor="end">${(100 * value).toFixed(0)}%</text>`,
  );
  const base = size.height - size.bottom;
  const axes = [
    `<path d="M${size.left} ${base}H${round(size.left + inner)}M${round(change.from)} ${base}H${change.to}" stroke="#8a8a8a" stroke-width=".8"/>`,
    `<text x="${size.left}" y="${base + 16}">step 0</text><text x="${round(size.left + inner)}" y="${base + 16}" text-anchor="end">${steps}</text>`,
    `<text x="${round(change.from)}" y="${size.top - 4}">second answer differs</text>`,
    `<text x="${round(change.from - 6)}" y="${base + 4}" text-anchor="end">0</text>`,
    `<text x="${size.left}" y="${size.top - 4}">accuracy, n = ${curves.length} ${curves.length === 1 ? 'seed' : 'seeds'}</text>`,
  ];
  const changeLabel = `<text x="${change.to}" y="${round(y(lastChange.value, 0, 0.6) - 6)}" text-anchor="end">${(100 * lastChange.value).toFixed(0)}%</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif" font-size="11" fill="none">
<rect width="100%" height="100%" fill="#fff"/><g fill="#333" stroke="none">${ticks.join('')}${axes.slice(1).join('')}</g>${axes[0]}
<g class="lines">${drawn.filter((part) => part.startsWith('<path')).join('')}${thinChanges.join('')}<path d="${path(changes, atRight, 0, 0.6)}" stroke="#333" stroke-width="2"/></g>
<g stroke="none">${drawn.filter((part) => part.startsWith('<text')).join('')}<g fill="#333">${changeLabel}</g></g>
</svg>
`;
}
