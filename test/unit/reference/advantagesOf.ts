import { advantages } from '../../../workers/methods/advantages.ts';
import type { AdvantageSettings } from '../../../workers/methods/advantages.ts';
import type { Stage } from '../../../workers/methods/stage.ts';

type Settings = Pick<AdvantageSettings, 'alpha' | 'group'> & Partial<AdvantageSettings>;

/** Leave-one-out advantages of both turns with γ = 0, unless the settings say otherwise, from rewards alone. */
export const advantagesOf = (
  stage: Stage,
  r1: ArrayLike<number>,
  r2: ArrayLike<number>,
  settings: Settings,
): [Float64Array, Float64Array] =>
  advantages(stage, { r1, r2, lengths: (turn) => [r1, r2][turn] }, { gamma: 0, estimator: 'leave_one_out', branches: 2, ...settings }, [
    null,
    null,
  ]);
