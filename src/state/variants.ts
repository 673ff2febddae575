import { optionChoices, type ChoiceOption, type RunOptions } from '../../workers/protocol.ts';

/** A word of a run's options that its method does not say: what is broken on purpose, or what sets two runs apart. */
export interface Variant {
  key: ChoiceOption;
  /** Short, beside the name of the method. */
  mark: string;
  sentence: string;
}

function klVariant({ klGradient }: RunOptions): Variant {
  const isBroken = klGradient !== 'exact';
  const meaning = optionChoices.klGradient[klGradient].replace(/^\w+: /, '');
  return {
    key: 'klGradient',
    mark: isBroken ? 'KL broken on purpose' : 'KL exact',
    sentence: `The gradient of the KL is ${isBroken ? 'broken on purpose' : 'exact'}: ${meaning}.`,
  };
}

function estimatorVariant({ estimator }: RunOptions): Variant {
  const meaning: string = optionChoices.estimator[estimator];
  return { key: 'estimator', mark: meaning.replace(/(:| \().*$/, ''), sentence: `Advantage: ${meaning.replace(': ', ', ')}.` };
}

/** What is to be said of a run beside its method; of an estimator that both runs share, nothing. */
export function variantsOf(options: RunOptions, other: RunOptions): Variant[] {
  return [
    ...(options.klGradient !== 'exact' || other.klGradient !== 'exact' ? [klVariant(options)] : []),
    ...(options.estimator !== other.estimator ? [estimatorVariant(options)] : []),
  ];
}
