import { createNodeGrader } from '../workers/grader/spawnNode.ts';
import { measureThroughput } from '../workers/grader/throughput.ts';

/** Prints how many programs per second the sandbox grades here: median and spread over rounds. */
export async function gradeBench(rounds = 15): Promise<void> {
  const grader = createNodeGrader();
  try {
    const rates = (await measureThroughput(grader, rounds)).sort((a, b) => a - b);
    const show = (rate: number): string => Math.round(rate).toLocaleString('en');
    const median = show(rates[Math.floor(rounds / 2)]);
    process.stdout.write(
      `Graded ${median} programs/s (median of ${rounds} rounds; ${show(rates[0])} to ${show(rates[rounds - 1])}): ` +
        `unique programs of about 20 characters, 8 inputs each, one sandbox worker, messages included.\n`,
    );
  } finally {
    grader.close();
  }
}
