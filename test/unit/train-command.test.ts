import { expect, it } from 'vitest';
import { parseFlags, runOptions } from '../../cli/arguments.ts';
import { trainFlags } from '../../cli/train.ts';
import { defaultOptions, ownTaskId, type RunOptions } from '../../workers/protocol.ts';
import { isBaseOption } from '../../workers/methods/options.ts';
import '../../src/languages/english.ts';
import { trainCommands } from '../../src/share/trainCommand.ts';
import { applySettings, defaultColumns } from '../../src/state/setup.ts';

const both = (key: string, value: string) => ({ key, value, column: 'both' as const });

/** What the command line makes of a command that the page shows, from these options. */
function readBack(command: string, start: RunOptions): { options: RunOptions; base?: string; out?: string } {
  const [, , , , name, ...argv] = command.split(' ');
  // What makes a base takes a part of them.
  const { values } = parseFlags(name, argv, trainFlags);
  const { seed, set, base, out } = values;
  return { options: runOptions(start, seed, set), base, out };
}

it('the command of a run from a shipped base gives its options', () => {
  const [, options] = applySettings(defaultColumns('addition'), [
    both('seed', '7'),
    both('steps', '20'),
    { key: 'cell.2.2', value: 'r2-beta1', column: 1 },
  ]);
  const [command, ...others] = trainCommands(options);
  expect(others).toEqual([]);
  expect(command).toContain('npm run lab -- train --task addition --method score --seed 7 ');
  expect(readBack(command, defaultOptions('addition', 'score')).options).toEqual(options);
});

it('a run from a base of its own has the command that makes the base before its own', () => {
  const [options] = applySettings(defaultColumns('addition'), [both('width', '32'), both('copyShare', '0.5'), both('dial.digits', '2')]);
  const [pretrain, train] = trainCommands(options);
  const ofBase = readBack(pretrain, defaultOptions('addition'));
  const ofRun = readBack(train, defaultOptions('addition', 'naive'));
  expect(ofRun.base).toBe(ofBase.out);
  expect(ofRun.options.dials).toEqual(options.dials);
  for (const key of Object.keys(options).filter(isBaseOption)) {
    const name = key as keyof RunOptions;
    expect([name, ofBase.options[name]]).toEqual([name, options[name]]);
    // Its size and its training are the base's, which the command line reads from it.
    expect(train).not.toContain(`${name}=`);
  }
});

it('a task of one’s own is read from a file', () => {
  const options = defaultOptions(
    ownTaskId('// Sort\nfunction make(random) {\n  return "ba";\n}\nfunction check() {\n  return true;\n}\n'),
    'score',
  );
  expect(trainCommands(options).map((command) => command.split(' ').slice(4, 7))).toEqual([
    ['pretrain', '--task', 'task.js'],
    ['train', '--task', 'task.js'],
  ]);
});
