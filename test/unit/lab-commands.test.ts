import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../cli/files.ts';
import { help } from '../../cli/help.ts';
import { sha256Of, shippedBase } from '../../cli/models.ts';
import { optionChoices } from '../../workers/methods/choices.ts';
import { baseOptions, optionLimits } from '../../workers/methods/options.ts';
import { methods } from '../../workers/methods/table.ts';
import { readCheckpoint, writeCheckpoint } from '../../workers/model/checkpoint.ts';
import type { Recording } from '../../workers/protocol.ts';
import { taskLabels } from '../../workers/tasks/index.ts';
import { entry, jsonLines, lab, oneSentence, set, startLab, temporaryFolder, tinyBase, tinyRun } from './lab-process.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const [base, run] = [at('new/folder/base.safetensors'), at('run')];

beforeAll(async () => {
  const made = await lab('pretrain', '--task', 'addition', '--seed', '5', '--out', base, ...set(tinyBase));
  expect(made.stderr).toContain(`Wrote ${base}.`);
  expect(await lab('train', '--task', 'addition', '--method', 'naive', '--base', base, ...tinyRun, '--out', run)).toMatchObject({
    status: 0,
  });
});

const evaluate = async (checkpoint: string, name: string, ...more: string[]) => {
  const ended = await lab('evaluate', '--checkpoint', checkpoint, '--out', at(name), ...more);
  expect(ended).toMatchObject({ status: 0 });
  const [row] = jsonLines(runFiles(at(name)).history);
  return { ended, row, episodes: jsonLines(runFiles(at(name)).episodes) };
};

describe('lab pretrain', () => {
  it('writes a base that says how it was made, into a folder it makes', () => {
    expect(readCheckpoint(readFileSync(base))).toMatchObject({
      task: 'addition',
      dials: { digits: 2, chains: 0.3 },
      model: { layers: 1, heads: 2, width: 16 },
      origin: { command: 'pretrain', seed: 5, batch: 32 },
    });
  });

  it('makes the same bytes of the same seed', async () => {
    const again = at('again.safetensors');
    expect(await lab('pretrain', '--task', 'addition', '--seed', '5', '--out', again, ...set(tinyBase))).toMatchObject({ status: 0 });
    expect(readFileSync(again).equals(readFileSync(base))).toBe(true);
  });
});

describe('lab evaluate', () => {
  it('measures at temperature 0 what the run itself measured there at its end', async () => {
    const { row, episodes, ended } = await evaluate(
      runFiles(run).model,
      'greedy',
      '--task',
      'addition',
      '--n',
      '30',
      '--temperature',
      '0',
      '--base',
      base,
    );
    const own = jsonLines(runFiles(run).history).find(
      ({ step, split, temperature }) => step === 20 && split === 'heldout' && temperature === 0,
    );
    expect(row).toEqual({ ...own, stage: 'evaluation' });
    expect(episodes).toEqual(jsonLines(runFiles(run).episodes).filter(({ temperature }) => temperature === 0));
    expect(ended.stdout).toMatch(/^step 20 \(evaluation\), held out, greedy: first .+ n=30\n$/);
  });

  it('samples at temperature 1, the same with the same seed and otherwise with another', async () => {
    const [first, again, other] = await Promise.all([
      evaluate(base, 't1', '--n', '40', '--temperature', '1', '--seed', '3'),
      evaluate(base, 't1-again', '--n', '40', '--temperature', '1', '--seed', '3'),
      evaluate(base, 't1-other', '--n', '40', '--temperature', '1', '--seed', '4'),
    ]);
    expect(first.row).toMatchObject({ n: 40, temperature: 1, split: 'heldout', kl_t1: null, kl_t2: null });
    expect(again.episodes).toEqual(first.episodes);
    expect(other.episodes.map(({ prompt }) => prompt)).toEqual(first.episodes.map(({ prompt }) => prompt));
    expect(other.episodes).not.toEqual(first.episodes);
  });

  it('says in run.json what was evaluated and how', () => {
    expect(JSON.parse(readFileSync(runFiles(at('greedy')).run, 'utf8'))).toMatchObject({
      command: expect.stringMatching(/^npm run lab -- evaluate --checkpoint /) as string,
      options: { task: 'addition', n: 30, temperature: 0, seed: 1 },
      checkpoint: { command: 'train', step: 20 },
      versions: { node: process.versions.node },
      adapter: expect.any(String) as string,
      wall_seconds: expect.any(Number) as number,
      summary: { n: 30 },
    });
  });
});

/** A model file that differs from another in its origin alone. */
function otherOrigin(path: string, name: string): string {
  const model = readCheckpoint(readFileSync(path));
  writeFileSync(at(name), writeCheckpoint({ ...model, origin: { ...model.origin, recipe: 'another' } }));
  return at(name);
}

describe('lab compare', () => {
  it('trains every method with every seed and prints the last evaluations; given again, it only prints, unless the base is another', async () => {
    const compare = ['compare', '--task', 'addition', '--methods', 'naive,score', '--seeds', '3', '--jobs', '2', '--base', base];
    const command = [...compare, ...tinyRun, '--set', 'steps=3', '--out', at('compared')];
    const first = await lab(...command);
    expect(first).toMatchObject({ status: 0, stderr: expect.stringContaining('2 of 2 runs to train') as string });
    const names = first.stdout
      .split('\n')
      .slice(2, -1)
      .map((line) => line.split(' | ').slice(0, 4).join());
    const rows = (name: string): string[] => [`| ${name},held out,0,1`, `| ${name},held out,1,1`];
    expect(names).toEqual([...rows('base'), ...rows('naive'), '| naive,training,1,1', ...rows('score'), '| score,training,1,1']);
    const again = await lab(...command);
    expect(again).toMatchObject({ status: 0, stdout: first.stdout, stderr: expect.stringContaining('0 of 2 runs to train') as string });
    const other = otherOrigin(base, 'other.safetensors');
    const refused = await lab(...command, '--base', other);
    expect(refused).toMatchObject(oneSentence);
    expect(refused.stderr).toContain(`The finished run in ${at('compared/naive-3')} was started from another base (SHA-256: `);
    expect(refused.stderr).toContain(`than ${other} (${sha256Of(readCheckpoint(readFileSync(other)))}).`);
  });

  it('does not go on with an unfinished run of another base than the one that ships', async () => {
    const shipped = shippedBase('addition');
    const little = ['--task', 'addition', ...set({ steps: 1, batch: 4, group: 2, heldOut: 1 })];
    const paused = at('mixed/naive-3');
    const start = ['train', ...little, '--method', 'naive', '--seed', '3', '--out', paused];
    expect(await lab(...start, '--base', otherOrigin(shipped, 'earlier.safetensors'))).toMatchObject({ status: 0 });
    rmSync(runFiles(paused).run);
    const ended = await lab('compare', ...little, '--methods', 'naive', '--seeds', '3', '--out', at('mixed'));
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(readFileSync(`${paused}.log`, 'utf8')).toContain(`started from another base than ${shipped}.`);
  });
});

describe('lab record', () => {
  it('puts finished runs into one file that the page reads', async () => {
    const file = at('recordings/addition.json');
    expect(await lab('record', '--run', run, '--run', run, '--out', file)).toMatchObject({ status: 0 });
    const recordings = JSON.parse(readFileSync(file, 'utf8')) as Recording[];
    expect(recordings).toHaveLength(2);
    const [{ options, command, backend, seconds, model, evaluations }] = recordings;
    expect(options).toMatchObject({ task: 'addition', method: 'naive', steps: 20 });
    expect(command).toContain('lab -- train');
    expect(['wasm', 'webgpu']).toContain(backend);
    expect(seconds).toBeGreaterThan(0);
    expect(model).toMatch(/^addition-naive-\d+-[\da-f]{8}\.safetensors$/);
    expect(readFileSync(at(`recordings/${model}`))).toEqual(readFileSync(runFiles(run).model));
    expect(evaluations.map(({ step }) => step)).toEqual([0, 8, 16, 20]);
    expect(evaluations.flatMap(({ rows }) => rows)).toEqual(jsonLines(runFiles(run).history));
    for (const { kind, episodes } of evaluations) {
      expect(kind).toBe('evaluation');
      expect(episodes.map(({ temperature, views }) => [temperature, views.length])).toEqual([
        [0, 16],
        [1, 16],
      ]);
    }
  });
});

describe('lab help', () => {
  it('names every command, task, method, option and dial', async () => {
    const { status, stdout, stderr } = await lab('help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { stderr: unknown } = await lab('nothing');
    const commands = (/Commands: (.*)\.\n$/.exec(unknown)?.[1] ?? '').split(', ').filter((name) => name !== 'help');
    expect(commands).toEqual(expect.arrayContaining(['train', 'evaluate', 'grade', 'pretrain', 'record']));
    for (const name of commands) expect(stdout).toMatch(new RegExp(`npm run lab -- ${name}\\s`));
    const words = [
      ...taskLabels.map(({ id }) => id),
      ...methods.map(({ id }) => id),
      ...Object.keys(optionLimits),
      ...Object.keys(optionChoices),
    ];
    for (const word of words) expect(stdout).toMatch(new RegExp(`\\b${word}\\b`));
    for (const { id, dials } of taskLabels) for (const { key } of dials) expect(stdout).toContain(`${id}: ${key} `);
    const flags = [
      'task',
      'method',
      'seed',
      'out',
      'set',
      'resume',
      'base',
      'checkpoint',
      'n',
      'temperature',
      'methods',
      'seeds',
      'jobs',
      'run',
    ];
    for (const flag of flags) expect(stdout).toMatch(new RegExp(`--${flag}\\b`));
  });

  it('writes a setting as it is read: --set once for each', () => {
    expect(help()).not.toContain('key=value …');
    expect(help().match(/\[--set key=value\]…/g)).toHaveLength(3);
    expect(help()).toContain('--set, which is given once for each');
  });

  it('tells the default of every task, and the options of a base apart from those of a run', () => {
    const [ofRun, ofBase] = help().split('Options for --set in pretrain');
    expect(ofRun).toMatch(
      /^ {2}pool +addition 512, countdown \d+, transpile 2048, functions \d+, colouring \d+, recall \d+ \(0 to 1000000, whole\)$/m,
    );
    for (const option of Object.keys(optionLimits)) {
      const isOfBase = baseOptions.some((name) => name === option);
      expect(
        [ofRun, ofBase].map((part) => new RegExp(`^ {2}${option} `, 'm').test(part)),
        option,
      ).toEqual([!isOfBase, isOfBase]);
    }
  });

  it.each([[[]], [['--help']], [['train', '--help']]])('is what `lab %s` prints', async (arguments_) => {
    const { status, stdout } = await lab(...arguments_);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Second Thoughts without a page\.\n/);
  });
});

describe('a pipe', () => {
  const shell = (script: string): string =>
    execFileSync('bash', ['-c', `set -o pipefail; ${script}`], {
      encoding: 'utf8',
      env: { ...process.env, LAB: `${process.execPath} ${entry}`, IN: at('programs.jsonl') },
    });

  it('that is read slowly gets all of a long output', () => {
    const line = (id: number): string =>
      `${JSON.stringify({ id, source: `()=>${id}+"${'x'.repeat(100)}"`, tests: [{ args: [], expected: 1 }] })}\n`;
    writeFileSync(at('programs.jsonl'), Array.from({ length: 4000 }, (_, id) => line(id)).join(''));
    const [count, bytes] = shell('$LAB grade $IN | (sleep 2; tee >(wc -c >&2) | wc -l; wait) 2>&1').trim().split(/\s+/).map(Number);
    // More than a pipe holds.
    expect(Math.max(count, bytes)).toBeGreaterThan(2 ** 17);
    expect(Math.min(count, bytes)).toBe(4000);
  });

  it('gets all of the help, whatever its reader does first', () => {
    // Here as its users start it, from its sources.
    const sources = fileURLToPath(new URL('../../cli/lab.ts', import.meta.url));
    expect(shell('$LAB help | (sleep 1.5; cat)')).toBe(
      execFileSync(process.execPath, ['--import', 'tsx', sources, 'help'], { encoding: 'utf8' }),
    );
  });

  it('that is closed at once breaks nothing', async () => {
    const { child, ended } = startLab(['help']);
    child.stdout.destroy();
    const { stderr } = await ended;
    expect(stderr).toBe('');
  });
});

it('a base of one task is never taken for another', async () => {
  const { status, stderr } = await lab('train', '--task', 'transpile', '--base', base, '--out', at('wrong'));
  expect(status).toBe(1);
  expect(stderr).toContain('The base checkpoint was made for the task "addition", not for "transpile".');
  expect(existsSync(at('wrong'))).toBe(false);
});
