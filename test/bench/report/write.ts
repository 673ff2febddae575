/** Writes docs/PERFORMANCE.md and the plots from docs/bench/*.json. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as prettier from 'prettier';
import { root, SetupProblem } from '../../../scripts/setup.mjs';
import type { BenchResult } from '../../../workers/bench/rows.ts';
import { chartsFile } from './charts.ts';
import type { ChartsResult } from './charts.ts';
import { performanceDocument, plotFile } from './performance.ts';
import { scalingPlot } from './plot.ts';

const docs = path.join(root, 'docs');
const folder = path.join(docs, 'bench');

/** @throws SetupProblem if there is no result */
export async function writePerformance(): Promise<void> {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json') && file !== chartsFile)
        .sort()
    : [];
  if (files.length === 0) throw new SetupProblem('docs/bench has no result yet: run npm run bench -- --json docs/bench/NAME.json first.');
  const results = files.map((file) => ({ file, result: JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as BenchResult }));
  for (const { file, result } of results) {
    const plot = scalingPlot(result.scaling);
    if (plot) writeFileSync(path.join(folder, plotFile(file)), plot);
  }
  const ofCharts = path.join(folder, chartsFile);
  const charts = existsSync(ofCharts) ? (JSON.parse(readFileSync(ofCharts, 'utf8')) as ChartsResult) : null;
  const target = path.join(docs, 'PERFORMANCE.md');
  const settings = await prettier.resolveConfig(target);
  writeFileSync(target, await prettier.format(performanceDocument(results, charts), { ...settings, parser: 'markdown' }));
  console.log('docs/PERFORMANCE.md is written.');
}
