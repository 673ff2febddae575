import { optionLimits } from '../workers/methods/options.ts';
import { heldOutSets } from '../workers/methods/problems.ts';
import { fewestProblems, probeModel, probeNames } from '../workers/methods/probes/list.ts';
import { instructionOf } from '../workers/methods/probes/probedModel.ts';
import type { Checkpoint } from '../workers/model/checkpoint.ts';
import { layoutOf } from '../workers/model/layout.ts';
import { prepareTask, taskById, taskName } from '../workers/tasks/index.ts';
import type { Task } from '../workers/tasks/task.ts';
import { numberIn, oneOf, parseFlags, required } from './arguments.ts';
import { labCommand } from './commandLine.ts';
import { createFile } from './destination.ts';
import { requireNew } from './files.ts';
import { readModel, sha256Of } from './models.ts';
import { startEngine } from './nodeEngine.ts';
import { Progress } from './progress.ts';
import { versions } from './versions.ts';

/** @throws with a sentence if the two are not a model and the base that it can be compared with */
function requireSameKind(checkpoint: Checkpoint, base: Checkpoint): void {
  if (base.task !== checkpoint.task)
    throw new Error(`The base was made for the task "${taskName(base.task)}", the checkpoint for "${taskName(checkpoint.task)}".`);
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

/** `lab probe`: everything that is measured of a trained model beside its evaluation, into one JSON file. @returns exit status */
export async function probeCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('probe', argv, {
    checkpoint: { type: 'string' },
    base: { type: 'string' },
    out: { type: 'string' },
    n: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    problems: { type: 'string', default: 'watched' },
  });
  const path = required(flags.checkpoint, 'checkpoint', 'name the model file to probe');
  const basePath = required(flags.base, 'base', 'name the model file that the run was started from');
  const out = required(flags.out, 'out', 'name the file for the results');
  const n = numberIn(flags.n, '--n', { ...optionLimits.heldOut, min: fewestProblems });
  const seed = numberIn(flags.seed, '--seed', optionLimits.seed);
  const problems = oneOf(flags.problems, '--problems', heldOutSets);
  const checkpoint = await readModel(path, 'checkpoint');
  const base = await readModel(basePath, 'base');
  requireSameKind(checkpoint, base);
  requireNew(out);

  const started = performance.now();
  using engine = await startEngine();
  const { report, grader } = engine;
  await prepareTask(checkpoint.task, grader);
  requireFits(checkpoint, taskById(checkpoint.task).configure(checkpoint.dials));
  const progress = new Progress(probeNames.length);
  progress.say(`${report.sentence} ${probeNames.length} probes of ${n} problems.`);
  const results = await probeModel({ checkpoint, base }, { grader, n, problems, seed }, ({ done, doing }) =>
    progress.show(done, doing ?? 'done'),
  );

  const file = {
    command: labCommand('probe', argv),
    options: { task: checkpoint.task, dials: checkpoint.dials, n, seed, problems, instruction: instructionOf(checkpoint) },
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
