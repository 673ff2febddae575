import { words } from '../../languages/words.ts';
import type { PaidAttempt, PaidProblem } from '../../../workers/protocol.ts';

/** An attempt as it is drawn: its tokens on a ground that says what they were paid. */
export interface PaidLine {
  who: string;
  text: string;
  right: boolean;
  tone: 'gain' | 'loss' | 'none';
  /** 0..1, how deep the ground is: the root of the advantage's share of the largest one shown. */
  depth: number;
  /** The advantage in numbers, or that there was none. */
  paid: string;
}

/** Episodes drawn of a problem's. */
const drawn = 4;

const advantageText = (advantage: number): string =>
  advantage === 0 ? '0' : `${advantage < 0 ? '−' : '+'}${Math.abs(advantage).toFixed(Math.abs(advantage) < 10 ? 2 : 1)}`;

/** Which attempts an update's are. */
const places = { 'first two': [0, 1], 'last two': [1, 2] } as const;

/** Pairs of lines, one for each of the first episodes. */
export function paidLines(problem: PaidProblem): [PaidLine, PaidLine][] {
  const { paid, reader } = words();
  const shown = problem.episodes.slice(0, drawn);
  const largest = Math.max(...shown.flat().map(({ advantage }) => Math.abs(advantage ?? 0)));
  const line = ({ tokens, right, advantage }: PaidAttempt, turn: 0 | 1): PaidLine => ({
    who: paid.attempts[places[problem.turns][turn]],
    text: tokens.join('') || reader.nothing,
    right,
    tone: advantage === null || advantage === 0 ? 'none' : advantage > 0 ? 'gain' : 'loss',
    depth: advantage === null || largest === 0 ? 0 : Math.sqrt(Math.abs(advantage) / largest),
    paid: advantage === null ? paid.notTrained : advantageText(advantage),
  });
  return shown.map(([one, other]) => [line(one, 0), line(other, 1)]);
}
