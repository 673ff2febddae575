import { differenceText } from '../kit/estimateText.ts';
import { percent, signedPoints } from '../kit/format.ts';
import { countedRange, intervalSentence } from '../kit/sample.ts';
import type { PictureTable } from '../kit/table.ts';
import type { BasePoint } from './geometry.ts';

export const causesLabel = (bases: readonly BasePoint[]): string =>
  `Bases by edit selectivity and by how often a retry fixes a wrong answer, with what SCoRe gains over naive RL: ${bases
    .map(
      ({ name, selectivity, fixRate, gain }) =>
        `${name} at ${signedPoints(selectivity)} and ${percent(fixRate)}, gain ${signedPoints(gain.value)}`,
    ) // prettier-ignore
    .join('; ')}`;

export function causesCaption(bases: readonly BasePoint[]): string {
  const problems = countedRange(bases.map((base) => base.problems), ['problem', 'problems']); // prettier-ignore
  const seeds = countedRange(bases.map((base) => base.seeds), ['seed', 'seeds']); // prettier-ignore
  return `Every point is a base, at temperature 1: to the right, how much more often it changes wrong first answers than right ones, P(change | ¬c₁) − P(change | c₁) (independent second answers do so too, where right answers are the likelier ones); upwards, how often a retry of a wrong one succeeds, P(c₂ | ¬c₁). The number is the gain, Acc@t2 of SCoRe less that of naive RL from this base on common seeds, in points: a dot where it is above zero, a square where it is below, a ring where its interval holds zero or one seed is all there is. n = ${problems} and ${seeds} per base. ${intervalSentence(bases, 'Intervals of the gain')}`;
}

export const causesTable = (bases: readonly BasePoint[]): PictureTable => ({
  head: ['Base', 'Edit selectivity, points', 'Retries that fix', 'Gain, points (95%)', 'n', 'Seeds'],
  rows: bases.map(({ name, selectivity, fixRate, gain, problems, seeds }) => [
    name,
    signedPoints(selectivity),
    percent(fixRate, 1),
    differenceText(gain),
    String(problems),
    String(seeds),
  ]),
});
