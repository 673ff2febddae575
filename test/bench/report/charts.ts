/** How smoothly the page plays long runs back: the result, its table and its section of docs/PERFORMANCE.md. */
import { markdownTable } from '../../../cli/markdown.ts';

/** Two runs with so many evaluations each, played back in the page. */
export interface ChartFrames {
  points: number;
  /** SVG elements of the page's charts, and corners of their paths. */
  elements: number;
  vertices: number;
  frames_per_s: number;
  /** Between frames. */
  median_ms: number;
  p95_ms: number;
  longest_ms: number;
  /** Per frame, of the main thread: its scripts alone, and all its work. */
  script_ms: number;
  main_ms: number;
}

export interface ChartsResult {
  command: string;
  date: string;
  browser: string;
  cores: number;
  /** Processes that wanted to run when it began, over the last minute. */
  load: number;
  rows: ChartFrames[];
}

/** In docs/bench. */
export const chartsFile = 'charts.json';

const header = ['evaluations of each run', 'SVG elements', 'corners of paths', 'frames/s', 'median ms', 'p95', 'longest', 'script ms per frame', 'main thread ms per frame']; // prettier-ignore

export const chartsTable = ({ rows }: ChartsResult): string =>
  markdownTable(
    header,
    rows.map((row) => [
      ...[row.points, row.elements, row.vertices].map((count) => count.toLocaleString('en-US')),
      ...[row.frames_per_s, row.median_ms, row.p95_ms, row.longest_ms, row.script_ms, row.main_ms].map((value) => value.toFixed(1)),
    ]),
  );

export const chartsSection = (result: ChartsResult): string[] => [
  '## The charts of the page',
  '',
  `\`${result.command}\`, ${result.browser}, ${result.cores} cores, ${result.date}; load of the machine when it began: ${result.load.toFixed(1)}. All rows: [${chartsFile}](bench/${chartsFile}).`,
  '',
  'Both runs of the page are played back at 1440 pixels, scrolled to where all their charts are drawn. A screen shows 60 frames per second, one every 16.7 ms: a page that',
  'keeps up takes less than that of its main thread. What is left of a frame, drawing it in software takes.',
  '',
  chartsTable(result),
  '',
];
