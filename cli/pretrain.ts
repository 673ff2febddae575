import { writeCheckpoint } from '../workers/model/checkpoint.ts';
import { defaultOptions, optionLimits } from '../workers/methods/options.ts';
import { pretrain } from '../workers/methods/pretrain.ts';
import { prepareTask } from '../workers/tasks/index.ts';
import { numberIn, parseFlags, refuseRunOptions, required, runOptions } from './arguments.ts';
import { createFile } from './destination.ts';
import { requireNew } from './files.ts';
import { startEngine } from './nodeEngine.ts';
import { Progress } from './progress.ts';
import { taskNamed } from './tasks.ts';

/** `lab pretrain`: a base model, into one safetensors file. @returns exit status */
export async function pretrainCommand(argv: string[]): Promise<number> {
  const { values: flags } = parseFlags('pretrain', argv, {
    task: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    set: { type: 'string', multiple: true },
  });
  const task = await taskNamed(required(flags.task, 'task', 'name the task to make a base for'));
  const out = required(flags.out, 'out', 'name the checkpoint file to write');
  refuseRunOptions(flags.set);
  const seed = flags.seed === undefined ? [] : [`baseSeed=${numberIn(flags.seed, '--seed', optionLimits.baseSeed)}`];
  const options = runOptions(defaultOptions(task), undefined, [...(flags.set ?? []), ...seed]);
  requireNew(out);
  using engine = await startEngine();
  const { report, grader } = engine;
  const progress = new Progress(options.pretrainSteps + options.secondLookSteps);
  progress.say(report.sentence);
  await prepareTask(task, grader);
  const base = await pretrain(options, grader, ({ phase, step, loss, accuracy }) => {
    const done = phase === 'A' ? step : options.pretrainSteps + step;
    const measured = accuracy === null ? '' : `, ${(100 * accuracy).toFixed(1)}% of sampled answers right`;
    progress.show(done, `phase ${phase}, loss ${loss.toFixed(3)}${measured}`);
  });
  await createFile(out, writeCheckpoint(base));
  progress.say(`Wrote ${out}.`);
  return 0;
}
