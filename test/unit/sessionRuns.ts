/** What the tests of a session share: small runs, and sessions that write down what they say. */
import { createNodeGrader } from '../../workers/grader/spawnNode.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import { defaultOptions, parseRunOptions } from '../../workers/methods/options.ts';
import { Session } from '../../workers/methods/session.ts';
import type { RunEvent, RunOptions, RunRequest } from '../../workers/protocol.ts';

/** A run of eight updates on a model of a few hundred parameters. */
export const optionsOf = (change: Partial<RunOptions> = {}): RunOptions =>
  parseRunOptions({
    ...defaultOptions('addition', 'score'),
    dials: { digits: 2, chains: 0 },
    ...{ steps: 8, evaluateEvery: 4, heldOut: 12, pool: 16, batch: 16, group: 4, warmUp: 1, learningRate: 0.01, lateLearningRate: 0.005 },
    ...{ layers: 1, heads: 2, width: 8, baseAccuracy: 0.01, pretrainSteps: 400, secondLookSteps: 3 },
    ...change,
  });

export const request = (id: string, options: RunOptions, from: Uint8Array | null, resume: Uint8Array | null = null): RunRequest => ({
  id,
  options,
  base: from,
  resume,
});

/** A session that grades in earnest and writes down what it says. */
export function open(onEvent: (event: RunEvent, session: Session) => void = () => undefined, grader: Grader = createNodeGrader()) {
  const events: RunEvent[] = [];
  const session: Session = new Session(grader, (event) => {
    events.push(event);
    onEvent(event, session);
  });
  return { session, events };
}

export const of = <Kind extends RunEvent['kind']>(events: readonly RunEvent[], kind: Kind, id?: string) =>
  events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind && (id === undefined || event.id === id));

export const rows = (events: readonly RunEvent[], id?: string) => of(events, 'evaluation', id).flatMap((evaluation) => evaluation.rows);

/** Everything a run says that must be the same when it is run again. */
export const course = (events: readonly RunEvent[], id: string) => ({
  updates: of(events, 'update', id).map((update) => ({ ...update, milliseconds: 0 })),
  evaluations: of(events, 'evaluation', id),
  model: of(events, 'finished', id).map(({ model }) => model),
});

/** A pretrained base of the size of these runs. */
export async function pretrainedBase(): Promise<Uint8Array> {
  const { session, events } = open();
  await session.open([request('maker', optionsOf(), null)]);
  await session.close();
  return of(events, 'base')[0].checkpoint;
}
