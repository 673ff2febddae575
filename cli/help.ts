import { baseOptions, defaultOptions, isBaseOption, optionLimits, sizeOptions } from '../workers/methods/options.ts';
import type { NumberOption } from '../workers/methods/options.ts';
import { cellKls, cellRewards } from '../workers/methods/cells.ts';
import { optionChoices } from '../workers/methods/choices.ts';
import type { ChoiceOption } from '../workers/methods/choices.ts';
import { methods } from '../workers/methods/table.ts';
import { taskLabels } from '../workers/tasks/index.ts';

/** One line for every option, with the default of every task where they differ. */
function optionLines(names: readonly NumberOption[]): string {
  const line = (name: NumberOption): string => {
    const values = taskLabels.map(({ id }) => ({ id, value: defaultOptions(id)[name] }));
    const differs = values.some(({ value }) => value !== values[0].value);
    const shown = differs ? values.map(({ id, value }) => `${id} ${value}`).join(', ') : String(values[0].value);
    const { min, max, integer } = optionLimits[name];
    return `  ${name.padEnd(20)} ${shown} (${min} to ${max}${integer ? ', whole' : ''})`;
  };
  return names.map(line).join('\n');
}

/** What `lab help` prints. */
export function help(): string {
  const defaults = defaultOptions();
  const options = Object.keys(optionLimits) as NumberOption[];
  const dials = taskLabels.flatMap((label) =>
    label.dials.map((dial) => `  ${label.id}: ${dial.key} ${dial.value} (${dial.min} to ${dial.max}). ${dial.hint}`),
  );
  const choiceLines = (Object.keys(optionChoices) as ChoiceOption[])
    .map((name) => `  ${name.padEnd(20)} ${defaults[name]} (${Object.keys(optionChoices[name]).join(', ')})`)
    .join('\n');
  return `Second Thoughts without a page.

npm run lab -- train --task T --out DIR [--method M] [--seed N] [--set key=value]… [--base FILE] [--resume] [--corrections]
  Trains one run into DIR, from the shipped base unless --base names another; the method is ${defaults.method} and the seed ${defaults.seed} if none is given.
  In DIR: run.json, history.jsonl, rollouts.jsonl, episodes.jsonl, model.safetensors, state.safetensors, and clock.json until it ends.
  --corrections writes corrections.jsonl too: at every evaluation, how often wrong first answers are corrected, the base's and its own.
  Ctrl-C pauses. With --resume the same command goes on exactly where its state was last saved, however it ended.

npm run lab -- evaluate --checkpoint FILE --out DIR [--task T] [--n 1000] [--temperature 0] [--seed 1] [--base FILE] [--problems watched]
                        [--instruction plain]
  Both turns on N held-out problems, into DIR: run.json, history.jsonl, episodes.jsonl. With --base, KL to it as well. --task only checks
  that the checkpoint is of that task. --problems report takes held-out problems that no run evaluates on; --instruction reworded asks for
  the second answer in the other wording that bases know, verify only where the model's own verdict on its first answer is to revise it.

npm run lab -- compare --task T --out DIR [--methods naive,score] [--seeds 1,2,3] [--jobs 1] [--base FILE] [--set key=value]…
  Trains every method with every seed into DIR/METHOD-SEED, as many at a time as --jobs says, each with a log beside its folder. Prints a
  table of the base and of every run's last evaluation, in percent: means over seeds with the half-width of their 95% t-interval; over the
  problems, where there is one seed. Repeating the command goes on with runs that did not finish.

npm run lab -- grade [FILE] [--out FILE]
  JSON lines {"id","source","tests":[{"args":[…],"expected":…}]} in, {"id","verdict","detail"} out, in the same order; without files
  from standard input to standard output. The verdict is pass, fail, error, timeout, memory or rejected.

npm run lab -- grade-bench
  How many programs per second the sandbox grades here.

npm run lab -- pretrain --task T --out FILE [--seed N] [--set key=value]…
  Makes a base model. --seed is short for --set baseSeed=N.

npm run lab -- probe --checkpoint FILE --base FILE --out FILE [--n 500] [--seed 1] [--problems watched|report]
  What a trained model does, on N held-out problems (see evaluate), beside its evaluation: the swap test (first answers of others), majority voting in
  parallel and in sequence, ten attempts in a row, fixed and self-generated first attempts, transitions by level, diversity of answers.

npm run lab -- record --run DIR [--run DIR …] --out FILE
  Finished runs as a recording that the page can show.

Tasks: ${taskLabels.map((label) => label.id).join(', ')}; or FILE.js, a task of your own (like public/tasks/sort.js), which needs a base made with pretrain.
Methods:
${methods.map((method) => `  ${method.id.padEnd(20)} ${method.summary}`).join('\n')}

Options for --set, which is given once for each, in train and compare, with the default and what is allowed (pool 0: always fresh problems):
${optionLines(options.filter((name) => !isBaseOption(name)))}
${choiceLines}
  cell.STAGE.TURN      what the method's table has there, as cell.2.2=r2-beta1: a reward (${cellRewards.join(', ')}) and, behind it, the KL that is
                       taken off (${cellKls
                         .filter((kl) => kl !== 'none')
                         .map((kl) => `-${kl}`)
                         .join(', ')}, or none)
Options for --set in pretrain, which heeds batch and the dials too (a run may only repeat its base's ${sizeOptions.join(', ')}):
${optionLines([...baseOptions])}
Dials for --set; those of a run are its base's:
${dials.join('\n')}
`;
}
