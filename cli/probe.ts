import { couplingOf } from '../workers/measures/coupling.ts';
import type { EvaluationRow } from '../workers/measures/outcome.ts';
import { transitionsOf } from '../workers/measures/transitions.ts';
import { evaluate } from '../workers/methods/evaluate.ts';
import { optionLimits } from '../workers/methods/options.ts';
import type { ProbeSetting } from '../workers/methods/probes/answers.ts';
import { attempts } from '../workers/methods/probes/attempts.ts';
import { diversity } from '../workers/methods/probes/diversity.ts';
import { firstAttemptSources } from '../workers/methods/probes/firstAttemptSources.ts';
import { levels } from '../workers/methods/probes/levels.ts';
import { swapTest } from '../workers/methods/probes/swapTest.ts';
import { trainingProblemsOf } from '../workers/methods/probes/trainingProblems.ts';
import type { TrainingProblems } from '../workers/methods/probes/trainingProblems.ts';
import { voting } from '../workers/methods/probes/voting.ts';
import { heldOutProblems } from '../workers/methods/problems.ts';
import { methods } from '../workers/methods/table.ts';
import type { Method } from '../workers/methods/table.ts';
import type { Checkpoint } from '../workers/model/checkpoint.ts';
import { layoutOf } from '../workers/model/layout.ts';
import { Parameters } from '../workers/model/parameters.ts';
import { taskById } from '../workers/tasks/index.ts';
import type { Task } from '../workers/tasks/task.ts';
import { numberIn, parseFlags, required } from './arguments.ts';
import { labCommand } from './commandLine.ts';
import { createFile } from './destination.ts';
import { requireNew } from './files.ts';
import { readModel, sha256Of } from './models.ts';
import { startEngine } from './nodeEngine.ts';
import { Progress } from './progress.ts';
import { summaryOf } from './summary.ts';
import { versions } from './versions.ts';

/** Fewer have no other problem whose answer could be fed, and no interval. */
const fewestProblems = 2;

/** @throws with a sentence if the two are not a model and the base that it can be compared with */
function requireSameKind(checkpoint: Checkpoint, base: Checkpoint): void {
  if (base.task !== checkpoint.task)
    throw new Error(`The base was made for the task "${base.task}", the checkpoint for "${checkpoint.task}".`);
  for (const [dial, value] of Object.entries(checkpoint.dials)) {
    if (base.dials[dial] !== value)
      throw new Error(`The base was made with ${dial} = ${base.dials[dial]}, the checkpoint with ${dial} = ${value}.`);
  }
  if (JSON.stringify(base.model) !== JSON.stringify(checkpoint.model))
    throw new Error('The base and the checkpoint are models of different sizes; name the base that the run was started from.');
}

/** @throws with a sentence if the model cannot hold an episode of the task */
function requireFits({ model }: Checkpoint, task: Task): void {
  const { length, vocabulary } = layoutOf(task);
  if (model.context < length || model.vocabulary !== vocabulary)
    throw new Error('The checkpoint has a shorter context or another vocabulary than its task needs.');
}

/** The method that trained a checkpoint, if it says so; a base has none. */
function methodOf({ origin }: Checkpoint): Method | undefined {
  const { options } = origin as { options?: { method?: unknown } };
  return methods.find(({ id }) => id === options?.method);
}

/** An evaluation's row and how coupled the answers of its n problems are. */
function withCoupling(row: EvaluationRow) {
  const { phi, mutualInformation } = couplingOf(transitionsOf(row));
  return { ...summaryOf(row), coupling: { n: row.n, phi, mutual_information: mutualInformation } };
}

/** All probes, by the name that their result has in the file. */
function probesOf(setting: ProbeSetting, training: TrainingProblems, step: number): [name: string, run: () => Promise<unknown>][] {
  const greedyAndSampled = async <T>(probe: (temperature: number) => Promise<T>): Promise<T[]> => [await probe(0), await probe(1)];
  return [
    [
      'evaluations',
      () => greedyAndSampled(async (temperature) => withCoupling((await evaluate(setting, temperature, { step, stage: 'probe' })).row)),
    ],
    ['swap_test', () => greedyAndSampled((temperature) => swapTest(setting, temperature))],
    ['voting', () => voting(setting)],
    ['attempts', () => greedyAndSampled((temperature) => attempts(setting, temperature))],
    [
      'first_attempt_sources',
      async () => ({ training_problems: training.from, ...(await firstAttemptSources(setting, training.problems, 0)) }),
    ],
    ['levels', () => levels(setting, 0)],
    ['diversity', () => diversity(setting)],
  ];
}

/** `lab probe`: everything that is measured of a trained model beside its evaluation, into one JSON file. @returns exit status */
export async function probeCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('probe', argv, {
    checkpoint: { type: 'string' },
    base: { type: 'string' },
    out: { type: 'string' },
    n: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
  });
  const path = required(flags.checkpoint, 'checkpoint', 'name the model file to probe');
  const basePath = required(flags.base, 'base', 'name the model file that the run was started from');
  const out = required(flags.out, 'out', 'name the file for the results');
  const n = numberIn(flags.n, '--n', { ...optionLimits.heldOut, min: fewestProblems });
  const seed = numberIn(flags.seed, '--seed', optionLimits.seed);
  const checkpoint = await readModel(path, 'checkpoint');
  const base = await readModel(basePath, 'base');
  requireSameKind(checkpoint, base);
  const task = taskById(checkpoint.task).configure(checkpoint.dials);
  requireFits(checkpoint, task);
  requireNew(out);

  const started = performance.now();
  const { report, grader } = await startEngine();
  const instruction = methodOf(checkpoint)?.instruction ?? 'plain';
  const setting: ProbeSetting = {
    task,
    grader,
    model: checkpoint.model,
    policy: new Parameters(checkpoint.model, checkpoint.weights).variables,
    base: new Parameters(base.model, base.weights).variables,
    problems: heldOutProblems(task, n),
    seed,
    instruction,
  };
  const { step = 0 } = checkpoint.origin as { step?: number };
  const probes = probesOf(setting, trainingProblemsOf(task, checkpoint.origin, n, seed), step);
  const progress = new Progress(probes.length);
  progress.say(`${report.sentence} ${probes.length} probes of ${n} problems.`);
  const results: Record<string, unknown> = {};
  for (const [index, [name, run]] of probes.entries()) {
    progress.show(index, name);
    results[name] = await run();
  }
  progress.show(probes.length, 'done');

  const file = {
    command: labCommand('probe', argv),
    options: { task: checkpoint.task, dials: checkpoint.dials, n, seed, instruction },
    checkpoint: checkpoint.origin,
    checkpoint_sha256: sha256Of(checkpoint),
    base: base.origin,
    base_sha256: sha256Of(base),
    backend: report.backend,
    adapter: report.adapter,
    versions: versions(),
    wall_seconds: (performance.now() - started) / 1000,
    ...results,
  };
  await createFile(out, `${JSON.stringify(file, null, 2)}\n`);
  progress.say(`Wrote ${out}.`);
  return 0;
}
