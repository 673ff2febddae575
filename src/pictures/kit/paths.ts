export interface Point {
  x: number;
  y: number;
}

const place = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** SVG path of an open line. */
export const linePath = (points: readonly Point[]): string => points.map((point, index) => `${index ? 'L' : 'M'}${place(point)}`).join('');
