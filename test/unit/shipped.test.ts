import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchStudy } from '../../src/study/fetchStudy.ts';
import { defaultColumns } from '../../src/state/setup.ts';
import { fetchRecordings, recordingsFor } from '../../src/state/shipped.ts';
import type { Recording } from '../../workers/protocol.ts';

const folder = new URL('../../public/recordings/', import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Recording[];

it('the file of a task has the two methods that the page opens with, a further one the method of its name, each with its model', () => {
  expect(names.filter((name) => name.includes('-'))).not.toEqual([]);
  for (const name of names) {
    const [task, ...methods] = name.split('-');
    const recordings = read(name);
    expect(recordings.map(({ options }) => [options.task, options.method])).toEqual(
      (methods.length > 0 ? methods : ['naive', 'score']).map((method) => [task, method]),
    );
    for (const { model } of recordings) expect(existsSync(new URL(model, folder)), model).toBe(true);
  }
});

it('what is shown is looked for in the file of its task, and in that of its method where there is one', () => {
  expect(recordingsFor(defaultColumns('addition', ['naive', 'score']))).toEqual(['addition']);
  expect(recordingsFor(defaultColumns('addition', ['score', 'score_leaky']))).toEqual(['addition', 'addition-score_leaky']);
  expect(recordingsFor(defaultColumns('addition', ['star', 'pair_sft']))).toEqual(['addition', 'addition-star', 'addition-pair_sft']);
  expect(recordingsFor(defaultColumns('colouring', ['star', 'score_leaky']))).toEqual(['colouring']);
});

describe('of what lies beside the page', () => {
  const answer = (with_: () => Promise<Response>): void => {
    vi.stubGlobal('document', { baseURI: 'http://localhost/' });
    vi.stubGlobal('fetch', with_);
  };
  const json = { headers: { 'content-type': 'application/json' } };
  const answers = {
    none: async () => new Response('', { status: 404 }),
    'a page in its place': async () => new Response('<html></html>', { headers: { 'content-type': 'text/html' } }),
  };
  const failures = {
    'no network': async () => Promise.reject(new TypeError('Failed to fetch')),
    'a host in trouble': async () => new Response('', { status: 503 }),
    'half a file': async () => new Response('[{', json),
  };
  afterEach(() => void vi.unstubAllGlobals());

  it.each(Object.entries(answers))('%s is nothing recorded and nothing studied', async (_, given) => {
    answer(given);
    expect(await fetchRecordings('functions')).toEqual([]);
    expect(await fetchStudy('functions')).toBeNull();
  });

  it.each(Object.entries(failures))('%s is known from a file that is not there', async (_, given) => {
    answer(given);
    expect(await fetchRecordings('functions')).toBeNull();
    await expect(fetchStudy('functions')).rejects.toThrow();
  });

  it('nothing is missed of a task that no recording ships of', async () => {
    answer(failures['no network']);
    expect(await fetchRecordings('unrecorded')).toEqual([]);
  });
});
