import * as tf from '@tensorflow/tfjs-core';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createNodeGrader } from '../../workers/grader/spawnNode.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import { probeNames } from '../../workers/methods/probes/list.ts';
import { Session } from '../../workers/methods/session.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { writeCheckpoint } from '../../workers/model/checkpoint.ts';
import type { ProbeProgress, RunEvent } from '../../workers/protocol.ts';
import { lab, temporaryFolder } from './lab-process.ts';
import { graderBy, tinyBase, tinyOptions } from './reference/tinyRuns.ts';

const options = tinyOptions();
const base = writeCheckpoint(tinyBase(options));
const folder = temporaryFolder();
/** Passes what is even or odd as the sum is: half of what an untrained model says, and every right answer. */
const parityGrader = graderBy((sum, expected) => sum % 2 === expected % 2);

beforeAll(async () => void (await startBackend({ prefer: 'wasm' })));

/** A session with one open run, "a". */
async function open(grader: Grader = parityGrader, onEvent: (event: RunEvent, session: Session) => void = () => undefined) {
  const events: RunEvent[] = [];
  const session: Session = new Session(grader, (event) => {
    events.push(event);
    onEvent(event, session);
  });
  await session.open([{ id: 'a', options, base, resume: null }]);
  return { session, events };
}

/** Pauses a run for the first time behind an update. */
const pauseBehind = (step: number) => (event: RunEvent, session: Session) => {
  if (event.kind === 'update' && event.step === step) void session.pause();
};

const ignore = (): void => undefined;

/** Everything that a run has said, but for how long it took. */
const said = (events: readonly RunEvent[]): RunEvent[] =>
  events.map((event) => (event.kind === 'update' ? { ...event, milliseconds: 0 } : event));

describe('a closer look at an open run', () => {
  it('finds what `lab probe` finds of the same model, and says which probe of how many is being made', async () => {
    const { session, events } = await open(createNodeGrader());
    await session.play();
    const steps: ProbeProgress[] = [];
    const results = await session.probe('a', 12, (progress) => steps.push(progress));
    await session.close();

    const finished = events.find((event) => event.kind === 'finished');
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('model.safetensors'), finished!.model);
    writeFileSync(at('base.safetensors'), base);
    const files = ['--checkpoint', at('model.safetensors'), '--base', at('base.safetensors'), '--out', at('probes.json')];
    expect(await lab('probe', ...files, '--n', '12', '--seed', '5')).toMatchObject({ status: 0 });
    const file = JSON.parse(readFileSync(at('probes.json'), 'utf8')) as Record<string, unknown>;
    expect(results).toEqual(Object.fromEntries(probeNames.map((name) => [name, file[name]])));

    expect(steps.map(({ done, of, doing }) => [done, of, doing])).toEqual([...probeNames, null].map((name, done) => [done, 7, name]));
    expect(steps.map((step) => Object.keys(step.results))).toEqual([...steps.keys()].map((done) => probeNames.slice(0, done)));
    expect(steps[7].results).toEqual(results);
  });

  it('leaves a run that goes on with the same bits as one that was never looked at', async () => {
    const straight = await open(parityGrader, pauseBehind(3));
    await straight.session.play();
    await straight.session.play();
    const looked = await open(parityGrader, pauseBehind(3));
    const look = () => looked.session.probe('a', 9, ignore);
    const before = await look();
    await looked.session.play();
    const halfway = await look();
    await looked.session.play();
    expect(said(looked.events)).toEqual(said(straight.events));
    expect(looked.events.some(({ kind }) => kind === 'finished')).toBe(true);
    expect(halfway).not.toEqual(before);
    const tensors = tf.memory().numTensors;
    await look();
    expect(tf.memory().numTensors).toBe(tensors);
    await straight.session.close();
    await looked.session.close();
  });

  it('ends with nothing when it is stopped, and takes nothing with it', async () => {
    const { session, events } = await open();
    const tensors = tf.memory().numTensors;
    const steps: ProbeProgress[] = [];
    const stopped = session.probe('a', 9, (progress) => {
      steps.push(progress);
      if (progress.doing === 'voting') session.stopProbe();
    });
    expect(await stopped).toBeNull();
    expect(steps.at(-1)).toMatchObject({ done: 2, doing: 'voting' });
    expect(tf.memory().numTensors).toBe(tensors);
    await session.play();
    expect(events.at(-2)).toMatchObject({ kind: 'finished', step: 6 });
    expect(await session.probe('a', 9, ignore)).not.toBeNull();
    await session.close();
  });

  it('is given up when the session is closed or paused', async () => {
    const { session } = await open();
    const paused = session.probe('a', 9, ignore);
    await session.pause();
    expect(await paused).toBeNull();
    const closed = session.probe('a', 9, ignore);
    await session.close();
    expect(await closed).toBeNull();
  });

  it('is refused with a sentence where it cannot be taken', async () => {
    const { session } = await open();
    const playing = session.play();
    await expect(session.probe('a', 9, ignore)).rejects.toThrow('This run is being trained. Pause it, then look closer.');
    await session.pause();
    await playing;
    await expect(session.probe('b', 9, ignore)).rejects.toThrow('This run is not open.');
    for (const n of [1, 2.5, NaN])
      await expect(session.probe('a', n, ignore)).rejects.toThrow(`a whole number of problems between 2 and 100000; got ${n}`);
    const first = session.probe('a', 9, ignore);
    await expect(session.probe('a', 9, ignore)).rejects.toThrow('Another closer look is being taken.');
    expect(await first).not.toBeNull();
    session.stopAll('The GPU is gone.', true);
    await expect(session.probe('a', 9, ignore)).rejects.toThrow('This run has stopped.');
    await session.close();
  });

  it('passes on what goes wrong in it, and can then be taken again', async () => {
    let works = true;
    const grader: Grader = {
      ...parityGrader,
      grade: (programs) => (works ? parityGrader.grade(programs) : Promise.reject(new Error('The grader is broken.'))),
    };
    const { session } = await open(grader);
    works = false;
    await expect(session.probe('a', 9, ignore)).rejects.toThrow('The grader is broken.');
    works = true;
    expect(await session.probe('a', 9, ignore)).not.toBeNull();
    await session.close();
  });
});
