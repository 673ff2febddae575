import type { EvaluationRow } from '../../../workers/protocol.ts';
import type { SharedDomains } from './picture.ts';
import { extent, fractionDomain, openDomain } from './scale.ts';

/** The least and the greatest of what rows measured; nothing where there are none. */
function range(rows: readonly EvaluationRow[], of: (row: EvaluationRow) => readonly number[]): number[] {
  const [least, greatest] = extent(rows.flatMap((row) => extent(of(row))));
  return least <= greatest ? [least, greatest] : [];
}

/** The domains both columns share, from the evaluations of both. */
export function sharedDomains(rows: readonly EvaluationRow[]): SharedDomains {
  const accuracies = range(rows, (row) => [row.acc_t1, row.acc_t2]);
  const changes = range(rows, (row) => [row.change_rate]);
  const bars = range(rows, (row) => [extent(row.edit_histogram)[1] / row.n]);
  const highest = (values: readonly number[], atLeast: number): number => Math.min(1, Math.max(atLeast, ...values));
  const finite = (value: number | null): number => (value !== null && Number.isFinite(value) ? value : 0);
  return {
    accuracy: fractionDomain(accuracies, 0.1, 0.4, 0.02),
    portrait: fractionDomain(accuracies, 0.05, 0.2, 0.03),
    // Areas and bars start at zero.
    change: [0, Math.ceil(10 * highest(changes, 0.2) - 1e-6) / 10],
    histogram: [0, highest(bars, 0.2)],
    // Zero nats are the base itself, or an answer that is certain.
    kl: openDomain(
      range(rows, (row) => [finite(row.kl_t1), finite(row.kl_t2)]),
      0.5,
    ),
    entropy: openDomain(
      range(rows, (row) => [finite(row.entropy_t1), finite(row.entropy_t2)]),
      0.5,
    ),
  };
}
