/** Which held-out problems probes ask: those that runs evaluate on, or those for reports alone. No mean is over both. */
import { heldOutSets } from '../../workers/methods/problems.ts';
import type { HeldOutSet } from '../../workers/methods/problems.ts';
import type { ProbeRow } from './figureData.ts';

/** Rows that do not say it are older than the choice, and ask the watched problems. */
export const askedIn = ({ options }: Pick<ProbeRow, 'options'>): HeldOutSet => options.problems ?? 'watched';

const armOf = ({ run }: ProbeRow): string => run.slice(0, run.lastIndexOf('/'));

/** The set that most of the rows ask, the watched one of equally many. */
function mostAsked(rows: readonly ProbeRow[]): HeldOutSet {
  const asking = (set: HeldOutSet): number => rows.filter((row) => askedIn(row) === set).length;
  return heldOutSets.reduce((most, set) => (asking(set) > asking(most) ? set : most));
}

/** Of every arm the rows that ask one set: the one that most seeds of naive RL and SCoRe ask where the arm has it, else the one it has most of. */
export function onOneSet(rows: readonly ProbeRow[]): ProbeRow[] {
  const headline = rows.filter((row) => /\/(naive|score)$/.test(armOf(row)));
  const preferred = headline.length > 0 ? mostAsked(headline) : null;
  return [...new Set(rows.map(armOf))].flatMap((arm) => {
    const own = rows.filter((row) => armOf(row) === arm);
    const set = own.some((row) => askedIn(row) === preferred) ? preferred : mostAsked(own);
    return own.filter((row) => askedIn(row) === set);
  });
}
