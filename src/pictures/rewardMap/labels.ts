/** What the parts of the reward map are called. */
import { heard } from '../../languages/heard.ts';
import { words } from '../../languages/words.ts';
import { rewards, type KlName, type Stage } from '../../../workers/protocol.ts';

export type RewardName = keyof typeof rewards;

/** A formula is the same in every language. A third turn follows the second as a second follows a first. */
export function rewardName(reward: RewardName, turn = 1): string {
  const { none, imitate } = words().rewards;
  if (reward === 'none') return none;
  if (reward === 'imitation') return imitate;
  const { label } = rewards[reward];
  return turn === 2 ? label.replaceAll('₂', '₃').replaceAll('₁', '₂') : label;
}

export const klLabel = (kl: KlName): string => (kl === 'none' ? words().rewards.noKl : words().options[kl].label);

/** A stage among its run's stages. */
export const stageLabel = (stages: readonly Pick<Stage, 'name'>[], index: number): string =>
  stages.length === 1 ? words().rewards.allUpdates : heard(stages[index].name);
