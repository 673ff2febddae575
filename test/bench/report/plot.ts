/** The growth of our steps as an SVG: four small plots on logarithmic axes, a line per kind of work, its exponent beside it. */
import type { ScalingRow, Work } from '../../../workers/bench/rows.ts';
import { fitPower } from '../../../workers/bench/statistics.ts';
import { short } from './format.ts';

/** Apart for every kind of colour blindness (Okabe & Ito), and also told apart by the shape of their points. */
const styles: Partial<Record<Work, { colour: string; name: string; isRound: boolean }>> = {
  train_step: { colour: '#0072b2', name: 'training step', isRound: true },
  decode: { colour: '#d55e00', name: 'two-turn rollout', isRound: false },
};

const [width, height] = [250, 220];
const frame = { left: 48, right: 16, top: 56, bottom: 34 };

export interface ScalingSeries {
  along: string;
  work: Work;
  points: { x: number; y: number }[];
  exponent: number;
  r2: number;
}

/** The measurements by what was varied and by work, each with its power law. A series of one point has none and is left out. */
export function scalingSeries(rows: readonly ScalingRow[]): ScalingSeries[] {
  const keys = [...new Set(rows.map(({ along, work }) => `${along} ${work}`))];
  return keys.flatMap((key) => {
    const own = rows.filter(({ along, work }) => `${along} ${work}` === key);
    const points = own.map(({ value, median_ms }) => ({ x: value, y: median_ms }));
    if (new Set(points.map(({ x }) => x)).size < 2) return [];
    const { exponent, r2 } = fitPower(points);
    return [{ along: own[0].along, work: own[0].work, points, exponent, r2 }];
  });
}

function panel(along: string, series: ScalingSeries[], left: number): string {
  const points = series.flatMap((one) => one.points);
  const range = (values: number[]): [number, number] => [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  const [x0, x1] = range(points.map(({ x }) => x));
  const [y0, y1] = range(points.map(({ y }) => y));
  const place = (value: number, low: number, high: number, from: number, to: number): number =>
    Number((from + ((Math.log(value) - low) / (high - low || 1)) * (to - from)).toFixed(1));
  const atX = (x: number): number => place(x, x0, x1, left + frame.left, left + width - frame.right);
  const atY = (y: number): number => place(y, y0, y1, height - frame.bottom, frame.top);
  const ticks = [...new Set(points.map(({ x }) => x))].map(
    (x) => `<text x="${atX(x)}" y="${height - 18}" text-anchor="middle">${x}</text>`,
  );
  const bounds = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))].map(
    (y) => `<text x="${left + frame.left - 6}" y="${atY(y) + 4}" text-anchor="end">${short(y)}</text>`,
  );
  const lines = series.map(({ work, points: own, exponent }, index) => {
    const { colour, name, isRound } = styles[work]!;
    const path = own.map(({ x, y }) => `${atX(x)},${atY(y)}`).join(' ');
    const marks = own.map(({ x, y }) =>
      isRound
        ? `<circle cx="${atX(x)}" cy="${atY(y)}" r="3.5" fill="${colour}"/>`
        : `<rect x="${atX(x) - 3}" y="${atY(y) - 3}" width="6" height="6" fill="${colour}"/>`,
    );
    const label = `<text x="${left + frame.left}" y="${34 + 14 * index}" fill="${colour}">${name}: ${along}^${exponent.toFixed(2)}</text>`;
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>${marks.join('')}${label}`;
  });
  const axis = `<path d="M${left + frame.left} ${frame.top}V${height - frame.bottom}H${left + width - frame.right}" fill="none" stroke="#888"/>`;
  const title = `<text x="${left + frame.left}" y="16" font-weight="bold">${along} → ms</text>`;
  return [axis, title, ...ticks, ...bounds, ...lines].join('\n');
}

/** The whole picture, or null if there is nothing to draw. */
export function scalingPlot(rows: readonly ScalingRow[]): string | null {
  const series = scalingSeries(rows);
  const panels = [...new Set(series.map(({ along }) => along))];
  if (panels.length === 0) return null;
  const drawn = panels.map((along, index) =>
    panel(
      along,
      series.filter((one) => one.along === along),
      index * width,
    ),
  );
  const description = series
    .map(({ along, work, exponent }) => `${styles[work]!.name} grows as ${along}^${exponent.toFixed(2)}`)
    .join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${panels.length * width}" height="${height}" viewBox="0 0 ${panels.length * width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="11">
<title>${description}</title>
<rect width="100%" height="100%" fill="#fff"/>
<g fill="#333">
${drawn.join('\n')}
</g>
</svg>
`;
}
