import { instructions, layoutOf } from '../workers/model/layout.ts';
import { Parameters } from '../workers/model/parameters.ts';
import { summaryOf } from '../workers/measures/summary.ts';
import { evaluate } from '../workers/methods/evaluate.ts';
import { optionLimits } from '../workers/methods/options.ts';
import { heldOutProblems, heldOutSets } from '../workers/methods/problems.ts';
import { prepareTask, taskById, taskName } from '../workers/tasks/index.ts';
import { numberIn, oneOf, parseFlags, required } from './arguments.ts';
import { labCommand } from './commandLine.ts';
import { jsonLines, makeFolder, replaceFile, requireEmpty, runFiles } from './files.ts';
import { readModel } from './models.ts';
import { startEngine } from './nodeEngine.ts';
import { episodeLine } from './runFolder.ts';
import { rowInWords } from './summary.ts';
import { taskNamed } from './tasks.ts';
import { versions } from './versions.ts';

/** `lab evaluate`: both turns of a checkpoint on held-out problems. @returns exit status */
export async function evaluateCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('evaluate', argv, {
    checkpoint: { type: 'string' },
    base: { type: 'string' },
    task: { type: 'string' },
    n: { type: 'string', default: '1000' },
    temperature: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    problems: { type: 'string', default: 'watched' },
    instruction: { type: 'string', default: 'plain' },
    out: { type: 'string' },
  });
  const path = required(flags.checkpoint, 'checkpoint', 'name the model file to evaluate');
  const out = required(flags.out, 'out', 'name the folder for the results');
  const n = numberIn(flags.n, '--n', optionLimits.heldOut);
  const temperature = numberIn(flags.temperature, '--temperature', { min: 0, max: optionLimits.temperature.max, integer: false });
  const seed = numberIn(flags.seed, '--seed', optionLimits.seed);
  const set = oneOf(flags.problems, '--problems', heldOutSets);
  const instruction = oneOf(flags.instruction, '--instruction', instructions);
  const checkpoint = await readModel(path, 'checkpoint');
  if (flags.task !== undefined && (await taskNamed(flags.task)) !== checkpoint.task)
    throw new Error(`The checkpoint was made for the task "${taskName(checkpoint.task)}", not for "${flags.task}".`);
  const base = flags.base === undefined ? null : await readModel(flags.base, 'checkpoint');
  if (base && JSON.stringify(base.model) !== JSON.stringify(checkpoint.model))
    throw new Error('The base and the checkpoint are models of different sizes; KL between them is not defined here.');
  await requireEmpty(out);

  const started = performance.now();
  using engine = await startEngine();
  const { report, grader } = engine;
  await prepareTask(checkpoint.task, grader);
  const task = taskById(checkpoint.task).configure(checkpoint.dials);
  const { length, vocabulary } = layoutOf(task);
  if (checkpoint.model.context < length || checkpoint.model.vocabulary !== vocabulary)
    throw new Error('The checkpoint has a shorter context or another vocabulary than its task needs.');
  await makeFolder(out);
  const policy = new Parameters(checkpoint.model, checkpoint.weights);
  const frozen = base && new Parameters(base.model, base.weights);
  const trained = checkpoint.origin as { step?: number };
  const setting = {
    task,
    grader,
    model: checkpoint.model,
    policy: policy.variables,
    base: frozen?.variables ?? null,
    problems: heldOutProblems(task, n, set),
    seed,
    instruction,
  };
  const { row, episodes } = await evaluate(setting, temperature, { step: trained.step ?? 0, stage: 'evaluation' });

  const files = runFiles(out);
  await replaceFile(files.history, jsonLines([row]));
  await replaceFile(files.episodes, jsonLines(episodes.map((episode) => episodeLine(episode, temperature))));
  const run = {
    command: labCommand('evaluate', argv),
    options: { task: checkpoint.task, dials: checkpoint.dials, n, temperature, seed, problems: set, instruction },
    seed,
    checkpoint: checkpoint.origin,
    backend: report.backend,
    adapter: report.adapter,
    versions: versions(),
    wall_seconds: (performance.now() - started) / 1000,
    summary: summaryOf(row),
  };
  await replaceFile(files.run, `${JSON.stringify(run, null, 2)}\n`);
  process.stdout.write(`${rowInWords(row)}\n`);
  return 0;
}
