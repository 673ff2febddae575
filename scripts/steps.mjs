/** The steps of `npm test` as a table, and the arithmetic of its summary. */
import { SetupProblem } from './setup.mjs';

/**
 * @typedef {object} Step
 * @property {string} name what `npm test -- NAME` calls it
 * @property {string} says the heading
 * @property {[packageName: string, command?: string]} tool
 * @property {(report: string) => string[]} args report: where to write the JSON report of a step that counts tests
 * @property {boolean} [takesOneCore] and changes nothing that another such step reads, so that they can run beside it
 * @property {boolean} [countsTests]
 * @property {boolean} [drivesChromium]
 * @property {string} [needs] the step whose output this one reads, and which therefore runs before it even when not asked for
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, passed: boolean, seconds: number, counts?: Counts }} StepResult
 */

/**
 * @param {string} project
 * @returns {Step['args']}
 */
function vitest(project) {
  return (report) => [
    'run',
    '--project',
    project,
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
}

/**
 * Steps that take one core come first, of them the one that takes as long as all others: what compiles a kernel for a software adapter is one
 * thread, beside which the rest of a small machine would be idle.
 * @type {Step[]}
 */
const steps = [
  {
    name: 'browser',
    says: 'tests in Chromium',
    tool: ['vitest'],
    args: vitest('browser'),
    takesOneCore: true,
    countsTests: true,
    drivesChromium: true,
  },
  {
    name: 'format',
    says: 'every file is formatted',
    tool: ['prettier'],
    args: () => ['--check', '--log-level', 'warn', '.'],
    takesOneCore: true,
  },
  { name: 'lint', says: 'no warnings from the linter', tool: ['eslint'], args: () => ['--max-warnings', '0', '.'], takesOneCore: true },
  {
    name: 'types',
    says: 'TypeScript, components and all',
    tool: ['svelte-check'],
    args: () => ['--tsconfig', './tsconfig.json', '--threshold', 'warning', '--fail-on-warnings'],
    takesOneCore: true,
  },
  { name: 'unused', says: 'no unused files, exports or packages', tool: ['knip'], args: () => ['--no-progress'], takesOneCore: true },
  { name: 'build', says: 'the static page', tool: ['vite'], args: () => ['build', '--logLevel', 'warn'], takesOneCore: true },
  { name: 'unit', says: 'tests in Node', tool: ['vitest'], args: vitest('unit'), countsTests: true },
  {
    name: 'e2e',
    says: 'the built page in Chromium',
    tool: ['@playwright/test', 'playwright'],
    args: () => ['test', '--forbid-only', '--reporter=list,json'],
    countsTests: true,
    drivesChromium: true,
    needs: 'build',
  },
];

/**
 * The steps to run, in the order of the table: all of them, or those named and what they need. Throws SetupProblem at an unknown name.
 * @param {string[]} names
 */
export function chooseSteps(names) {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    throw new SetupProblem(
      `npm test has no step ${unknown}: name some of ${steps.map((step) => step.name).join(', ')}, or none to run them all.`,
    );
  }
  if (names.length === 0) return steps;
  const wanted = new Set(steps.flatMap((step) => (names.includes(step.name) ? [step.name, step.needs] : [])));
  return steps.filter((step) => wanted.has(step.name));
}

/**
 * Steps in the groups that run at the same time: neighbours that take one core each, and everything else alone.
 * @param {Step[]} chosen
 * @returns {Step[][]}
 */
export function groupsOf(chosen) {
  /** @type {Step[][]} */
  const groups = [];
  for (const step of chosen) {
    const last = groups.at(-1);
    if (last && last[0].takesOneCore && step.takesOneCore) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/**
 * What a JSON report of vitest or of Playwright counts. A test that passed only when repeated counts as failed.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }
 *   | { stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report
 * @returns {Counts}
 */
export function countTests(report) {
  if ('stats' in report) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
}

/**
 * The table at the end and, when everything passed, the total alone on the last line.
 * @param {{ name: string }[]} planned
 * @param {StepResult[]} results in the same order, ending with the group in which a step failed
 */
export function summary(planned, results) {
  const rows = planned.map(({ name }, index) => {
    const result = results[index];
    if (!result) return [name, 'not run', '', ''];
    return [name, result.passed ? 'passed' : 'FAILED', `${result.seconds.toFixed(1)} s`, result.counts ? testsCell(result.counts) : ''];
  });
  const table = rows.map(([name, outcome, time, tests]) => `${name.padEnd(9)}${outcome.padEnd(9)}${time.padStart(8)}  ${tests}`.trimEnd());
  const failure = results.find((result) => !result.passed);
  const total = results.reduce(
    (sum, { counts }) => ({ passed: sum.passed + (counts?.passed ?? 0), failed: sum.failed + (counts?.failed ?? 0) }),
    {
      passed: 0,
      failed: 0,
    },
  );
  const last = failure ? `Stopped: ${failure.name} failed. Its messages are above.` : `${total.passed} passed, ${total.failed} failed`;
  return [...table, '', last].join('\n');
}

/** @param {Counts} counts */
function testsCell({ passed, failed, skipped }) {
  return [`${passed} passed`, failed ? `${failed} failed` : '', skipped ? `${skipped} skipped` : ''].filter(Boolean).join(', ');
}
