/** How long the sandbox takes for the programs of a batch. */
import type { Grader } from '../grader/verdict.ts';
import { measureThroughput } from '../grader/throughput.ts';
import type { Place } from './contest.ts';
import type { BenchRow } from './rows.ts';
import { median, quantile } from './statistics.ts';

const rounds = 9;

/** `grade`: the time in which both answers of a batch of episodes are graded, at the throughput of a long list of unlike programs. */
export async function gradeRow(batch: number, grader: Grader, { backend, adapter, say }: Place): Promise<BenchRow> {
  const rates = await measureThroughput(grader, rounds);
  const programs = 2 * batch;
  const milliseconds = (rate: number): number => Math.round((1e6 * programs) / rate) / 1000;
  say(`grade: ${Math.round(median(rates))} programs/s`);
  return {
    work: 'grade',
    model: 'sandbox',
    batch,
    side: 'ours',
    backend,
    adapter,
    median_ms: milliseconds(median(rates)),
    p10_ms: milliseconds(quantile(rates, 0.9)),
    p90_ms: milliseconds(quantile(rates, 0.1)),
    rounds,
    tokens_per_s: Math.round(median(rates)),
    dispatches: null,
    submissions: null,
    uploads: null,
    readbacks: null,
    submit_ms: null,
    allocated_bytes: null,
    correct: true,
    note: `both answers of ${batch} episodes, at the rate of a long list of unlike programs, all of which must pass`,
  };
}
