import type { EvaluationEvent } from '../protocol.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Episodes shown of every evaluation: the first held-out problems, the same ones each time. */
const shownEpisodes = 40;

/** Evaluates a run and says it the way the page and recordings want it. */
export async function evaluationEvent(id: string, run: TrainingRun) {
  const { rows, heldOut } = await run.evaluate();
  const episodes = heldOut.map(({ row, episodes: all }) => ({
    temperature: row.temperature,
    views: all.slice(0, shownEpisodes).map(({ view }) => view),
  }));
  const { paid } = run;
  const event: EvaluationEvent = { kind: 'evaluation', id, step: run.step, rows, episodes, ...(paid ? { paid } : {}) };
  return { event, heldOut };
}
