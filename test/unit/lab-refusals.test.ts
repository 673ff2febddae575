import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareCommand } from '../../cli/compare.ts';
import { evaluateCommand } from '../../cli/evaluate.ts';
import { pretrainCommand } from '../../cli/pretrain.ts';
import { recordCommand } from '../../cli/record.ts';
import { trainCommand } from '../../cli/train.ts';
import { writeCheckpoint } from '../../workers/model/checkpoint.ts';
import { initialWeights } from '../../workers/model/shape.ts';
import { lab, sentenceLine, snapshot, temporaryFolder } from './lab-process.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

/** An untrained model of two-digit addition. */
const model = { layers: 1, heads: 2, width: 8, context: 12, vocabulary: 13 };
const fresh = { model, task: 'addition', dials: { digits: 2, chains: 0.3 }, origin: {}, weights: initialWeights(model, 1) };
const base = at('base.safetensors');
writeFileSync(base, writeCheckpoint(fresh));
writeFileSync(at('cut.safetensors'), readFileSync(base).subarray(0, 3000));
writeFileSync(at('text.safetensors'), 'not a model, but long enough to be looked at');
const short = { ...model, context: 11 };
writeFileSync(at('short.safetensors'), writeCheckpoint({ ...fresh, model: short, weights: initialWeights(short, 1) }));
writeFileSync(
  at('wordy.safetensors'),
  writeCheckpoint({ ...fresh, model: { ...model, vocabulary: 20 }, weights: initialWeights({ ...model, vocabulary: 20 }, 1) }),
);
writeFileSync(at('chess.safetensors'), writeCheckpoint({ ...fresh, task: 'chess' }));
writeFileSync(at('file'), 'mine');
mkdirSync(at('full'));
writeFileSync(at('full/letter.txt'), 'mine');
mkdirSync(at('damaged'));
writeFileSync(at('damaged/run.json'), '{"command":');
mkdirSync(at('runs/naive-1'), { recursive: true });
writeFileSync(at('runs/naive-1/run.json'), '{"command":');

const out = at('out');
const trainOn = (file: string, ...more: string[]): string[] => [
  'train',
  '--task',
  'addition',
  '--set',
  'digits=2',
  '--base',
  file,
  '--out',
  out,
  ...more,
];
const evaluate = (file: string, ...more: string[]): string[] => ['evaluate', '--checkpoint', file, '--out', out, ...more];
const pretrain = (...more: string[]): string[] => ['pretrain', '--task', 'addition', '--out', out, ...more];

const compare = (...more: string[]): string[] => ['compare', '--task', 'addition', '--out', out, ...more];

const refusals: [what: string, command: string[], sentence: string][] = [
  ['an unknown command', ['trian'], 'There is no command "trian". Commands: train, '],
  ['a command that every object has', ['constructor'], 'There is no command "constructor".'],
  ['an unknown flag', trainOn(base, '--sed', '3'), 'train has no option "--sed". "npm run lab -- help" lists the options of train.'],
  ['a flag with one dash', trainOn(base, '-seed', '3'), 'train has no option "-seed".'],
  ['a flag without its value', ['train', '--task', '--out', out], '--task needs a value; got "--out". "npm run lab -- help"'],
  ['a flag at the end without its value', ['train', '--task'], '--task needs a value; got nothing.'],
  ['a value for a flag that takes none', trainOn(base, '--resume=yes'), '--resume takes no value; got "yes".'],
  ['stray words', trainOn(base, 'very', 'quickly'), 'train takes no word without a flag; got "very" and "quickly".'],
  ['no task', ['train', '--out', out], '--task is missing: name the task to train on.'],
  ['no folder', ['train', '--task', 'addition'], '--out is missing: name the folder for the results.'],
  [
    'an unknown task',
    ['train', '--task', 'chess', '--out', out],
    'There is no task "chess". Choose one of: addition, countdown, transpile, functions, colouring, recall.',
  ],
  ['an unknown method', trainOn(base, '--method', 'dpo'), 'There is no method "dpo". Choose one of: naive, '],
  ['a seed in words', trainOn(base, '--seed', 'one'), '--seed must be a number; got "one".'],
  ['a seed below zero', trainOn(base, '--seed', '-1'), '--seed must be a whole number from 0 to 2147483647; got -1.'],
  ['a seed below zero behind =', trainOn(base, '--seed=-1'), '--seed must be a whole number from 0 to 2147483647; got -1.'],
  ['a seed of a base below zero', pretrain('--seed', '-1'), '--seed must be a whole number from 0 to 2147483647; got -1.'],
  ['a setting without a value', trainOn(base, '--set', 'alpha'), '--set needs key=value; got "alpha".'],
  ['a setting of nothing', trainOn(base, '--set', 'alpha='), 'alpha must be a number; got "".'],
  ['an unknown setting', trainOn(base, '--set', 'alhpa=3'), 'There is no option "alhpa" to set. Options: seed, steps, '],
  ['a setting that every object has', trainOn(base, '--set', '__proto__=3'), 'There is no option "__proto__" to set.'],
  [
    'an option of the base',
    trainOn(base, '--set', 'copyShare=0.5'),
    'copyShare is an option of the base, not of a run. Make a base with "lab pretrain --set copyShare=0.5"',
  ],
  ['an option out of range', trainOn(base, '--set', 'alpha=-1'), 'alpha must be a number between 0 and 100; got -1.'],
  [
    'a dial out of range',
    trainOn(base, '--set', 'digits=99'),
    'The dial "digits" of "addition" must be from 2 to 8 in steps of 1; got 99.',
  ],
  ['a batch that is no multiple of the group', trainOn(base, '--set', 'batch=10'), 'batch must be a multiple of group; got 10 and 8.'],
  ['a base that is not there', trainOn(at('none')), `The base ${at('none')} cannot be used. There is no file ${at('none')}.`],
  ['a base that is a folder', trainOn(at('full')), `The base ${at('full')} cannot be used.`],
  ['a base that was cut off', trainOn(at('cut.safetensors')), 'The file was cut off'],
  ['a base that is no model', trainOn(at('text.safetensors')), 'This is not a safetensors file'],
  ['a base of other dials', trainOn(base, '--set', 'digits=3'), 'The base checkpoint was made with digits = 2; the run has digits = 3.'],
  ['a base of another size than the options say', trainOn(base, '--set', 'width=16'), 'The base has width = 8; the command says 16.'],
  ['a base with too short a context', trainOn(at('short.safetensors')), 'a shorter context'],
  ['a folder that is a file', [...trainOn(base), '--out', at('file')], `${at('file')} is not a folder`],
  ['a folder below a file', [...trainOn(base), '--out', at('file/below')], `The folder ${at('file/below')} cannot be made`],
  ['a folder that is not empty', [...trainOn(base), '--out', at('full')], `The folder ${at('full')} is not empty and is not overwritten.`],
  [
    'a folder to resume that holds something else',
    [...trainOn(base), '--out', at('full'), '--resume'],
    'holds letter.txt, but no state of a run to resume',
  ],
  ['a file to resume', [...trainOn(base), '--out', at('file'), '--resume'], `${at('file')} is not a folder`],
  ['no checkpoint', ['evaluate', '--out', out], '--checkpoint is missing: name the model file to evaluate.'],
  [
    'a checkpoint that was cut off',
    evaluate(at('cut.safetensors')),
    `The checkpoint ${at('cut.safetensors')} cannot be used. The file was cut off`,
  ],
  [
    'a checkpoint of another task than asked for',
    evaluate(base, '--task', 'transpile'),
    'The checkpoint was made for the task "addition", not for "transpile".',
  ],
  ['a checkpoint of a task that there is not', evaluate(at('chess.safetensors')), 'There is no task "chess".'],
  ['a checkpoint with another vocabulary', evaluate(at('wordy.safetensors')), 'another vocabulary'],
  ['no problems', evaluate(base, '--n', '0'), '--n must be a whole number from 1 to 100000; got 0.'],
  ['fewer problems than none', evaluate(base, '--n', '-5'), '--n must be a whole number from 1 to 100000; got -5.'],
  ['half a problem', evaluate(base, '--n', '1.5'), '--n must be a whole number from 1 to 100000; got 1.5.'],
  ['a temperature below zero', evaluate(base, '--temperature', '-.5'), '--temperature must be a number from 0 to 5; got -0.5.'],
  ['results in a folder that is not empty', [...evaluate(base), '--out', at('full')], 'is not empty and is not overwritten'],
  ['a base of another size', evaluate(base, '--base', at('short.safetensors')), 'models of different sizes'],
  ['a base file that exists', pretrain('--out', at('file')), `${at('file')} exists and is not overwritten.`],
  [
    'a base that cannot be reached',
    pretrain('--set', 'digits=2', '--set', 'width=8', '--set', 'batch=8', '--set', 'pretrainSteps=1'),
    'The base reached an accuracy of 0.00 in 1 updates, not 0.5.',
  ],
  ['no jobs', compare('--jobs', '0'), '--jobs must be a whole number from 1 to 64; got 0.'],
  ['seeds that are none', compare('--seeds', '1,,3'), 'A seed of --seeds must be a number; got "".'],
  ['seeds below zero', compare('--seeds', '-1,2'), 'A seed of --seeds must be a whole number from 0 to 2147483647; got -1.'],
  ['a comparison with an unknown method', compare('--methods', 'naive,dpo'), 'There is no method "dpo".'],
  ['a seed twice in a comparison', compare('--seeds', '1,2,1'), '--seeds names 1 twice; name it once.'],
  ['a method twice in a comparison', compare('--methods', 'score,score'), '--methods names score twice; name it once.'],
  ['one seed for all of a comparison', compare('--set', 'seed=4'), 'The seeds of a comparison are those of --seeds, not of --set.'],
  ['a comparison with an option of the base', compare('--set', 'baseSeed=4'), 'baseSeed is an option of the base, not of a run.'],
  ['a comparison in a folder that is a file', compare('--out', at('file')), `The folder ${at('file')} cannot be made`],
  [
    'a comparison with a damaged run',
    [...compare('--methods', 'naive', '--seeds', '1', '--base', base, '--set', 'digits=2'), '--out', at('runs')],
    'run.json is damaged: it is not JSON. Remove ',
  ],
  ['a comparison from a base that is not there', compare('--base', at('none')), `The base ${at('none')} cannot be used.`],
  [
    'a comparison from a base of another size than the options say',
    compare('--base', base, '--set', 'width=16'),
    'The base has width = 8; the command says 16.',
  ],
  ['a base with the seed of a run', pretrain('--set', 'seed=99'), 'seed is an option of a run, not of a base. Set layers, heads, width,'],
  ['a base with a reward of a run', pretrain('--set', 'alpha=3'), 'alpha is an option of a run, not of a base.'],
  ['a base with an advantage', pretrain('--set', 'estimator=grpo'), 'estimator is an option of a run, not of a base.'],
  ['a word behind grade-bench', ['grade-bench', 'foo'], 'grade-bench takes no word without a flag; got "foo".'],
  ['a word behind help', ['help', 'foo'], 'help takes no word without a flag; got "foo".'],
  ['a recording of nothing', ['record', '--out', out], '--run is missing: name at least one folder of a finished run.'],
  ['a recording of no run', ['record', '--run', at('full'), '--out', at('deep/down/out')], 'holds no finished run'],
  ['a recording of a damaged run', ['record', '--run', at('damaged'), '--out', out], 'run.json is damaged: it is not JSON.'],
  ['a recording over a file', ['record', '--run', at('full'), '--out', at('file')], `${at('file')} exists and is not overwritten.`],
];

/** The commands without the process around them, which takes most of a second to start. */
const commands: Record<string, (argv: string[]) => Promise<number>> = {
  train: trainCommand,
  compare: compareCommand,
  evaluate: evaluateCommand,
  pretrain: pretrainCommand,
  record: recordCommand,
};

/**
 * Refused in a process of their own: what lab.ts itself says, and of the commands, which it answers all alike, one before the engine is started
 * and one that the engine is needed for.
 */
const inProcess = [
  'an unknown command',
  'a command that every object has',
  'a word behind grade-bench',
  'a word behind help',
  'an option out of range',
  'a base that cannot be reached',
];

describe('the command line refuses, and writes nothing,', () => {
  const before = snapshot(folder);

  it.each(refusals.filter(([what]) => !inProcess.includes(what)))('%s, with one sentence', async (_what, [name, ...argv], sentence) => {
    const refused = await commands[name](argv).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(refused).toContain(sentence);
    expect(`${refused}\n`).toMatch(sentenceLine);
    expect(snapshot(folder)).toBe(before);
  });

  it.each(refusals.filter(([what]) => inProcess.includes(what)))(
    '%s, with one sentence on standard error and status 1',
    async (_what, command, sentence) => {
      const { status, stdout, stderr } = await lab(...command);
      expect(stderr).toContain(sentence);
      // What the engine says while it starts, and how far it came, is no part of the refusal.
      expect(stderr.replace(/^(Training runs on|\[[#.]*\]) [^\n]*\n/gm, '')).toMatch(sentenceLine);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(snapshot(folder)).toBe(before);
    },
  );
});
