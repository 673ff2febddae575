/** Everything that is measured of a trained model beside its evaluations: the probes, by the names that their results have. */
import { couplingOf } from '../../measures/coupling.ts';
import type { EvaluationRow } from '../../measures/outcome.ts';
import { summaryOf } from '../../measures/summary.ts';
import { transitionsOf } from '../../measures/transitions.ts';
import type { ProbeProgress } from '../../protocol.ts';
import { taskById } from '../../tasks/index.ts';
import { evaluate } from '../evaluate.ts';
import type { ProbeSetting } from './answers.ts';
import { attempts } from './attempts.ts';
import type { Attempts } from './attempts.ts';
import { diversity } from './diversity.ts';
import type { AnswerDiversity } from './diversity.ts';
import { firstAttemptSources } from './firstAttemptSources.ts';
import type { FirstAttemptSources } from './firstAttemptSources.ts';
import { levels } from './levels.ts';
import type { Levels } from './levels.ts';
import { onCopies } from './probedModel.ts';
import type { ProbedModel, Probing } from './probedModel.ts';
import { swapTest } from './swapTest.ts';
import type { SwapTest } from './swapTest.ts';
import { trainingProblemsOf } from './trainingProblems.ts';
import type { TrainingProblems } from './trainingProblems.ts';
import { voting } from './voting.ts';
import type { Voting } from './voting.ts';

/** An evaluation's row and how coupled the answers of its n problems are. */
export type CoupledEvaluation = ReturnType<typeof withCoupling>;

/** Lists have two members: greedy, and at temperature 1. */
export interface ProbeResults {
  evaluations: CoupledEvaluation[];
  swap_test: SwapTest[];
  voting: Voting;
  attempts: Attempts[];
  first_attempt_sources: FirstAttemptSources & { training_problems: TrainingProblems['from'] };
  levels: Levels;
  diversity: AnswerDiversity;
}

export type ProbeName = keyof ProbeResults;

/** In the order in which they are made. */
export const probeNames = [
  'evaluations',
  'swap_test',
  'voting',
  'attempts',
  'first_attempt_sources',
  'levels',
  'diversity',
] as const satisfies readonly ProbeName[];

/** Fewer have no other problem whose answer could be fed, and no interval. */
export const fewestProblems = 2;

function withCoupling(row: EvaluationRow) {
  const { phi, mutualInformation } = couplingOf(transitionsOf(row));
  return { ...summaryOf(row), coupling: { n: row.n, phi, mutual_information: mutualInformation } };
}

const greedyAndSampled = async <T>(probe: (temperature: number) => Promise<T>): Promise<T[]> => [await probe(0), await probe(1)];

/** How each is made. */
const probesOf = (
  setting: ProbeSetting,
  training: TrainingProblems,
  step: number,
): { [Name in ProbeName]: () => Promise<ProbeResults[Name]> } => ({
  evaluations: () =>
    greedyAndSampled(async (temperature) => withCoupling((await evaluate(setting, temperature, { step, stage: 'probe' })).row)),
  swap_test: () => greedyAndSampled((temperature) => swapTest(setting, temperature)),
  voting: () => voting(setting),
  attempts: () => greedyAndSampled((temperature) => attempts(setting, temperature)),
  first_attempt_sources: async () => ({
    training_problems: training.from,
    ...(await firstAttemptSources(setting, training.problems, 0)),
  }),
  levels: () => levels(setting, 0),
  diversity: () => diversity(setting),
});

/**
 * Makes every probe of a model, on copies of its weights: nothing of a run that goes on with them changes.
 * @param say told before each probe, and once after the last
 */
export async function probeModel(
  { checkpoint, base }: ProbedModel,
  probing: Probing,
  say: (progress: ProbeProgress) => void,
): Promise<ProbeResults> {
  const task = taskById(checkpoint.task).configure(checkpoint.dials);
  const { step = 0 } = checkpoint.origin as { step?: number };
  const training = trainingProblemsOf(task, checkpoint.origin, probing.n, probing.seed);
  return onCopies({ checkpoint, base }, probing, async (setting) => {
    const probes = probesOf(setting, training, step);
    const of = probeNames.length;
    const results: Partial<ProbeResults> = {};
    const make = async <Name extends ProbeName>(name: Name): Promise<void> => {
      results[name] = await probes[name]();
    };
    for (const [done, name] of probeNames.entries()) {
      say({ done, of, doing: name, results: { ...results } });
      await make(name);
    }
    say({ done: of, of, doing: null, results: { ...results } });
    return results as ProbeResults;
  });
}
