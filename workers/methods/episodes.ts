/** Where the episodes of an update come from: who writes their first answers, and which tokens of which turn are trained on. */
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import type { Parameters } from '../model/parameters.ts';
import { rollOut } from '../model/rollout.ts';
import type { Sampling } from '../model/rollout.ts';
import type { Trained } from './objective.ts';
import type { RunOptions } from './options.ts';
import type { Stage } from './stage.ts';

/** Episodes of one update, in groups of one problem. */
export interface SampledEpisodes {
  episodes: EpisodeTokens;
  /** By which the second of their answers was asked for. */
  layout: EpisodeLayout;
  trained: Trained;
}

/** How many of `groups` groups begin with a first answer of the base. */
function groupsOfBase({ firstAttempts }: Stage, groups: number, baseFirstShare: number): number {
  const share = { policy: 0, base: 1, mixed: baseFirstShare, split: 0.5, 'second turn': 0 }[firstAttempts];
  return Math.round(share * groups);
}

/** Every `branches`-th row of `length` tokens. */
function rootsOf(rows: Int32Array, length: number, branches: number): Int32Array {
  const roots = new Int32Array(rows.length / branches);
  for (let at = 0; at < roots.length; at += length) roots.set(rows.subarray(at * branches, at * branches + length), at);
  return roots;
}

/** Every row of `length` tokens, `branches` times. */
function branchesOf(roots: Int32Array, length: number, branches: number): Int32Array {
  const rows = new Int32Array(roots.length * branches);
  for (let at = 0; at < rows.length; at += length) {
    const root = length * Math.floor(at / length / branches);
    rows.set(roots.subarray(root, root + length), at);
  }
  return rows;
}

/**
 * Both answers of every episode, the second always the policy's. Where a third attempt is played they are the second and the third.
 * @param layouts how second answers are asked for, and third ones
 * @param prompts [batch, promptLength], each problem's repeated `group` times
 */
export async function sampleEpisodes(
  stage: Stage,
  policy: Parameters,
  base: Parameters,
  [layout, later]: readonly [EpisodeLayout, EpisodeLayout],
  prompts: Int32Array,
  sampling: Sampling,
  { group, estimator, branches, baseFirstShare }: Pick<RunOptions, 'group' | 'estimator' | 'branches' | 'baseFirstShare'>,
): Promise<SampledEpisodes> {
  const { promptLength, answerLength } = layout;
  const batch = prompts.length / promptLength;
  const isBranching = estimator === 'tree' && !stage.imitates;
  /** What the episodes go on from: answers of a turn, in a tree the same ones in each of its branches. */
  const answersOf = async ({ variables, model }: Parameters, turns: 1 | 2): Promise<Int32Array> => {
    const asked = isBranching ? rootsOf(prompts, promptLength, branches) : prompts;
    const { y1, y2 } = await rollOut(variables, model, layout, asked, { ...sampling, turns });
    const answers = turns === 1 ? y1 : y2;
    return isBranching ? branchesOf(answers, answerLength, branches) : answers;
  };

  if (stage.firstAttempts === 'second turn') {
    const second = await answersOf(policy, 2);
    const episodes = await rollOut(policy.variables, policy.model, later, prompts, { ...sampling, stream: 'thirdTokens' }, second);
    return { episodes, layout: later, trained: [null, Array.from({ length: batch }, () => true)] };
  }
  const ofBase = group * groupsOfBase(stage, batch / group, baseFirstShare);
  let given: Int32Array | undefined;
  if (ofBase === batch) given = await answersOf(base, 1);
  else if (ofBase > 0 || isBranching) {
    given = await answersOf(policy, 1);
    if (ofBase > 0) given.set((await answersOf(base, 1)).subarray(0, ofBase * answerLength));
  }
  const episodes = await rollOut(policy.variables, policy.model, layout, prompts, sampling, given);
  const wroteFirst = Array.from({ length: batch }, (_, row) => row >= ofBase);
  const trainsSecond = wroteFirst.map(
    (byPolicy, row) => !(byPolicy && stage.firstAttempts === 'split') && episodes.revises?.[row] !== false,
  );
  return { episodes, layout, trained: [stage.firstAttempts === 'base' ? null : wroteFirst, trainsSecond] };
}
