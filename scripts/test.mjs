/**
 * `npm test`: installs what is missing, then checks and tests everything, stopping at the first step that fails.
 * `npm test -- unit` runs one step, `npm test -- lint unit` two, in the order of the table.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages, exitWith, nodeVersionProblem, root, SetupProblem, toolPath } from './setup.mjs';
import { chooseSteps, countTests, summary } from './steps.mjs';

const reports = join(root, 'test-results');

/** @param {string} name */
function reportFile(name) {
  return join(reports, `${name}.json`);
}

/**
 * @param {import('./steps.mjs').Step} step
 * @returns {import('./steps.mjs').StepResult}
 */
function runStep(step) {
  console.log(`\n━━ ${step.name}: ${step.says}\n`);
  const report = reportFile(step.name);
  rmSync(report, { force: true });
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, [toolPath(...step.tool), ...step.args(report)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const counts = step.countsTests && status === 0 ? countTests(JSON.parse(readFileSync(report, 'utf8'))) : undefined;
  const passed = status === 0 && !counts?.failed;
  console.log(`\n${step.name} ${passed ? 'passed' : 'failed'} after ${seconds.toFixed(1)} s`);
  return { name: step.name, passed, seconds, counts };
}

function test() {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem) throw new SetupProblem(problem);
  const steps = chooseSteps(process.argv.slice(2));
  ensurePackages();
  if (steps.some((step) => step.drivesChromium)) {
    process.env.CHROMIUM_PATH = ensureChromium();
    console.log(`Chromium: ${process.env.CHROMIUM_PATH}`);
  }
  mkdirSync(reports, { recursive: true });
  const results = [];
  for (const step of steps) {
    results.push(runStep(step));
    if (!results.at(-1)?.passed) break;
  }
  console.log(`\n${summary(steps, results)}`);
  if (results.some((result) => !result.passed)) process.exit(1);
}

try {
  test();
} catch (error) {
  exitWith(error);
}
