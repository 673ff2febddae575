import { optionLimits } from '../workers/methods/options.ts';
import type { NumberOption } from '../workers/methods/options.ts';
import { defaultOptions } from '../workers/methods/options.ts';
import { methods } from '../workers/methods/table.ts';
import { taskLabels } from '../workers/tasks/index.ts';

/** What `lab help` prints. */
export function help(): string {
  const defaults = defaultOptions();
  const options = (Object.keys(optionLimits) as NumberOption[]).map(
    (name) => `  ${name.padEnd(18)} ${defaults[name]} (${optionLimits[name].min} to ${optionLimits[name].max})`,
  );
  const dials = taskLabels.flatMap((label) =>
    label.dials.map((dial) => `  ${label.id}: ${dial.key} ${dial.value} (${dial.min} to ${dial.max}). ${dial.hint}`),
  );
  return `Second Thoughts without a page.

npm run lab -- train --task T --method M --seed N --out DIR [--set key=value …] [--base FILE] [--resume]
  Trains one run into DIR: run.json, history.jsonl, rollouts.jsonl, episodes.jsonl, model.safetensors, state.safetensors.
  Ctrl-C pauses. With --resume the same command goes on exactly where the run was, however it ended.

npm run lab -- evaluate --checkpoint FILE --out DIR [--task T] [--n N] [--temperature X] [--seed N] [--base FILE]
  Both turns on N held-out problems, into DIR. With --base, KL to it as well.

npm run lab -- compare --task T --out DIR [--methods A,B] [--seeds 1,2,3] [--jobs N] [--base FILE] [--set key=value …]
  Trains every method with every seed, N at a time, and prints the table of the last evaluations. Repeating it goes on.

npm run lab -- grade [FILE] [--out FILE]
  JSON lines {"id","source","tests":[{"args":[…],"expected":…}]} in, {"id","verdict","detail"} out, in the same order.

npm run lab -- grade-bench
  How many programs per second the sandbox grades here.

npm run lab -- pretrain --task T --out FILE [--seed N] [--set key=value …]
  Makes a base model.

npm run lab -- record --run DIR [--run DIR …] --out FILE
  Finished runs as a recording that the page can show.

Tasks: ${taskLabels.map((label) => label.id).join(', ')}
Methods:
${methods.map((method) => `  ${method.id.padEnd(18)} ${method.summary}`).join('\n')}

Options for --set, with the default for addition and what is allowed:
${options.join('\n')}
  bonusAdvantage     ${defaults.bonusAdvantage} (literal or reweighted)
Dials, likewise:
${dials.join('\n')}
`;
}
