/** The folder of a run: what is written when, and what is read to go on. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { EvaluatedEpisode } from '../workers/methods/evaluate.ts';
import type { CorrectionPoint } from '../workers/methods/probes/correctionCourse.ts';
import { readState, writeState } from '../workers/methods/state.ts';
import type { TrainingState } from '../workers/methods/state.ts';
import type { EvaluationEvent, EvaluationRow } from '../workers/protocol.ts';
import { entriesOf, jsonLines, makeFolder, parseJson, readInput, readJsonLines, replaceFile, requireEmpty, runFiles } from './files.ts';

type RolloutLine = Pick<EvaluationEvent, 'step' | 'episodes' | 'paid'>;

/** What a run that was ended before its first state was saved can have left. */
const beginnings = /^(((history|rollouts|corrections)\.jsonl|clock\.json)(\.unfinished)?|state\.safetensors\.unfinished)$/;

/**
 * Seconds that a run had taken when its state was saved; 0 where no clock was kept. They stand in a file of their own, because equal runs
 * have equal states, whatever their times.
 * @throws with a sentence if the file is damaged
 */
async function readClock(path: string): Promise<number> {
  if (!existsSync(path)) return 0;
  const damaged = `${path} is damaged: it must be {"wall_seconds":…}. Remove it to count from 0.`;
  const { wall_seconds: seconds } = parseJson<{ wall_seconds?: unknown }>(new TextDecoder().decode(await readInput(path)), damaged) ?? {};
  if (typeof seconds !== 'number' || seconds < 0) throw new Error(damaged);
  return seconds;
}

export class RunFolder {
  private history: EvaluationRow[] = [];
  private rollouts: RolloutLine[] = [];
  private corrections: CorrectionPoint[] = [];
  /** Of the processes before this one, up to the state that it goes on from. */
  private secondsBefore = 0;
  private readonly opened = performance.now();

  private constructor(private readonly folder: string) {}

  /** @throws with a sentence if the folder holds anything */
  static async create(path: string): Promise<RunFolder> {
    await requireEmpty(path);
    return new RunFolder(path);
  }

  /**
   * Reads a run's state to go on from, or null if it was killed before its first was written. Rows of evaluations behind the state are
   * dropped: they are computed again, to the same numbers.
   * @throws with a sentence if the run has finished, its state or history is damaged, or the folder holds something else than a run
   */
  static async reopen(path: string): Promise<{ folder: RunFolder; state: TrainingState | null }> {
    const folder = new RunFolder(path);
    const files = runFiles(path);
    if (existsSync(files.run)) throw new Error(`The run in ${path} has finished; there is nothing to resume.`);
    const stranger = (await entriesOf(path)).find((name) => !beginnings.test(name));
    if (!existsSync(files.state)) {
      if (stranger)
        throw new Error(`The folder ${path} holds ${stranger}, but no state of a run to resume. Name another folder with --out.`);
      return { folder, state: null };
    }
    const state = readState(await readInput(files.state));
    const kept = ({ step }: { step: number }): boolean => step <= state.step;
    folder.history = (await readJsonLines<EvaluationRow>(files.history)).filter(kept);
    folder.rollouts = (await readJsonLines<RolloutLine>(files.rollouts)).filter(kept);
    if (existsSync(files.corrections)) folder.corrections = (await readJsonLines<CorrectionPoint>(files.corrections)).filter(kept);
    folder.secondsBefore = await readClock(files.clock);
    return { folder, state };
  }

  /** Makes the folder; until then nothing is written. */
  async make(): Promise<void> {
    await makeFolder(this.folder);
  }

  /** Seconds that the run has taken, in all the processes that led to this one. */
  get wallSeconds(): number {
    return this.secondsBefore + (performance.now() - this.opened) / 1000;
  }

  /** Whether an evaluation of this step is already in the history. */
  hasEvaluation(step: number): boolean {
    return this.history.some((row) => row.step === step);
  }

  /** The held-out rows of the last evaluation. */
  lastHeldOut(): EvaluationRow[] {
    const last = this.history[this.history.length - 1]?.step;
    return this.history.filter((row) => row.step === last && row.split === 'heldout');
  }

  async addEvaluation({ step, rows, episodes, paid }: EvaluationEvent): Promise<void> {
    this.history.push(...rows);
    this.rollouts.push({ step, episodes, paid });
    const files = runFiles(this.folder);
    await replaceFile(files.history, jsonLines(this.history));
    await replaceFile(files.rollouts, jsonLines(this.rollouts));
  }

  async addCorrections(point: CorrectionPoint): Promise<void> {
    this.corrections.push(point);
    await replaceFile(runFiles(this.folder).corrections, jsonLines(this.corrections));
  }

  async saveState(state: TrainingState): Promise<void> {
    const files = runFiles(this.folder);
    await replaceFile(files.clock, JSON.stringify({ wall_seconds: this.wallSeconds }));
    await replaceFile(files.state, writeState(state));
  }

  /** What a finished run leaves. run.json, which has the clock's seconds, comes last: its presence means that everything is there. */
  async finish(model: Uint8Array, episodes: string, run: unknown): Promise<void> {
    const files = runFiles(this.folder);
    await replaceFile(files.model, model);
    await replaceFile(files.episodes, episodes);
    await replaceFile(files.run, `${JSON.stringify(run, null, 2)}\n`);
    await rm(files.clock, { force: true });
  }
}

/** The line of episodes.jsonl of one evaluated episode. */
export function episodeLine({ problem, y1, y2, logp1, logp2, view }: EvaluatedEpisode, temperature: number) {
  const [first, second] = view.attempts;
  return {
    temperature,
    prompt_tokens: Array.from(problem.prompt),
    y1_tokens: Array.from(y1),
    y2_tokens: Array.from(y2),
    logp_y1: logp1,
    logp_y2: logp2,
    r1: first.right ? 1 : 0,
    r2: second.right ? 1 : 0,
    prompt: view.prompt,
    y1: first.tokens.join(''),
    y2: second.tokens.join(''),
    expected: view.expected,
  };
}
