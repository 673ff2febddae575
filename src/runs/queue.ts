/** The queue of setups that are trained one after another: what it holds, and what each event makes of it. */
import * as v from 'valibot';
import { optionLimits } from '../../workers/protocol.ts';
import { writeAddress } from '../state/address.ts';
import { applySettings, type Columns } from '../state/setup.ts';

const itemSchema = v.object({
  /** Of both runs of the setup. */
  address: v.string(),
  state: v.picklist(['waiting', 'training', 'done', 'failed']),
  /** Why it failed. */
  sentence: v.optional(v.string()),
});

export type QueueItem = v.InferOutput<typeof itemSchema>;

export interface Queue {
  items: readonly QueueItem[];
  /** Whether one setup after another is being trained. */
  running: boolean;
}

export type QueueEvent =
  | { kind: 'added'; addresses: readonly string[] }
  /** The first that waits is trained now. */
  | { kind: 'begun' }
  | { kind: 'finished' }
  | { kind: 'failed'; sentence: string }
  /** What was being trained waits again, and goes on from where it is. */
  | { kind: 'paused' }
  | { kind: 'removed'; address: string }
  /** Those that are done or failed leave. */
  | { kind: 'cleared' };

export const emptyQueue: Queue = { items: [], running: false };

export const isWaiting = ({ items }: Queue): boolean => items.some(({ state }) => state === 'waiting');

const isOver = ({ state }: QueueItem): boolean => state === 'done' || state === 'failed';

/** An address that waits or is being trained is not added twice; one that is over is trained anew, which is at once over if it had finished. */
function add(items: readonly QueueItem[], addresses: readonly string[]): QueueItem[] {
  const fresh = [...new Set(addresses)].filter((address) => items.every((item) => item.address !== address || isOver(item)));
  return [
    ...items.filter(({ address }) => !fresh.includes(address)),
    ...fresh.map((address): QueueItem => ({ address, state: 'waiting' })),
  ];
}

const settle = ({ items, running }: Queue, change: Omit<QueueItem, 'address'>): Queue => ({
  items: items.map((item) => (item.state === 'training' ? { address: item.address, ...change } : item)),
  running,
});

export function queueAfter(queue: Queue, event: QueueEvent): Queue {
  const { items, running } = queue;
  switch (event.kind) {
    case 'added':
      return { items: add(items, event.addresses), running };
    case 'begun': {
      const next = items.findIndex(({ state }) => state === 'waiting');
      if (next < 0 || items.some(({ state }) => state === 'training')) return { items, running: next >= 0 };
      return { items: items.map((item, index) => (index === next ? { ...item, state: 'training' } : item)), running: true };
    }
    case 'finished':
    case 'failed': {
      const settled = settle(queue, event.kind === 'finished' ? { state: 'done' } : { state: 'failed', sentence: event.sentence });
      return { ...settled, running: running && isWaiting(settled) };
    }
    case 'paused':
      return { ...settle(queue, { state: 'waiting' }), running: false };
    case 'removed':
      return { items: items.filter(({ address, state }) => address !== event.address || state === 'training'), running };
    case 'cleared':
      return { items: items.filter((item) => !isOver(item)), running };
  }
}

export const queueText = ({ items }: Queue): string => JSON.stringify(items);

/** A queue as it was kept, paused: a page that was opened again trains nothing unasked. What cannot be read is no queue. */
export function readQueue(text: string | null): Queue {
  try {
    const items = v.parse(v.array(itemSchema), JSON.parse(text ?? '[]'));
    return queueAfter({ items, running: false }, { kind: 'paused' });
  } catch {
    return emptyQueue;
  }
}

/** More would be a mistake in typing: each is two whole runs. */
const mostSeeds = 100;

/**
 * Seeds as a person types them: "1-10" or "1, 2, 5" or both.
 * @throws with a sentence
 */
export function parseSeeds(text: string): number[] {
  const { min, max } = optionLimits.seed;
  const parts = text.split(',').map((part) => part.trim());
  const seeds = parts.flatMap((part) => {
    const [, from, to = from] = /^(\d+)(?:\s*[-–]\s*(\d+))?$/.exec(part) ?? [];
    if (from === undefined)
      throw new Error(`Seeds are written like 1-10 or 1, 2, 5; got ${text.trim() === '' ? 'nothing' : `"${part || text}"`}.`);
    const [first, last] = [Number(from), Number(to)];
    if (first > last) throw new Error(`A range of seeds goes up; got "${part}". Write ${to}-${from}.`);
    if (first < min || last > max) throw new Error(`A seed is a whole number between ${min} and ${max}; got "${part}".`);
    if (last - first >= mostSeeds) throw new Error(`At most ${mostSeeds} seeds at a time; "${part}" are ${last - first + 1}.`);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  const once = [...new Set(seeds)];
  if (once.length > mostSeeds) throw new Error(`At most ${mostSeeds} seeds at a time; these are ${once.length}.`);
  return once;
}

/** The addresses of a setup with each of these seeds. */
export const seedAddresses = (columns: Columns, seeds: readonly number[]): string[] =>
  seeds.map((seed) => writeAddress(applySettings(columns, [{ key: 'seed', value: String(seed), column: 'both' }])));
