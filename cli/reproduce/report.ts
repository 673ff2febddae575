/** docs/REPRODUCTION.md: every number worked out here from the committed rows. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { taskLabels } from '../../workers/tasks/index.ts';
import { replaceFile } from '../files.ts';
import { armName } from './arm.ts';
import { arms, grid, gridArms, headlineTasks, jobsOf, searchArms } from './arms.ts';
import { basesIn, knownDigest } from './bases.ts';
import { currentRows } from './currentRows.ts';
import { ofTask } from './figureData.ts';
import type { ProbeRow, TaskRows } from './figureData.ts';
import { drawFigures } from './figures.ts';
import { questions } from './questions.ts';
import type { Question } from './questions.ts';
import { armsIn, claimsAt, metricsTable, probedClaims, questionClaims } from './reportClaims.ts';
import { figuresText, finalFigures, gainFigures, probeFigures, trainingFigures } from './reportFigures.ts';
import type { Figure } from './reportFigures.ts';
import { readRows, resultFiles } from './results.ts';
import type { CourseRow, CurveRow, ResultRow } from './results.ts';
import { finalEvaluation } from './runJob.ts';
import { searchText } from './search.ts';
import { writeStudy } from './studyData.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

const taskName = (id: string): string => taskLabels.find((label) => label.id === id)?.name ?? id;

/** The arms that a task's own table has; the others have a section of their own. */
const ownArms = arms.filter((arm) => !gridArms.includes(arm) && !questions.some((question) => question.arms.includes(arm)));

const probesText =
  'Probes (majority votes, attempts in a row, corrections, levels) are of the first five seeds at most, by `lab probe`. Rows that were made first ask the watched held-out problems, those that runs evaluate on and on which settings were chosen; later ones ask those for reports. No mean is over both: a figure has of each arm the seeds that were asked one set, and says which, and a claim is judged on the set that more of its seeds were asked.';

const settingsText =
  'Hyper-parameters of the study were set by hand in tuning runs, on seeds from 101 on and on watched problems, before the search for settings, which has a section of its own below. One choice was made with a run of the study in sight: the share of rounds in which a base is shown the reworded instruction, 1 in 10, was kept after seed 1 of SCoRe on addition had been measured on the report problems (`docs/LOG.md`, 2026-11-25). The problems for reports and the watched ones were drawn independently until 2026-11-30, and no problem is in both since, where a task has enough of them: addition and functions have none in both.';

/** What was changed of the claims with rows in sight. */
const changedText =
  'With the rows of addition, functions, transpile and the bases of colouring and recall in sight, on 2026-11-30: “the base gets worse or no better” was judged as below zero, and is judged as at most zero, by half a point; code tasks were judged by the paper’s numbers for MATH where it has its own for HumanEval, and are judged by those; Figure 6b was judged greedily too, and is judged of samples alone, as the paper has it; recall, the negative control, is asked for a Δ near zero, not for a gain; differences from the greedy base take in all seeds of the other side; the claims on Figures 1 (right), 4a, 5, 7 and 8, on MBPP-R and on the share of wrong answers that is fixed came in.';

const holmText =
  'Holm’s correction is over the three headline claims of one task at one temperature, as each such set is a reproduction of its own: what is claimed of addition does not lean on functions, and temperature 1 is not another try at the greedy claim but stands beside it. Nothing is corrected over tasks, temperatures or the other claims.';

const differencesText =
  'What differs from the paper and bears on these numbers: our STaR goes on from the model of its last iteration, where ReST^EM starts every one from the base. Pair-SFT finds its right answer among the 16 of one group, eight episodes of a problem sampled together, not among all that were ever sampled. The bases’ edit distances at temperature 1 (Figure 4a) have a spike at zero and a tail that falls from there, on functions and colouring as on most tasks, where the paper’s base has two humps.';

/** Sections of one task, and their figures. */
function taskSection(task: string, from: TaskRows): { text: string; figures: Figure[] } {
  const training = trainingFigures(task, from);
  const final = finalEvaluation.temperatures.map((temperature) => ({ temperature, figures: finalFigures(task, from, temperature) }));
  const probed = probeFigures(task, from);
  const text = [
    `## ${taskName(task)}`,
    figuresText(training),
    ...final.flatMap(({ temperature, figures }) => [
      `### ${temperature === 0 ? 'Greedy' : `Temperature ${temperature}`}`,
      ...claimsAt(task, from, temperature, ownArms, figuresText(figures)),
    ]),
    '### Probes',
    probesText,
    figuresText(probed),
    ...probedClaims(task, from),
  ].join('\n\n');
  return { text, figures: [...training, ...final.flatMap(({ figures }) => figures), ...probed] };
}

/** A question's arms and those beside them, in one table; nothing where none of its own has rows. */
function questionSection(rows: readonly ResultRow[], { title, says, arms: asked, beside, claims }: Question): string[] {
  const own = rows.filter(({ task, temperature }) => task === 'addition' && temperature === 0);
  if (armsIn(own, asked).length === 0) return [];
  const compared = arms.filter((arm) => arm.task === 'addition' && (asked.includes(arm) || beside.includes(armName(arm))));
  return [`## ${title}`, says, metricsTable(own, compared), ...questionClaims(own, claims)];
}

/** The document and its figures. */
export function reportOf(
  rows: readonly ResultRow[],
  curves: readonly CurveRow[],
  probes: readonly ProbeRow[] = [],
  courses: readonly CourseRow[] = [],
  searched: readonly ResultRow[] = [],
): { document: string; figures: Figure[] } {
  const planned = jobsOf(arms).length;
  const done = new Set(rows.map(({ run }) => run)).size;
  const tasks = [...new Set([...headlineTasks, ...rows.map(({ task }) => task)])].filter((task) => rows.some((row) => row.task === task));
  const sections = tasks.map((task) => taskSection(task, ofTask(task, { rows, curves, probes, courses })));
  const gains = gainFigures(grid.task, rows);
  const document = [
    '# Reproduction',
    `Kumar et al., “Training Language Models to Self-Correct via Reinforcement Learning” (arXiv 2409.12917), on transformers of about a hundred thousand parameters that were trained from nothing. Written by \`npm run reproduce -- --report\` from \`results/reproduction.jsonl\` (one row per final evaluation), \`results/curves.jsonl\` and \`results/probes.jsonl\`; \`npm run reproduce\` trains what is missing. **${done} of ${planned} planned runs are in**; what has no rows yet is not in the tables.`,
    `Fixed before the runs of a task: what counts as reproduced (\`workers/measures/verdict.ts\`), the metric and its step: the last update of every run, ${finalEvaluation.n.toLocaleString('en')} held-out problems that no run evaluates on and no setting was chosen on, at temperatures 0 and 1, of which greedy is the primary one; no checkpoint is chosen. Arms (\`cli/reproduce/arms.ts\`) and claims (\`cli/reproduce/claims.ts\`) were added as the project grew. On 2026-11-25, after one seed of transpile, on which naive RL ends higher, functions took its place as the code task of the headline; transpile stays. On the same day, before any of the runs that it took away was made, seeds were cut to what a software adapter can train: three but for the headline (ten) and for baselines and ablations on addition (five), two of the losses that are broken on purpose. All methods share seeds, problems, updates and episodes sampled. Numbers are percent and points: means over seeds ± half of their 95% t-interval. Every task has one base (seed 0), so the intervals are over runs from it, not over bases; where all seeds measure the same, as of a base asked greedily, they are over problems: Wilson’s, and of Δ Newcombe’s for pairs, which has a width where no answer changed; where two such arms are compared, both intervals are joined as if each had problems of its own, which is wider than need be. Of two seeds both numbers stand in the tables. In the figures and below them, intervals are cut off where a share or a difference of shares ends.`,
    settingsText,
    'A claim is *reproduced* where the whole 95% interval of our number, over seeds, is on the paper’s side of zero (for “near zero”: within three points of it; for “no better”: not beyond half a point above it), *reproduced in sign* where only its middle is, *reversed* where the whole interval is on the other side, else *not reproduced*. A difference is taken seed by seed; from an arm that measures the same on every seed, as the greedy base does, each seed of the other has its difference.',
    changedText,
    holmText,
    differencesText,
    ...sections.map(({ text }) => text),
    '## When does SCoRe help?',
    figuresText(gains),
    ...searchText(searched),
    ...questions.flatMap((question) => questionSection(rows, question)),
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
  const search = { rows: await readRows<ResultRow>(resultFiles(join(results, 'search')).rows), curves: [], probes: [], courses: [] };
  const searched = await currentRows(search, jobsOf(searchArms), (job) => knownDigest(job, baseOf));
  const { document, figures } = reportOf(from.rows, from.curves, from.probes, from.courses, searched.rows);
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
