/** The options that are words, and what each word means. */

/** How a return is turned into an advantage. */
export const estimators = {
  leave_one_out: 'Leave-one-out (RLOO)',
  running_mean: 'REINFORCE, running mean',
  grpo: 'GRPO',
  dr_grpo: 'Dr. GRPO',
  tree: 'Tree: several second answers per first',
} as const;

export type EstimatorName = keyof typeof estimators;

/** What stands in for the gradient of the KL, and what is wrong with it. */
export const klGradients = {
  exact: 'Exact: both halves of the gradient',
  partial: 'Broken: without the half that goes through the states',
  k1: 'Broken: log π − log q in the loss, zero on average',
  k3: 'Broken: k3 in the loss, the other direction of KL',
  swapped: 'Broken: KL(base ‖ policy)',
  detached: 'Broken: no gradient at all',
  second_turn: 'Broken: the first turn’s KL paid by the second’s tokens',
  prompt: 'Broken: on the tokens of the prompt',
  averaged: 'Broken: averaged over tokens, so β is smaller by their number',
} as const;

export type KlGradient = keyof typeof klGradients;

/** Every option that is one of a few words. */
export const optionChoices = { estimator: estimators, klGradient: klGradients } as const;

export type ChoiceOption = keyof typeof optionChoices;

export const isChoiceOption = (name: string): name is ChoiceOption => Object.hasOwn(optionChoices, name);
