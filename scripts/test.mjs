/**
 * `npm test`: installs what is missing, then checks and tests everything, stopping at the first step that fails.
 * `npm test -- unit` runs one step, `npm test -- lint unit` two, in the order of the table.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages, exitWith, nodeVersionProblem, root, SetupProblem, toolPath } from './setup.mjs';
import { chooseSteps, countTests, groupsOf, summary } from './steps.mjs';

const reports = join(root, 'test-results');

/** @param {string} name */
function reportFile(name) {
  return join(reports, `${name}.json`);
}

/**
 * @param {import('./steps.mjs').Step} step
 * @param {boolean} isAlone whether its words can go to the terminal as they come
 * @returns {Promise<import('./steps.mjs').StepResult>}
 */
async function runStep(step, isAlone) {
  const heading = `\n━━ ${step.name}: ${step.says}\n`;
  if (isAlone) console.log(heading);
  const report = reportFile(step.name);
  rmSync(report, { force: true });
  const startedAt = performance.now();
  const child = spawn(process.execPath, [toolPath(...step.tool), ...step.args(report)], {
    cwd: root,
    stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  /** @type {Buffer[]} */
  const words = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (/** @type {Buffer} */ chunk) => words.push(chunk));
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const counts = step.countsTests && status === 0 ? countTests(JSON.parse(readFileSync(report, 'utf8'))) : undefined;
  const passed = status === 0 && !counts?.failed;
  if (!isAlone) console.log(`${heading}\n${Buffer.concat(words).toString('utf8').trimEnd()}`);
  console.log(`\n${step.name} ${passed ? 'passed' : 'failed'} after ${seconds.toFixed(1)} s`);
  return { name: step.name, passed, seconds, counts };
}

/**
 * Steps of one group, as many at a time as there are cores.
 * @param {import('./steps.mjs').Step[]} group
 * @returns {Promise<import('./steps.mjs').StepResult[]>} in the order of the group
 */
async function runGroup(group) {
  /** @type {import('./steps.mjs').StepResult[]} */
  const results = [];
  const waiting = [...group.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await runStep(next[1], group.length === 1);
  };
  await Promise.all(Array.from({ length: cpus().length }, worker));
  return results;
}

async function test() {
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
  for (const group of groupsOf(steps)) {
    results.push(...(await runGroup(group)));
    if (results.some(({ passed }) => !passed)) break;
  }
  console.log(`\n${summary(steps, results)}`);
  if (results.some((result) => !result.passed)) process.exit(1);
}

test().catch(exitWith);
