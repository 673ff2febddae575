/** Tables of the report: what every arm measured, beside the paper's numbers, and what that says of the claims. */
import { methods } from '../../workers/methods/table.ts';
import { taskById } from '../../workers/tasks/index.ts';
import { markdownTable } from '../markdown.ts';
import { armName } from './arm.ts';
import type { Arm } from './arm.ts';
import { arms } from './arms.ts';
import { claimsOf } from './claims.ts';
import type { Claim } from './claims.ts';
import type { TaskRows } from './figureData.ts';
import { adjusted, judge, withProbes } from './judge.ts';
import type { Judged } from './judge.ts';
import { estimateText, meanText, points, pText } from './numbers.ts';
import { paperTableOf } from './paperTables.ts';
import type { PaperRow } from './paperTables.ts';
import type { ResultRow } from './results.ts';

const metricNames: Record<Claim['metric'], string> = {
  delta: 'Δ',
  acc_t1: 'Acc@t1',
  acc_t2: 'Acc@t2',
  change_rate: 'changed',
  fix_rate: 'P(c₂ | ¬c₁)',
  third_attempt: 'Acc@t3 − Acc@t2',
  tenth_attempt: 'Acc@t10 − Acc@t2',
  voting_gain: 'sequential − parallel',
  repair_rate: 'P(c₂ | ¬c₁) of the base’s answers',
  own_repair: 'P(c₂ | ¬c₁), own − the base’s answers',
  broken_easiest: 'Δc→i, levels 1 and 2',
};

const nameOf = (arm: string): string => {
  const [id, settings] = arm.split('[');
  const method = methods.find((candidate) => candidate.id === id);
  return `${method?.short ?? id}${settings ? `, ${settings.slice(0, -1)}` : ''} (\`${id}\`)`;
};

/** Names of arms in the order of the plan, those of which rows are there. */
export const armsIn = (rows: readonly ResultRow[], from: readonly Arm[]): string[] =>
  [...new Set(from.map(armName))].filter((arm) => rows.some((row) => row.arm === arm));

/** Every arm's numbers: means over seeds. */
export function metricsTable(rows: readonly ResultRow[], from: readonly Arm[]): string {
  const columns = ['acc_t1', 'acc_t2', 'delta', 'i_to_c', 'c_to_i', 'change_rate', 'edit_selectivity'] as const;
  const header = ['method', 'seeds', 'Acc@t1', 'Acc@t2', 'Δ', 'Δi→c', 'Δc→i', 'changed', 'edit selectivity'];
  const lines = armsIn(rows, from).map((arm) => {
    const own = rows.filter((row) => row.arm === arm);
    return [nameOf(arm), String(own.length), ...columns.map((column) => meanText(own, column))];
  });
  return markdownTable(header, lines);
}

/** Our greedy numbers below the paper's, of the methods that are in its tables; null where none is. */
function paperText(task: string, rows: readonly ResultRow[]): string | null {
  const table = paperTableOf(taskById(task).label.family);
  const printedArms = Object.keys(table?.rows ?? {}).filter((arm) => rows.some((row) => row.arm === arm));
  if (!table || printedArms.length === 0) return null;
  const columns = ['acc_t1', 'acc_t2', 'delta', 'i_to_c', 'c_to_i'] as const;
  const printed = (row: PaperRow, column: (typeof columns)[number]): string => {
    const percent = row[column];
    return percent === null ? '–' : points(percent / 100, column === 'delta');
  };
  const lines = printedArms.flatMap((arm) => {
    const own = rows.filter((row) => row.arm === arm);
    return [
      [nameOf(arm), 'paper', ...columns.map((column) => printed(table.rows[arm], column))],
      ['', 'here', ...columns.map((column) => meanText(own, column))],
    ];
  });
  return [
    `Beside the paper’s numbers (${table.title}): other problems and other models, so that it is signs and orders that can be compared.`,
    markdownTable(['method', '', 'Acc@t1', 'Acc@t2', 'Δ', 'Δi→c', 'Δc→i'], lines),
  ].join('\n\n');
}

function whatOf({ claim }: Judged): string {
  const against = claim.against === undefined ? '' : ` − ${claim.against}`;
  return `${metricNames[claim.metric]}, ${claim.arm}${against}`;
}

const askedNames = { watched: 'watched', report: 'for reports' } as const;

/** @param more of every claim, columns before its verdict */
function claimsTable(judged: readonly Judged[], more: readonly { head: string; of: (each: Judged, index: number) => string }[]): string {
  const header = ['claim', 'where', 'paper', 'our number', 'seeds', 'points, 95%', 'p', ...more.map(({ head }) => head), 'verdict'];
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
      ...more.map(({ of }) => of(each, index)),
      `*${verdict}*`,
    ];
  });
  return markdownTable(header, lines);
}

/** In one line the claims whose arms are planned on the task and whose seeds are not there. */
function absentText(task: string, judged: readonly Judged[]): string[] {
  const planned = new Set(arms.flatMap((arm) => (arm.task === task ? [armName(arm)] : [])));
  const isPlanned = ({ claim: { arm, against } }: Judged): boolean => [arm, against ?? arm].every((name) => planned.has(name));
  const absent = judged.filter((each) => each.seeds === 0 && isPlanned(each)).map(({ claim }) => `${claim.says}, ${claim.source}`);
  return absent.length === 0 ? [] : [`No runs yet that judge: ${absent.join('; ')}.`];
}

const askedColumn = { head: 'problems', of: ({ asked }: Judged): string => (asked ? askedNames[asked] : '–') };

/** The tables of the final evaluation at one temperature, in paragraphs. @param figures between the numbers and the claims */
export function claimsAt(task: string, { rows, probes }: TaskRows, temperature: number, own: readonly Arm[], figures: string): string[] {
  const at = withProbes(
    rows.filter((row) => row.temperature === temperature),
    probes,
  );
  const claims = claimsOf(task);
  const isJudged = (claim: Claim): boolean => claim.temperature === undefined || claim.temperature === temperature;
  const headline = claims.headline.map((claim) => judge(claim, at));
  const others = claims.others.filter(isJudged).map((claim) => judge(claim, at));
  const holm = adjusted(headline);
  const known = others.filter(({ seeds }) => seeds > 0);
  const beside = temperature === 0 ? paperText(task, at) : null;
  return [
    metricsTable(at, own),
    ...(beside ? [beside] : []),
    figures,
    holm.some((p) => p !== null)
      ? 'The headline; p from exact sign flips over seeds, two-sided, Holm-corrected over these rows.'
      : 'The headline.',
    claimsTable(headline, [{ head: 'p, Holm', of: (_, index) => pText(holm[index]) }]),
    'Other claims of the paper, and what follows from its equations. These p are not corrected: with n seeds none can be below 2/2ⁿ.',
    claimsTable(known, known.some(({ asked }) => asked) ? [askedColumn] : []),
    ...(known.some(({ asked }) => asked)
      ? ['Attempts in a row are in `results/probes.jsonl`; the column “problems” says which held-out ones they ask.']
      : []),
    ...absentText(task, others),
  ];
}

/** The claims of a question of ours that have runs, in paragraphs. @param rows of one task at one temperature */
export function questionClaims(rows: readonly ResultRow[], claims: readonly Claim[]): string[] {
  const known = claims.map((claim) => judge(claim, rows)).filter(({ seeds }) => seeds > 0);
  return known.length > 0
    ? ['What is claimed, fixed before the runs of its own arms; p from sign flips as above, not corrected.', claimsTable(known, [])]
    : [];
}

/** The claims about what probes measure at temperatures of their own, in paragraphs; none where the task has none. */
export function probedClaims(task: string, { rows, probes }: TaskRows): string[] {
  const runs = withProbes(rows.filter(({ temperature }) => temperature === 0), probes); // prettier-ignore
  const judged = claimsOf(task).probed.map((claim) => judge(claim, runs));
  const known = judged.filter(({ seeds }) => seeds > 0);
  return [...(known.length > 0 ? ['Claims about these, p as above.', claimsTable(known, [askedColumn])] : []), ...absentText(task, judged)];
}
