/** What the measures need to know of one graded two-turn episode. */
export interface Outcome {
  /** 1 if the answer's program passed, else 0. */
  r1: number;
  r2: number;
  /** ρ(y₁, y₂) in [0, 1]; 0 exactly when the answers are the same. */
  editDistanceRatio: number;
}

/** Number of bars of an edit-distance histogram: exact copies, then ten equal bins of (0, 1]. */
export const histogramBins = 11;

/** One evaluation; a row of history.jsonl. Fractions are of all n problems. */
export interface EvaluationRow {
  step: number;
  /** Name of the stage the policy was last trained in; 'base' before the first update. */
  stage: string;
  split: 'heldout' | 'train';
  temperature: number;
  n: number;
  acc_t1: number;
  acc_t2: number;
  /** Δ(t1,t2) = acc_t2 − acc_t1 = i_to_c − c_to_i. */
  delta: number;
  /** Δi→c: wrong, then right. */
  i_to_c: number;
  /** Δc→i: right, then wrong. */
  c_to_i: number;
  /** How often the second answer differs from the first. */
  change_rate: number;
  /** How often it repeats a wrong first answer. */
  copied_wrong: number;
  /** How often the policy's verdict on its first answer is right: to revise a wrong one, to keep a right one. Only where it was asked for one. */
  verdict_accuracy?: number;
  /** Counts; see `histogramBins`. */
  edit_histogram: number[];
  /**
   * Mean over episodes of KL(policy ‖ base) summed over the turn's tokens, nats; of training episodes, to what their stage is pulled back to.
   * Of second answers, over those that were written: a first answer that was kept is none. Null where it was not measured.
   */
  kl_t1: number | null;
  kl_t2: number | null;
  /** Mean over the same answers of the entropy of the policy's next-token distributions, summed over the turn's tokens, nats; 0 if there are none. */
  entropy_t1: number;
  entropy_t2: number;
}
