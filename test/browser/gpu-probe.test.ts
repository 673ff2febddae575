/** A closer look at a run on the fast path: it decodes with the run's own kernels, and must leave them as they were. */
import { afterEach, describe, expect, it } from 'vitest';
import { allOptimisations, noOptimisations, setOptimisations } from '../../workers/kernels/webgpu/optimisations.ts';
import { Session } from '../../workers/methods/session.ts';
import { writeCheckpoint } from '../../workers/model/checkpoint.ts';
import type { ProbeResults, RunEvent } from '../../workers/protocol.ts';
import { graderBy, tinyBase, tinyOptions } from '../unit/reference/tinyRuns.ts';
import { onWebGpu } from './gpuChecks.ts';

onWebGpu();

afterEach(() => setOptimisations(noOptimisations));

const options = tinyOptions({ batch: 4, group: 2, steps: 4, evaluateEvery: 2, heldOut: 4 });
const base = writeCheckpoint(tinyBase(options));
const parityGrader = graderBy((sum, expected) => sum % 2 === expected % 2);

/** Trains a run to its end, and looks at it on the way if asked to. States are those of evaluations: a slow machine sends more of them, by the clock. */
async function run(looks: boolean): Promise<{ states: Map<number, RunEvent>; found: (ProbeResults | null)[] }> {
  const states = new Map<number, RunEvent>();
  const session: Session = new Session(parityGrader, (event) => {
    if (event.kind === 'update' && event.step === 2) void session.pause();
    if (event.kind === 'checkpoint' && event.step % options.evaluateEvery === 0) states.set(event.step, event);
  });
  await session.open([{ id: 'a', options, base, resume: null }]);
  const found: (ProbeResults | null)[] = [];
  await session.play();
  if (looks) for (let look = 0; look < 2; look++) found.push(await session.probe('a', 6, () => undefined));
  await session.play();
  await session.close();
  return { states, found };
}

describe('a closer look on the fast path', () => {
  it('leaves a run that goes on with the same bits, and finds the same twice', async () => {
    setOptimisations(allOptimisations);
    const straight = await run(false);
    const looked = await run(true);
    expect([...straight.states.keys()]).toEqual([0, 2, 4]);
    expect(looked.states).toEqual(straight.states);
    expect(looked.found[0]?.voting.curves).toHaveLength(5);
    expect(looked.found[1]).toEqual(looked.found[0]);
  });
});
