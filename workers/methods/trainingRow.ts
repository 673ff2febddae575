/** What a run's training episodes and updates have shown since its last evaluation: one row of its history in the making. */
import { editDistanceRatio } from '../measures/editDistance.ts';
import type { EvaluationRow, Outcome } from '../measures/outcome.ts';
import { summarise } from '../measures/summarise.ts';
import type { EpisodeLayout, EpisodeTokens } from '../model/layout.ts';
import { writtenTokens } from '../model/layout.ts';

/** Mean over an update's batch of both turns' KL and both turns' entropy, nats; see `lossQuantities`. */
export type UpdateMeasures = [number, number, number, number];

export interface TrainingRowState {
  outcomes: Outcome[];
  /** Sums of the measures over `updates` updates. */
  sums: UpdateMeasures;
  updates: number;
}

export const emptyTrainingRow = (): TrainingRowState => ({ outcomes: [], sums: [0, 0, 0, 0], updates: 0 });

export class TrainingRow {
  private held: TrainingRowState;

  constructor(state: TrainingRowState = emptyTrainingRow()) {
    this.held = { outcomes: [...state.outcomes], sums: [...state.sums], updates: state.updates };
  }

  /**
   * Keeps what became of a batch.
   * @param counted which episodes: those of the policy from their first token on
   * @returns the share of all its second answers that differ from the first
   */
  addEpisodes(
    { batch, y1, y2 }: EpisodeTokens,
    r1: ArrayLike<number>,
    r2: ArrayLike<number>,
    layout: EpisodeLayout,
    counted: (row: number) => boolean,
  ): number {
    const { answerLength } = layout;
    let changes = 0;
    for (let row = 0; row < batch; row++) {
      const answer = (answers: Int32Array): Int32Array =>
        writtenTokens(answers.subarray(row * answerLength, (row + 1) * answerLength), layout);
      const ratio = editDistanceRatio(answer(y1), answer(y2));
      if (ratio > 0) changes++;
      if (counted(row)) this.held.outcomes.push({ r1: r1[row], r2: r2[row], editDistanceRatio: ratio });
    }
    return changes / batch;
  }

  addUpdate(measures: UpdateMeasures): void {
    this.held.updates++;
    measures.forEach((value, index) => (this.held.sums[index] += value));
  }

  /** The row, or null where nothing was sampled; what comes after begins a new one. */
  take(about: Pick<EvaluationRow, 'step' | 'stage' | 'temperature'>): EvaluationRow | null {
    const { outcomes, sums, updates } = this.held;
    this.held = emptyTrainingRow();
    if (outcomes.length === 0) return null;
    const [kl_t1, kl_t2, entropy_t1, entropy_t2] = sums.map((sum) => sum / updates);
    return summarise(outcomes, { ...about, split: 'train', kl_t1, kl_t2, entropy_t1, entropy_t2 });
  }

  state(): TrainingRowState {
    return new TrainingRow(this.held).held;
  }
}
