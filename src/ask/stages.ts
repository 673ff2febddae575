import type { AttemptPair, RunOptions, StageOfUpdate } from '../../workers/protocol.ts';
import { percent } from '../pictures/kit/format.ts';
import { words } from '../languages/words.ts';

export const stageOrder = ['sample', 'grade', 'advantage', 'gradient'] as const;

export type StageName = (typeof stageOrder)[number];

type Made<Name extends StageName> = Extract<StageOfUpdate, { made: Name }>;

export const stageMade = <Name extends StageName>(stages: readonly StageOfUpdate[], name: Name): Made<Name> | undefined =>
  stages.find((stage): stage is Made<Name> => stage.made === name);

/** What comes next behind these stages of an update: its next one, or the first of another update. */
export function nextStage(stages: readonly StageOfUpdate[]): StageName {
  const last = stages.at(-1)?.made;
  return last === undefined || last === 'gradient' ? 'sample' : stageOrder[stageOrder.indexOf(last) + 1];
}

/** The first problem whose answers are not all alike: where they are, there is nothing to tell apart. */
export function tellingProblem({ answers }: Pick<Made<'sample'>, 'answers'>): number {
  const index = answers.findIndex((episodes) => new Set(episodes.map((pair) => pair.join('|'))).size > 1);
  return Math.max(0, index);
}

/** An attempt at the problem that is shown, as far as the update is. */
export interface StageLine {
  attempt: string;
  answer: string;
  program: string;
  /** Null before it is graded. */
  right: boolean | null;
  verdict: string;
  advantage: string;
  tone: 'gain' | 'loss' | 'none';
}

const signed = (value: number): string => (value === 0 ? '0' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`);

/** Pairs of lines, one pair for every episode of a problem. */
export function stageLines(stages: readonly StageOfUpdate[], problem: number): AttemptPair<StageLine>[] {
  const [sample, grade, advantage] = [stageMade(stages, 'sample'), stageMade(stages, 'grade'), stageMade(stages, 'advantage')];
  if (!sample) return [];
  return sample.answers[problem].map((answers, episode) => {
    const line = (turn: 0 | 1): StageLine => {
      const graded = grade?.grades[problem][episode][turn];
      const paid = advantage?.advantages[problem][episode][turn];
      return {
        attempt: words().stages.attempts[sample.turns][turn],
        answer: answers[turn] || words().stages.nothing,
        program: graded ? graded.program || words().stages.noProgram : '',
        right: graded ? graded.verdict === 'pass' : null,
        verdict: graded ? words().reader.verdicts[graded.verdict] : '',
        advantage: paid === undefined ? '' : paid === null ? words().stages.notTrained : signed(paid),
        tone: !paid ? 'none' : paid > 0 ? 'gain' : 'loss',
      };
    };
    return [line(0), line(1)];
  });
}

const three = (value: number): string => Number(value.toPrecision(3)).toString().replace('-', '−');

/** What the gradient step was, by name. @param gradientNorm above which it is clipped */
export function gradientNumbers(
  { report, loss, betas, length, change }: Made<'gradient'>,
  { gradientNorm }: Pick<RunOptions, 'gradientNorm'>,
): [name: string, value: string][] {
  const { gradient_norm: norm, learning_rate, kl_t1, kl_t2, r1, r2 } = report;
  const kls = [kl_t1, kl_t2];
  return [
    ...(r1 === null || r2 === null ? [] : [[words().stages.rewards, `${percent(r1)}, ${percent(r2)}`] as [string, string]]),
    [words().stages.loss, three(loss)],
    ...betas.map((beta, turn): [string, string] => [words().stages.penalty(turn + 1), three(beta * kls[turn])]),
    ...kls.map((kl, turn): [string, string] => [words().stages.kl(turn + 1), three(kl)]),
    [words().stages.norm, norm > gradientNorm ? words().stages.clipped(three(norm), three(gradientNorm)) : three(norm)],
    [words().stages.rate, three(learning_rate)],
    [words().stages.change, percent(change / length, 2)],
  ];
}
