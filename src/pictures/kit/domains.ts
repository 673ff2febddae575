import type { EvaluationRow } from '../../../workers/protocol.ts';
import type { SharedDomains } from './picture.ts';
import { extent, fractionDomain, openDomain } from './scale.ts';

/** The domains both columns share, from the evaluations of both. */
export function sharedDomains(rows: readonly EvaluationRow[]): SharedDomains {
  const accuracies = rows.flatMap((row) => [row.acc_t1, row.acc_t2]);
  const highest = (values: readonly number[], atLeast: number): number => Math.min(1, Math.max(atLeast, extent(values)[1]));
  const bars = rows.flatMap((row) => row.edit_histogram.map((count) => count / row.n));
  return {
    accuracy: fractionDomain(accuracies, 0.1, 0.4, 0.02),
    portrait: fractionDomain(accuracies, 0.05, 0.2, 0.03),
    // Areas and bars start at zero.
    change: [
      0,
      Math.ceil(
        10 *
          highest(
            rows.map((row) => row.change_rate),
            0.2,
          ) -
          1e-6,
      ) / 10,
    ],
    histogram: [0, highest(bars, 0.2)],
    // Zero nats are the base itself, or an answer that is certain.
    kl: openDomain(
      rows.flatMap((row) => [row.kl_t1 ?? 0, row.kl_t2 ?? 0]),
      0.5,
    ),
    entropy: openDomain(
      rows.flatMap((row) => [row.entropy_t1, row.entropy_t2]),
      0.5,
    ),
  };
}
