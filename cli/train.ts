import { writeCheckpoint } from '../workers/model/checkpoint.ts';
import type { Checkpoint } from '../workers/model/checkpoint.ts';
import { summaryOf } from '../workers/measures/summary.ts';
import type { EvaluatedEpisode, Evaluation } from '../workers/methods/evaluate.ts';
import { defaultOptions, sizeOptions } from '../workers/methods/options.ts';
import type { RunOptions } from '../workers/methods/options.ts';
import { optionsOfBase } from '../workers/methods/pretrain.ts';
import { evaluationEvent } from '../workers/methods/runEvents.ts';
import { correctionPoint } from '../workers/methods/probes/correctionCourse.ts';
import { TrainingRun } from '../workers/methods/trainingRun.ts';
import { prepareTask, taskName } from '../workers/tasks/index.ts';
import { parseFlags, refuseBaseOptions, required, runOptions } from './arguments.ts';
import { labCommand } from './commandLine.ts';
import { jsonLines } from './files.ts';
import { readModel, sha256Of, shippedBase } from './models.ts';
import { startEngine } from './nodeEngine.ts';
import { Progress } from './progress.ts';
import { episodeLine, RunFolder } from './runFolder.ts';
import { rowInWords } from './summary.ts';
import { taskNamed } from './tasks.ts';
import { versions } from './versions.ts';

/** What `lab train` is told. */
export const trainFlags = {
  task: { type: 'string' },
  method: { type: 'string' },
  seed: { type: 'string' },
  out: { type: 'string' },
  base: { type: 'string' },
  set: { type: 'string', multiple: true },
  resume: { type: 'boolean' },
  corrections: { type: 'boolean' },
} as const;

/** Problems of every source of first answers, at every evaluation of a run whose corrections are asked for. */
const correctedProblems = 500;

/** What a run from a base starts with where the command says nothing else. */
export const startOptions = (task: string, method: string | undefined, base: Checkpoint): RunOptions => ({
  ...defaultOptions(task, method),
  ...optionsOfBase(base),
});

/** The size of a model is its base's: options that say otherwise would say it of a model that is not there. */
export function requireSameSize(options: RunOptions, { model }: Checkpoint): void {
  for (const key of sizeOptions) {
    if (options[key] !== model[key])
      throw new Error(
        `The base has ${key} = ${model[key]}; the command says ${options[key]}. Leave it out, or pretrain a base of that size.`,
      );
  }
}

/** @throws with a sentence if the file is not the base that the run was started from */
async function requireSameBase(path: string, saved: Checkpoint): Promise<void> {
  if (sha256Of(await readModel(path, 'base')) !== sha256Of(saved))
    throw new Error(`The run to resume was started from another base than ${path}. Name that one, or none.`);
}

/** Everything that the options say must be what the state was saved with. */
function requireSameOptions(given: RunOptions, saved: RunOptions): void {
  for (const key of Object.keys({ ...given, ...saved }) as (keyof RunOptions)[]) {
    if (JSON.stringify(given[key]) !== JSON.stringify(saved[key])) {
      throw new Error(
        `The run to resume has ${key} = ${JSON.stringify(saved[key])}; the command says ${JSON.stringify(given[key])}. Resume with the same options.`,
      );
    }
  }
}

/** `lab train`: one run, into a folder. @returns exit status */
export async function trainCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('train', argv, trainFlags);
  // A task that there is not has no base either; the task is the mistake to name.
  const task = await taskNamed(required(flags.task, 'task', 'name the task to train on'));
  const out = required(flags.out, 'out', 'name the folder for the results');
  refuseBaseOptions(flags.set);

  const { folder, state } = flags.resume ? await RunFolder.reopen(out) : { folder: await RunFolder.create(out), state: null };
  const base = state ? state.base : await readModel(flags.base ?? shippedBase(task), 'base');
  if (state && task !== state.options.task)
    throw new Error(`The run to resume is of the task "${taskName(state.options.task)}", not of "${taskName(task)}".`);
  // A run goes on with the options it was saved with, whatever the defaults have become since.
  const start = state ? state.options : startOptions(task, flags.method, base);
  const options = runOptions({ ...start, method: flags.method ?? start.method }, flags.seed, flags.set);
  if (state) {
    requireSameOptions(options, state.options);
    if (flags.base !== undefined) await requireSameBase(flags.base, state.base);
  }
  requireSameSize(options, base);

  using engine = await startEngine();
  const { report, grader } = engine;
  await prepareTask(task, grader);
  const run = state ? TrainingRun.resume(state, grader) : TrainingRun.start(options, base, grader);
  await folder.make();
  let pausing = false;
  process.once('SIGINT', () => (pausing = true));

  const progress = new Progress(options.steps);
  progress.say(`${report.sentence} ${options.method} on ${taskName(task)}, seed ${options.seed}${state ? `, from step ${run.step}` : ''}.`);

  let heldOut: Evaluation[] = [];
  const measure = async (): Promise<void> => {
    const evaluation = await evaluationEvent(out, run);
    heldOut = evaluation.heldOut;
    await folder.addEvaluation(evaluation.event);
    if (flags.corrections) {
      const model = { checkpoint: await run.model(), base };
      await folder.addCorrections(await correctionPoint(model, options, run.step, { grader, n: correctedProblems, seed: options.seed }));
    }
    await folder.saveState(await run.state());
    for (const row of evaluation.event.rows) progress.say(rowInWords(row));
  };

  // Only where it is due: a run that was paused in between must not measure there, or its rows would be others.
  if (run.evaluationDue && !folder.hasEvaluation(run.step)) await measure();
  while (!run.finished && !pausing) {
    const waiting = run.batchesToSample;
    if (waiting > 0) {
      await run.sample();
      progress.show(run.step, `sampling answers to imitate, ${waiting - 1} batches to go`);
      continue;
    }
    const { step, stage, r1, r2, kl_t1, kl_t2 } = await run.update();
    const rewards = r1 === null || r2 === null ? 'imitates' : `r₁ ${r1.toFixed(2)}, r₂ ${r2.toFixed(2)}`;
    progress.show(step, `${stage}, ${rewards}, KL ${kl_t1.toFixed(2)}/${kl_t2.toFixed(2)}`);
    if (run.evaluationDue) await measure();
  }
  if (!run.finished) {
    await folder.saveState(await run.state());
    progress.say(`Paused at step ${run.step}. The same command with --resume goes on from there.`);
    return 130;
  }
  if (heldOut.length === 0) heldOut = (await evaluationEvent(out, run)).heldOut;

  const lines = heldOut.flatMap(({ row, episodes }) => episodes.map((episode: EvaluatedEpisode) => episodeLine(episode, row.temperature)));
  await folder.finish(writeCheckpoint(await run.model()), jsonLines(lines), {
    command: labCommand('train', argv),
    options,
    seed: options.seed,
    base: base.origin,
    base_sha256: sha256Of(base),
    backend: report.backend,
    adapter: report.adapter,
    versions: versions(),
    wall_seconds: folder.wallSeconds,
    resumed: state !== null,
    grader: { replaced: grader.replaced(), cache_hits: grader.cacheHits() },
    summary: folder.lastHeldOut().map(summaryOf),
  });
  return 0;
}
