import type { ChoiceOption, RunOptions } from '../../workers/protocol.ts';
import { words } from '../languages/words.ts';

/** A word of a run's options that its method does not say: what is broken on purpose, or what sets two runs apart. */
export interface Variant {
  key: ChoiceOption;
  /** Short, beside the name of the method. */
  mark: string;
  sentence: string;
}

/** What is to be said of a run beside its method; of an estimator that both runs share, nothing. */
export function variantsOf({ klGradient, estimator }: RunOptions, other: RunOptions): Variant[] {
  const { choices } = words();
  const variant = (key: ChoiceOption, { mark, sentence }: { mark: string; sentence: string }): Variant => ({ key, mark, sentence });
  return [
    ...(klGradient !== 'exact' || other.klGradient !== 'exact' ? [variant('klGradient', choices.klGradient[klGradient])] : []),
    ...(estimator !== other.estimator ? [variant('estimator', choices.estimator[estimator])] : []),
  ];
}
