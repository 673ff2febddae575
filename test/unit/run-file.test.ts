import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../cli/nodeEngine.ts';
import { RunFolder } from '../../cli/runFolder.ts';
import { largestFile, readRunFile, writeRunFile, type RunInFile } from '../../src/share/runFile.ts';
import { runId } from '../../src/state/identity.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import type { RunEvent } from '../../workers/protocol.ts';
import { course, of, open, optionsOf, pretrainedBase, request } from './sessionRuns.ts';

const options = optionsOf();
const id = runId(options);
let engineGrader: Grader;
let unbroken: RunEvent[];
let half: RunInFile;
let file: Uint8Array;

/** The file with some of its members put otherwise. */
function altered(change: (members: Record<string, Uint8Array>) => void): Uint8Array {
  const members = unzipSync(file);
  change(members);
  return zipSync(members);
}

const withSettings = (change: (settings: Record<string, unknown>) => void): Uint8Array =>
  altered((members) => {
    const settings = JSON.parse(strFromU8(members['settings.json'])) as Record<string, unknown>;
    change(settings);
    members['settings.json'] = strToU8(JSON.stringify(settings));
  });

beforeAll(async () => {
  engineGrader = (await startEngine()).grader;
  const base = await pretrainedBase();
  const whole = open();
  await whole.session.open([request(id, options, base)]);
  await whole.session.play();
  await whole.session.close();
  unbroken = whole.events;

  const first = open();
  await first.session.open([request(id, options, base)]);
  for (let update = 0; update < 5; update++) await first.session.step();
  await first.session.close();
  const { state, step } = of(first.events, 'checkpoint').at(-1) ?? { state: new Uint8Array(), step: -1 };
  half = {
    run: { id, options, step, finished: false, stoppedPrograms: 2, created: 1_700_000_000_000, name: 'Half a run', tags: ['a', 'b'] },
    evaluations: of(first.events, 'evaluation'),
    state,
  };
  file = writeRunFile(half);
});

afterAll(() => engineGrader.close());

describe('a run in one file', () => {
  it('comes back as it was saved', () => {
    expect(half.run.step).toBe(5);
    expect(half.evaluations.map(({ step }) => step)).toEqual([0, 4]);
    expect(readRunFile(file)).toEqual(half);
  });

  it('goes on to the bits of the run that was never saved', async () => {
    const { run, evaluations, state } = readRunFile(file);
    const rest = open();
    await rest.session.open([request(run.id, run.options, null, state)]);
    await rest.session.play();
    await rest.session.close();
    const expected = course(unbroken, id);
    const after = course(rest.events, id);
    expect([...evaluations, ...after.evaluations]).toEqual(expected.evaluations);
    expect(after.updates).toEqual(expected.updates.slice(5));
    expect(after.model).toEqual(expected.model);
  });

  it('is the same file for the same run', () => {
    expect(writeRunFile(half)).toEqual(file);
  });

  it('has no evaluation behind its state', () => {
    const early = { ...half, run: { ...half.run, step: 5 }, evaluations: [...half.evaluations, { ...half.evaluations[1], step: 8 }] };
    expect(readRunFile(writeRunFile(early)).evaluations.map(({ step }) => step)).toEqual([0, 4]);
  });

  it('unzips with another tool to a folder that `lab train --resume` goes on from', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'run-file-'));
    try {
      writeFileSync(join(folder, 'run.zip'), file);
      execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'run.zip'), join(folder, 'run')]);
      const { state, folder: reopened } = await RunFolder.reopen(join(folder, 'run'));
      expect([state?.step, state?.options]).toEqual([5, options]);
      expect(reopened.hasEvaluation(4)).toBe(true);
      expect(reopened.lastHeldOut()).toEqual(half.evaluations[1].rows.filter(({ split }) => split === 'heldout'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a file that is no run', () => {
  it('is told from a zip', () => {
    expect(() => readRunFile(strToU8('{"a":1}'))).toThrow('a run is saved as a zip file, and this is none');
    expect(() => readRunFile(new Uint8Array())).toThrow('and this is none');
  });

  it('is refused where it is another zip', () => {
    expect(() => readRunFile(zipSync({ 'a.txt': strToU8('a') }))).toThrow('there is no settings.json in it');
    expect(() => readRunFile(zipSync({ 'settings.json': strToU8('{"format":"other"}') }))).toThrow('is not "second-thoughts-run-file"');
    expect(() => readRunFile(zipSync({ 'settings.json': strToU8('null') }))).toThrow('is not "second-thoughts-run-file"');
    expect(() => readRunFile(zipSync({ 'settings.json': strToU8('{') }))).toThrow('settings.json is not JSON');
  });

  it('is refused where it is larger than any run', () => {
    expect(() => readRunFile(new Uint8Array(largestFile + 1))).toThrow('it holds 257 MB; the page opens up to 256 MB');
  });

  it('is refused before it is unzipped where it says that it holds more than any run', () => {
    const bomb = zipSync({ 'history.jsonl': new Uint8Array(1000) });
    // The size of what is in it, in the central directory of a zip with one member.
    const directory = bomb.length - 22 - 46 - 'history.jsonl'.length;
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(directory + 24, largestFile + 1, true);
    expect(() => readRunFile(bomb)).toThrow('it holds 257 MB; the page opens up to 256 MB');
  });
});

describe('a run file that is damaged', () => {
  it.each([0.2, 0.5, 0.9, 0.999])('is refused where %d of it is there', (share) => {
    expect(() => readRunFile(file.slice(0, Math.floor(share * file.length)))).toThrow('it does not unzip');
  });

  it('is refused where a byte of the state is another', () => {
    const damaged = altered((members) => (members['state.safetensors'][members['state.safetensors'].length - 1] ^= 1));
    expect(() => readRunFile(damaged)).toThrow('state.safetensors is not what was saved, its SHA-256 differs');
  });

  it('is refused where a member is longer, or missing', () => {
    const longer = altered((members) => (members['history.jsonl'] = strToU8(`${strFromU8(members['history.jsonl'])}\n`)));
    expect(() => readRunFile(longer)).toThrow(/history\.jsonl has \d+ bytes; settings\.json says \d+/);
    expect(() => readRunFile(altered((members) => delete members['rollouts.jsonl']))).toThrow('rollouts.jsonl is missing in it');
  });

  it('is refused where its settings are not those that the state was trained with', () => {
    const otherSeed = { ...options, seed: 9 };
    expect(() => readRunFile(withSettings((settings) => Object.assign(settings, { options: otherSeed, id: runId(otherSeed) })))).toThrow(
      'its state was trained with other settings (seed)',
    );
    expect(() => readRunFile(withSettings((settings) => (settings.step = 4)))).toThrow('its state has 5 updates; settings.json says 4');
    expect(() => readRunFile(withSettings((settings) => (settings.step = -1)))).toThrow('settings.json is wrong at "step"');
  });

  it('is refused where what it says of an evaluation could not be drawn, even with digests that fit', () => {
    const strange = half.evaluations.map((evaluation) => ({ ...evaluation, rows: evaluation.rows.map((row) => ({ ...row, acc_t1: 7 })) }));
    expect(() => readRunFile(writeRunFile({ ...half, evaluations: strange }))).toThrow('line 1 of history.jsonl is wrong at "acc_t1"');
  });
});

describe('a run file of elsewhere', () => {
  it('is refused where it is of another version', () => {
    expect(() => readRunFile(withSettings((settings) => (settings.version = 2)))).toThrow(
      'saved in version 2 of the file; this page reads version 1',
    );
  });

  it('is refused where the run began from another base than the one that ships for its options', () => {
    expect(() => readRunFile(withSettings((settings) => (settings.id = '0123456789abcdef')))).toThrow(
      'began from another base model of addition',
    );
  });

  it('is refused where an option is none of this page', () => {
    expect(() => readRunFile(withSettings((settings) => (settings.options = { ...options, colour: 'red' })))).toThrow('colour');
  });
});
