/** docs/REPRODUCTION.md: every number worked out here from the committed rows. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { methods } from '../../workers/methods/table.ts';
import { taskLabels } from '../../workers/tasks/index.ts';
import { replaceFile } from '../files.ts';
import { markdownTable } from '../markdown.ts';
import { arms, armName, finalAnswerArms, grid, gridArms, headlineTasks, jobsOf } from './arms.ts';
import type { Arm } from './arms.ts';
import { basesIn, knownDigest } from './bases.ts';
import { adjusted, headlineClaims, judge, otherClaims, withThirdAttempts } from './claims.ts';
import type { Claim, Judged } from './claims.ts';
import { currentRows } from './currentRows.ts';
import { ofTask } from './figureData.ts';
import type { ProbeRow, TaskRows } from './figureData.ts';
import { drawFigures } from './figures.ts';
import { estimateText, meanText, pText } from './numbers.ts';
import { figuresText, finalFigures, gainFigures, probeFigures, trainingFigures } from './reportFigures.ts';
import type { Figure } from './reportFigures.ts';
import { readRows, resultFiles } from './results.ts';
import type { CourseRow, CurveRow, ResultRow } from './results.ts';
import { finalEvaluation } from './runJob.ts';
import { writeStudy } from './studyData.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

const metricNames: Record<Claim['metric'], string> = {
  delta: 'Δ',
  acc_t1: 'Acc@t1',
  acc_t2: 'Acc@t2',
  change_rate: 'changed',
  edit_selectivity: 'edit selectivity',
  third_attempt: 'Acc@t3 − Acc@t2',
};

const taskName = (id: string): string => taskLabels.find((label) => label.id === id)?.name ?? id;

const nameOf = (arm: string): string => {
  const [id, settings] = arm.split('[');
  const method = methods.find((candidate) => candidate.id === id);
  return `${method?.short ?? id}${settings ? `, ${settings.slice(0, -1)}` : ''} (\`${id}\`)`;
};

/** Names of arms in the order of the plan, those of which rows are there. */
const armsIn = (rows: readonly ResultRow[], from: readonly Arm[]): string[] =>
  [...new Set(from.map(armName))].filter((arm) => rows.some((row) => row.arm === arm));

/** The arms that a task's own table has; the others have a section of their own. */
const ownArms = arms.filter((arm) => !gridArms.includes(arm) && !finalAnswerArms.includes(arm));

function metricsTable(rows: readonly ResultRow[], from: readonly Arm[] = ownArms): string {
  const columns = ['acc_t1', 'acc_t2', 'delta', 'i_to_c', 'c_to_i', 'change_rate', 'edit_selectivity'] as const;
  const header = ['method', 'seeds', 'Acc@t1', 'Acc@t2', 'Δ', 'Δi→c', 'Δc→i', 'changed', 'edit selectivity'];
  const lines = armsIn(rows, from).map((arm) => {
    const own = rows.filter((row) => row.arm === arm);
    return [nameOf(arm), String(own.length), ...columns.map((column) => meanText(own, column))];
  });
  return markdownTable(header, lines);
}

function whatOf({ claim }: Judged): string {
  const against = claim.against === undefined ? '' : ` − ${claim.against}`;
  return `${metricNames[claim.metric]}, ${claim.arm}${against}`;
}

function claimsTable(judged: readonly Judged[], holm: readonly (number | null)[] | null): string {
  const header = ['claim', 'where', 'paper', 'our number', 'seeds', 'points, 95%', 'p', ...(holm ? ['p, Holm'] : []), 'verdict'];
  const lines = judged.map((each, index) => {
    const { claim, seeds, estimate, p, verdict } = each;
    const number = estimate ? estimateText(estimate) : '–';
    return [
      claim.says,
      claim.source,
      claim.paper,
      whatOf(each),
      String(seeds),
      number,
      pText(p),
      ...(holm ? [pText(holm[index])] : []),
      `*${verdict}*`,
    ];
  });
  return markdownTable(header, lines);
}

function claimsAt({ rows, probes }: TaskRows, temperature: number, figures: readonly Figure[]): string {
  const at = withThirdAttempts(
    rows.filter((row) => row.temperature === temperature),
    probes,
  );
  const headline = headlineClaims.map((claim) => judge(claim, at));
  const others = otherClaims.map((claim) => judge(claim, at)).filter(({ seeds }) => seeds > 0);
  const when = temperature === 0 ? 'Greedy' : `Temperature ${temperature}`;
  return [
    `### ${when}`,
    metricsTable(at),
    figuresText(figures),
    'The headline; p from exact sign flips over seeds, two-sided, Holm-corrected over these rows.',
    claimsTable(headline, adjusted(headline)),
    'The paper’s other claims, and what follows from its equations. These p are not corrected: with n seeds none can be below 2/2ⁿ.',
    claimsTable(others, null),
    ...(others.some(({ claim }) => claim.metric === 'third_attempt')
      ? ['Acc@t3 − Acc@t2 is of attempts in a row, in `results/probes.jsonl`; Figure 8 says which problems those ask.']
      : []),
  ].join('\n\n');
}

const probesText =
  'Probes (majority votes, attempts in a row, corrections, levels) are of the first five seeds at most, by `lab probe`. Every figure says which held-out problems they ask: rows that were made first ask those that runs evaluate on, on which settings were chosen.';

/** Sections of one task, and their figures. */
function taskSection(task: string, from: TaskRows): { text: string; figures: Figure[] } {
  const training = trainingFigures(task, from);
  const final = finalEvaluation.temperatures.map((temperature) => ({ temperature, figures: finalFigures(task, from, temperature) }));
  const probed = probeFigures(task, from);
  const text = [
    `## ${taskName(task)}`,
    figuresText(training),
    ...final.map(({ temperature, figures }) => claimsAt(from, temperature, figures)),
    '### Probes',
    probesText,
    figuresText(probed),
  ].join('\n\n');
  return { text, figures: [...training, ...final.flatMap(({ figures }) => figures), ...probed] };
}

/** Whether RL on the final answer alone collapses elsewhere than in the usual model and run; nothing without rows. */
function finalAnswerSection(rows: readonly ResultRow[]): string[] {
  const from = arms.filter(({ task, method }) => task === 'addition' && method === 'naive_final_only');
  const own = rows.filter(({ task, temperature }) => task === 'addition' && temperature === 0);
  if (armsIn(own, finalAnswerArms).length === 0) return [];
  return [
    '## Does RL on the final answer alone collapse?',
    'In the paper it ends with both answers alike. Here, on addition, greedily: the usual model and run, and one of its sizes changed.',
    metricsTable(own, from),
  ];
}

/** The document and its figures. */
export function reportOf(
  rows: readonly ResultRow[],
  curves: readonly CurveRow[],
  probes: readonly ProbeRow[] = [],
  courses: readonly CourseRow[] = [],
): { document: string; figures: Figure[] } {
  const planned = jobsOf(arms).length;
  const done = new Set(rows.map(({ run }) => run)).size;
  const tasks = [...new Set([...headlineTasks, ...rows.map(({ task }) => task)])].filter((task) => rows.some((row) => row.task === task));
  const sections = tasks.map((task) => taskSection(task, ofTask(task, { rows, curves, probes, courses })));
  const gains = gainFigures(grid.task, rows);
  const document = [
    '# Reproduction',
    `Kumar et al., “Training Language Models to Self-Correct via Reinforcement Learning” (arXiv 2409.12917), on transformers of about a hundred thousand parameters that were trained from nothing. Written by \`npm run reproduce -- --report\` from \`results/reproduction.jsonl\` (one row per final evaluation), \`results/curves.jsonl\` and \`results/probes.jsonl\`; \`npm run reproduce\` trains what is missing. **${done} of ${planned} planned runs are in**; what has no rows yet is not in the tables.`,
    `Fixed before the runs of a task: what counts as reproduced (\`workers/measures/verdict.ts\`), the metric and its step: the last update of every run, ${finalEvaluation.n.toLocaleString('en')} held-out problems that no run evaluates on and no setting was chosen on, at temperatures 0 and 1, of which greedy is the primary one; no checkpoint is chosen. Arms (\`cli/reproduce/arms.ts\`) and claims (\`cli/reproduce/claims.ts\`) were added as the project grew. On 2026-11-25, after one seed of transpile, on which naive RL ends higher, functions took its place as the code task of the headline; transpile stays. On the same day, before any of the runs that it took away was made, seeds were cut to what a software adapter can train: three but for the headline (ten) and for baselines and ablations on addition (five), two of the losses that are broken on purpose. All methods share seeds, problems, updates and episodes sampled. Numbers are percent and points: means over seeds ± half of their 95% t-interval. Every task has one base (seed 0), so the intervals are over runs from it, not over bases; where all seeds measure the same, as of a base asked greedily, they are over problems.`,
    'A claim is *reproduced* where the whole 95% interval of our number, over seeds, is on the paper’s side of zero (for “near zero”: within three points of it), *reproduced in sign* where only its middle is, *reversed* where the whole interval is on the other side, else *not reproduced*.',
    ...sections.map(({ text }) => text),
    '## When does SCoRe help?',
    figuresText(gains),
    ...finalAnswerSection(rows),
  ].join('\n\n');
  return { document, figures: [...sections.flatMap(({ figures }) => figures), ...gains] };
}

/** Writes the document and its figures from the rows of a results folder. @throws with a sentence if there are none */
export async function writeReport(results: string): Promise<void> {
  const files = resultFiles(results);
  if (!existsSync(files.rows)) throw new Error(`There are no results in ${results} yet; npm run reproduce makes them.`);
  const baseOf = basesIn(results);
  const all = {
    rows: await readRows<ResultRow>(files.rows),
    curves: await readRows<CurveRow>(files.curves),
    probes: await readRows<ProbeRow>(files.probes),
    courses: await readRows<CourseRow>(files.courses),
  };
  const { left, ...from } = await currentRows(all, jobsOf(arms), (job) => knownDigest(job, baseOf));
  if (left.length > 0) process.stderr.write(`Left out, as the plan or a base has changed since: ${left.join(', ')}.\n`);
  const { document, figures } = reportOf(from.rows, from.curves, from.probes, from.courses);
  const drawn = figures.flatMap(({ file, drawing }) => (drawing ? [{ file, drawing }] : []));
  const pictures = await drawFigures(drawn.map(({ drawing }) => drawing));
  const target = join(docs, 'REPRODUCTION.md');
  await mkdir(join(dirname(target), 'figures'), { recursive: true });
  for (const [index, { file }] of drawn.entries()) await replaceFile(join(docs, 'figures', file), pictures[index]);
  const style = await prettier.resolveConfig(target);
  await replaceFile(target, await prettier.format(document, { ...style, parser: 'markdown' }));
  await writeStudy(from);
  process.stderr.write('docs/REPRODUCTION.md is written.\n');
}
