/** `npm run bench`: measures this project's engine beside its peers on the machine at hand. docs/PERFORMANCE.md says what it found so far. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import * as prettier from 'prettier';
import { exitWith } from '../../scripts/setup.mjs';
import type { BenchResult } from '../../workers/bench/rows.ts';
import { benchOptions } from './options.ts';
import { tableOf } from './report/table.ts';
import { writePerformance } from './report/write.ts';
import { runInChromium } from './runInChromium.ts';
import { runInDawn } from './runInDawn.ts';

async function writeJson(file: string, result: BenchResult): Promise<void> {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, await prettier.format(JSON.stringify(result), { parser: 'json', printWidth: 140 }));
  console.log(`${result.rows.length} rows are in ${file}.`);
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const options = benchOptions(args);
  if (options.reportOnly) return writePerformance();
  const environment = await (options.runtime === 'dawn' ? runInDawn : runInChromium)(options);
  if (!environment) return;
  const command = ['npm run bench --', ...args.filter((arg, i) => !/^--json/.test(arg) && args[i - 1] !== '--json')].join(' ');
  const result: BenchResult = { command, date: new Date().toISOString().slice(0, 10), ...environment };
  console.log(`\n${tableOf(result)}`);
  if (options.json) await writeJson(options.json, result);
}

main().then(() => process.exit(0), exitWith);
