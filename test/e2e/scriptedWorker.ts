/** A stand-in for the trainer worker that says what a test wants the page to hear. It trains nothing. */
import type { Page } from '@playwright/test';
import type { RunEvent } from '../../workers/protocol.ts';

/** An event without its run's id: it is sent for every open run. */
type Line = RunEvent extends infer Event ? (Event extends { id: string } ? Omit<Event, 'id'> : never) : never;

export interface Script {
  /** Null never answers: the engine is starting for ever. */
  engine: { backend: string; adapter: string; isFast?: boolean; sentence: string } | null;
  /** Sent when runs are opened, and when they are played or make an update. */
  onOpen: Line[];
  onPlay: Line[];
  /** Playing does not end by itself. */
  playsOn?: true;
}

/** Comlink's messages, as far as the page sends them: a call is answered by its id, and the listener arrives as a port. */
const source = (script: Script): string => `
const script = ${JSON.stringify(script)};
let listener;
let runs = [];
let pause = () => {};
const say = (lines) => {
  for (const line of lines) for (const id of runs) listener.postMessage({ id: String(Math.random()), type: 'APPLY', path: [], argumentList: [{ type: 'RAW', value: { ...line, id, state: new Uint8Array(8) } }] });
};
const calls = {
  start: () => (script.engine ? script.engine : new Promise(() => {})),
  open: (requests, port) => { runs = requests.value.map((request) => request.id); listener = port.value; listener.start(); say(script.onOpen); },
  play: () => { say(script.onPlay); return new Promise((resolve) => { pause = resolve; if (!script.playsOn) setTimeout(resolve, 300); }); },
  pause: () => pause(),
  step: () => calls.play(),
};
self.onmessage = async ({ data }) => {
  const value = await calls[data.path[0]](...data.argumentList);
  self.postMessage({ id: data.id, type: 'RAW', value });
};
`;

export async function scriptWorker(page: Page, script: Script): Promise<void> {
  await page.route(/trainer\.worker[^/]*\.js/, (route) => route.fulfill({ contentType: 'text/javascript', body: source(script) }));
}

/** What workers say in the tests of the page. */
export const gpuEngine = { backend: 'webgpu', adapter: 'a scripted GPU', isFast: true, sentence: 'Training runs on the GPU.' };

export const checkpoint = (step: number) => ({ kind: 'checkpoint' as const, step, state: new Uint8Array() });

/** An update, in which some programs of the model were stopped. */
export const update = (step: number, stopped = 0) =>
  ({
    kind: 'update',
    step,
    stage: 'One stage',
    r1: 0.5,
    r2: 0.5,
    change_rate: 0.4,
    kl_t1: 0.1,
    kl_t2: 0.1,
    entropy_t1: 2,
    entropy_t2: 1.5,
    gradient_norm: 1,
    stopped_programs: stopped,
    learning_rate: 4e-4,
    milliseconds: 80,
  }) as const;
