import { methodById, stagesOf, turnsOf, type ChoiceOption, type RunOptions } from '../../workers/protocol.ts';
import { methodWords } from '../languages/names.ts';
import { words } from '../languages/words.ts';
import { klLabel, rewardName, stageLabel } from '../pictures/rewardMap/labels.ts';
import { coefficients, departuresFromRow } from './setup.ts';

/** Something of a run's options that its method does not say: a word that is broken on purpose or sets two runs apart, or what is not as in the method's row. */
export interface Variant {
  key: ChoiceOption | 'row';
  /** The settings it is about. */
  settings: readonly string[];
  /** Short, behind the name of the method. */
  mark: string;
  sentence: string;
}

/** The cells that a run fills itself, each with what differs in it: "r₂ on the second answer, Stage II". */
function changedCells(options: RunOptions): string[] {
  const { where, cell, turns, several } = words().rewards;
  const row = methodById(options.method).stages.map(turnsOf);
  const stages = stagesOf(options);
  return stages.flatMap((stage, index) =>
    turnsOf(stage).flatMap((turn, number) => {
      const own = row[index][number];
      const parts = [
        ...(turn.reward === own.reward ? [] : [rewardName(turn.reward, number)]),
        ...(turn.kl === own.kl ? [] : [klLabel(turn.kl)]),
      ];
      if (parts.length === 0) return [];
      return [where(several(parts), cell(turns[number], stageLabel(stages, index)))];
    }),
  );
}

function ofRow(options: RunOptions): Variant[] {
  const settings = departuresFromRow(options);
  if (settings.length === 0) return [];
  const numbers = coefficients.filter((key) => settings.includes(key)).map((key) => `${words().options[key].label} = ${options[key]}`);
  const mark = [...numbers, ...changedCells(options)].join(words().figure.semicolon);
  const { short } = methodWords(methodById(options.method));
  return [{ key: 'row', settings, mark, sentence: words().rewards.differs(short, mark) }];
}

/** What is to be said of a run beside its method; of an estimator that both runs share, nothing. */
export function variantsOf(options: RunOptions, other: RunOptions): Variant[] {
  const { klGradient, estimator } = options;
  const { choices } = words();
  const variant = (key: ChoiceOption, { mark, sentence }: { mark: string; sentence: string }): Variant => ({
    key,
    settings: [key],
    mark,
    sentence,
  });
  return [
    ...ofRow(options),
    ...(klGradient !== 'exact' || other.klGradient !== 'exact' ? [variant('klGradient', choices.klGradient[klGradient])] : []),
    ...(estimator !== other.estimator ? [variant('estimator', choices.estimator[estimator])] : []),
  ];
}
