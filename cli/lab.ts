/** The same workers without a page: `npm run lab -- help`. */
import { parseFlags } from './arguments.ts';
import { compareCommand } from './compare.ts';
import { evaluateCommand } from './evaluate.ts';
import { gradeCommand } from './grade.ts';
import { gradeBench } from './gradeBench.ts';
import { help } from './help.ts';
import { pretrainCommand } from './pretrain.ts';
import { probeCommand } from './probe.ts';
import { recordCommand } from './record.ts';
import { trainCommand } from './train.ts';

const commands: Record<string, (argv: string[]) => Promise<number>> = {
  train: trainCommand,
  compare: compareCommand,
  evaluate: evaluateCommand,
  grade: gradeCommand,
  'grade-bench': async (argv) => {
    parseFlags('grade-bench', argv, {});
    await gradeBench();
    return 0;
  },
  pretrain: pretrainCommand,
  probe: probeCommand,
  record: recordCommand,
  help: (argv) => {
    parseFlags('help', argv, {});
    process.stdout.write(help());
    return Promise.resolve(0);
  },
};

const [given = 'help', ...argv] = process.argv.slice(2);
const asksForHelp = [given, ...argv].some((word) => word === '--help' || word === '-h');
const name = asksForHelp ? 'help' : given;

try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Error(`There is no command "${name}". Commands: ${Object.keys(commands).join(', ')}.`);
  process.exitCode = await command(asksForHelp ? [] : argv);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// The engine keeps the process alive; all files are written by now.
process.exit();
