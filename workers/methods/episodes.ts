/** Where the episodes of an update come from: who writes the first answers, and which tokens of which turn are trained on. */
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import type { Parameters } from '../model/parameters.ts';
import { rollOut } from '../model/rollout.ts';
import type { Sampling } from '../model/rollout.ts';
import type { RunOptions } from './options.ts';
import type { Stage } from './stage.ts';

/** Episodes of one update, in groups of one problem. */
export interface SampledEpisodes {
  episodes: EpisodeTokens;
  /** Whether the tokens of a turn are trained on, by turn and episode. */
  trained: readonly [boolean[], boolean[]];
}

/** How many of `groups` groups begin with a first answer of the base. */
function groupsOfBase({ firstAttempts }: Stage, groups: number, baseFirstShare: number): number {
  const share = { policy: 0, base: 1, mixed: baseFirstShare, split: 0.5 }[firstAttempts];
  return Math.round(share * groups);
}

/** First answers to every `branches`-th prompt, each repeated `branches` times. */
async function branchingFirstAnswers(
  { variables, model }: Parameters,
  layout: EpisodeLayout,
  prompts: Int32Array,
  sampling: Sampling,
  branches: number,
): Promise<Int32Array> {
  const { promptLength, answerLength } = layout;
  const count = prompts.length / promptLength / branches;
  const roots = new Int32Array(count * promptLength);
  for (let root = 0; root < count; root++) {
    const from = root * branches * promptLength;
    roots.set(prompts.subarray(from, from + promptLength), root * promptLength);
  }
  const { y1 } = await rollOut(variables, model, layout, roots, { ...sampling, turns: 1 });
  const first = new Int32Array(count * branches * answerLength);
  for (let row = 0; row < count * branches; row++) {
    const root = Math.floor(row / branches);
    first.set(y1.subarray(root * answerLength, (root + 1) * answerLength), row * answerLength);
  }
  return first;
}

/**
 * Both answers of every episode, the second always the policy's.
 * @param prompts [batch, promptLength], each problem's repeated `group` times
 */
export async function sampleEpisodes(
  stage: Stage,
  policy: Parameters,
  base: Parameters,
  layout: EpisodeLayout,
  prompts: Int32Array,
  sampling: Sampling,
  { group, estimator, branches, baseFirstShare }: Pick<RunOptions, 'group' | 'estimator' | 'branches' | 'baseFirstShare'>,
): Promise<SampledEpisodes> {
  const batch = prompts.length / layout.promptLength;
  const ofBase = group * groupsOfBase(stage, batch / group, baseFirstShare);
  const isBranching = estimator === 'tree' && !stage.imitates;
  const firstOf = async (writer: Parameters): Promise<Int32Array> =>
    isBranching
      ? branchingFirstAnswers(writer, layout, prompts, sampling, branches)
      : (await rollOut(writer.variables, writer.model, layout, prompts, { ...sampling, turns: 1 })).y1;

  let given: Int32Array | undefined;
  if (ofBase === batch) given = await firstOf(base);
  else if (ofBase > 0 || isBranching) {
    given = await firstOf(policy);
    if (ofBase > 0) given.set((await firstOf(base)).subarray(0, ofBase * layout.answerLength));
  }
  const episodes = await rollOut(policy.variables, policy.model, layout, prompts, sampling, given);
  const wroteFirst = Array.from({ length: batch }, (_, row) => row >= ofBase);
  const trainsSecond = wroteFirst.map(
    (byPolicy, row) => !(byPolicy && stage.firstAttempts === 'split') && episodes.revises?.[row] !== false,
  );
  return { episodes, trained: [wroteFirst, trainsSecond] };
}
