import type { EvaluationRow } from '../../workers/protocol.ts';

/** A held-out row of 100 problems with these whole counts. */
export function rowOf(
  step: number,
  counts: { firstRight: number; fixed?: number; broken?: number; changed?: number; copiedWrong?: number },
): EvaluationRow {
  const { firstRight, fixed = 0, broken = 0, changed = fixed + broken, copiedWrong = 100 - firstRight - (changed - broken) } = counts;
  const n = 100;
  return {
    step,
    stage: step === 0 ? 'base' : 'One stage',
    split: 'heldout',
    temperature: 1,
    n,
    acc_t1: firstRight / n,
    acc_t2: (firstRight + fixed - broken) / n,
    delta: (fixed - broken) / n,
    i_to_c: fixed / n,
    c_to_i: broken / n,
    change_rate: changed / n,
    copied_wrong: copiedWrong / n,
    edit_histogram: [n - changed, changed, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    kl_t1: null,
    kl_t2: null,
    entropy_t1: 0,
    entropy_t2: 0,
  };
}
