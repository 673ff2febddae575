/** The search for settings in the report: what every run of it ended with, and what is best. */
import { methodById } from '../../workers/methods/table.ts';
import { markdownTable } from '../markdown.ts';
import { armName } from './arm.ts';
import type { Arm } from './arm.ts';
import { jobsOf, searchArms } from './arms.ts';
import { meanOf } from './figureData.ts';
import { deltaOf, points } from './numbers.ts';
import type { ResultRow } from './results.ts';

/** Greedy rows of an arm of the search, seed by seed. */
const rowsOf = (rows: readonly ResultRow[], arm: Arm): ResultRow[] =>
  rows.filter((row) => row.temperature === 0 && row.arm === armName(arm)).toSorted((a, b) => a.seed - b.seed);

const accuracyOf = (rows: readonly ResultRow[]): number => meanOf(rows.map(({ acc_t2 }) => acc_t2));

const settingsText = ({ settings }: Arm): string => (settings.length === 0 ? 'the defaults' : `\`${settings.join(', ')}\``);

function cellText(rows: readonly ResultRow[]): string {
  if (rows.length === 0) return '–';
  return `${rows.map(({ acc_t2 }) => points(acc_t2, false)).join(', ')} (Δ ${points(meanOf(rows.map(deltaOf)))})`;
}

/**
 * The arm of a method with the most right second answers, greedily, as a mean over its seeds.
 * @returns null while runs of the search are missing
 */
export function bestArm(rows: readonly ResultRow[], method: string): Arm | null {
  const own = searchArms.filter((arm) => arm.method === method);
  if (own.some((arm) => rowsOf(rows, arm).length < arm.seeds)) return null;
  return own.toSorted((a, b) => accuracyOf(rowsOf(rows, b)) - accuracyOf(rowsOf(rows, a)))[0];
}

/** @param rows of the search, on watched problems */
export function searchText(rows: readonly ResultRow[]): string[] {
  const methods = [...new Set(searchArms.map(({ method }) => method))];
  const planned = jobsOf(searchArms).length;
  const done = new Set(rows.map(({ run }) => run)).size;
  const defaults = (method: string): Arm => searchArms.find((arm) => arm.method === method && arm.settings.length === 0)!;
  const bestText = (method: string): string | null => {
    const best = bestArm(rows, method);
    const of = (arm: Arm): string => points(accuracyOf(rowsOf(rows, arm)), false);
    return best && `${methodById(method).short} with ${settingsText(best)}: ${of(best)}, ${of(defaults(method))} with the defaults`;
  };
  const found = methods.map(bestText);
  const best = found.every((text) => text !== null)
    ? `Most right second answers, means over both seeds: ${found.join('; ')}.`
    : 'Nothing is chosen by it before all are.';
  const lines = searchArms
    .filter(({ method }) => method === methods[0])
    .map((arm) => [settingsText(arm), ...methods.map((method) => cellText(rowsOf(rows, { ...arm, method })))]);
  return [
    '## The search for settings',
    `As wide for naive RL as for SCoRe, on seeds of its own and on watched problems (\`npm run reproduce -- --search\`, \`results/search\`); ${done} of its ${planned} runs are in. Acc@t2, greedily, after the last update, seed by seed, and the mean Δ. ${best}`,
    markdownTable(['settings', ...methods.map((method) => methodById(method).short)], lines),
  ];
}
