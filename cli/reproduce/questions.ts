/** Questions of ours that the defaults cannot answer, all about addition, greedily: their arms, and what is claimed, fixed before their runs. */
import type { RunOptions } from '../../workers/methods/options.ts';
import { arm, armName, departures, seedsOf } from './arm.ts';
import type { Arm } from './arm.ts';
import type { Claim } from './claims.ts';

/** What it is called where the report asks it, and the arms that answer it. */
export interface Question {
  title: string;
  says: string;
  /** Arms that only it needs. */
  arms: readonly Arm[];
  /** Names of arms of the rest of the study that are compared with them. */
  beside: readonly string[];
  claims: readonly Claim[];
}

type Settings = Partial<Record<keyof RunOptions, number>>;

const armOf = (method: string, settings: Settings, seeds: number = seedsOf.others): Arm =>
  arm('addition', method, seeds, departures('addition', settings));

const nameOf = (method: string, settings: Settings): string => armName(armOf(method, settings));

/** Other models than the usual one; each needs a base of its own. */
const otherSizes: readonly Settings[] = [{ layers: 1 }, { layers: 4 }, { width: 128 }];

const onFinalAnswer: readonly Settings[] = [...otherSizes, { steps: 2000 }, { copyShare: 0.9 }];

const smallBonuses: readonly Settings[] = [{ alpha: 1 }, { alpha: 3 }];

/** What the search for settings finds best for naive RL. */
const searched: Settings = { learningRate: 2e-4, lateLearningRate: 1e-4 };

const aboveSearched = (metric: 'delta' | 'acc_t2', says: string): Claim => ({
  ...{ source: 'Figure 6a (MATH)', says, paper: 'above', metric },
  ...{ arm: 'score', against: nameOf('naive', searched), expected: 'above' },
});

export const questions: readonly Question[] = [
  {
    title: 'Does RL on the final answer alone collapse?',
    says: 'In the paper it ends with both answers alike. Here: the usual model and run, and a larger or a smaller model, more updates, or a base that copies more.',
    arms: onFinalAnswer.map((settings) => armOf('naive_final_only', settings)),
    beside: ['naive_final_only'],
    claims: [{}, ...onFinalAnswer].map((settings) => ({
      ...{ source: '§4 (MATH)', says: 'RL on the final answer alone ends with no difference', paper: 'Δ about 0' },
      ...{ metric: 'delta', arm: nameOf('naive_final_only', settings), expected: 'near zero' },
    })),
  },
  {
    title: 'Is Stage I needed?',
    says: 'In the paper SCoRe without Stage I gains less. Here: with the bonus of the paper (α = 10) and with smaller ones.',
    arms: ['score', 'score_no_stage1'].flatMap((method) => smallBonuses.map((settings) => armOf(method, settings))),
    beside: ['score', 'score_no_stage1'],
    claims: [{}, ...smallBonuses].map((settings) => ({
      ...{ source: 'Table 4 (MATH)', says: 'Without Stage I Δ is lower', paper: '+2.2 against +4.4' },
      ...{ metric: 'delta', arm: nameOf('score_no_stage1', settings), against: nameOf('score', settings), expected: 'below' },
    })),
  },
  {
    title: 'Do fresh problems cure naive RL?',
    says: 'Problems that are never seen twice (pool = 0), against the usual pool: the usual model, and a larger or a smaller one.',
    arms: otherSizes.flatMap((size) => [armOf('naive', size), armOf('naive', { ...size, pool: 0 })]),
    beside: ['naive', 'naive[pool=0]'],
    claims: [{}, ...otherSizes].map((size) => ({
      ...{ source: 'ours', says: 'With fresh problems Δ of naive RL is higher', paper: 'not tried' },
      ...{ metric: 'delta', arm: nameOf('naive', { ...size, pool: 0 }), against: nameOf('naive', size), expected: 'above' },
    })),
  },
  {
    title: 'Is naive RL held back by its settings?',
    says: 'The search above found second answers of naive RL better at half the learning rate, and those of SCoRe best at the defaults. Here: naive RL as the search would have it, with the seeds and the problems of the headline.',
    arms: [armOf('naive', searched, seedsOf.headline)],
    beside: ['naive', 'score'],
    claims: [
      aboveSearched('delta', 'Δ of SCoRe is above that of naive RL at its best settings'),
      aboveSearched('acc_t2', 'SCoRe’s second answers are right more often than naive RL’s at its best settings'),
    ],
  },
];
