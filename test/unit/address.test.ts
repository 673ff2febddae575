import { readFileSync } from 'node:fs';
import { strToU8, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { longestTask, ownTaskId } from '../../workers/protocol.ts';
import { readAddress, writeAddress } from '../../src/state/address.ts';
import { applySettings, defaultColumns, type Columns } from '../../src/state/setup.ts';
import { openingView, type View } from '../../src/state/view.ts';

interface Frozen {
  address: string;
  /** Parts that were refused. */
  refused: number;
  columns: Columns;
}

/** Of Chinese characters, three bytes of UTF-8 each, in no order. */
function longestText(): string {
  let state = 1;
  const next = (): number => (state = (state * 48271) % 0x7fffffff);
  return String.fromCharCode(...Array.from({ length: longestTask }, () => 0x4e00 + (next() % 0x5000)));
}

/** What addresses opened when they were written, by version 1, 2 or 3. An option that is new may be there beside them; none may differ. */
const frozen = JSON.parse(readFileSync(new URL('reference/addresses.json', import.meta.url), 'utf8')) as Frozen[];

it.each(frozen)('opens what it always opened: #$address', ({ address, refused, columns }) => {
  const read = readAddress(address);
  expect(read.columns).toMatchObject(columns);
  expect(read.complaints).toHaveLength(refused);
  expect(read.view).toEqual(openingView);
});

describe('an address of version 1', () => {
  it('is read alike with its version written out', () => {
    expect(readAddress('v=1&right.alpha=3&at=50')).toEqual(readAddress('right.alpha=3&at=50'));
  });
});

describe('an address of version 2', () => {
  const columns = applySettings(defaultColumns('transpile'), [{ key: 'alpha', value: '3', column: 1 }]);
  const view: View = { step: 150, temperature: 0, dialog: 'study' };

  it('says the experiment and the view, and comes back as both', () => {
    const address = writeAddress(columns, view);
    expect(address).toBe('v=2&task=transpile&right.alpha=3&at=150&T=0&open=study');
    expect(readAddress(`#${address}`)).toEqual({ columns, view, complaints: [] });
  });

  it('says nothing of the view that the page opens with', () => {
    expect(writeAddress(columns)).toBe('v=2&task=transpile&right.alpha=3');
    expect(writeAddress(defaultColumns('addition'))).toBe('');
    expect(writeAddress(defaultColumns('addition'), { ...openingView, temperature: 0 })).toBe('v=2&T=0');
  });

  it('rounds a playhead that is between two updates', () => {
    expect(writeAddress(defaultColumns('addition'), { ...openingView, step: 99.6 })).toBe('v=2&at=100');
  });

  it.each([
    ['at=-1', 'at must be a whole number of updates; got "-1". The last evaluation is shown.'],
    ['at=', 'at must be a whole number of updates; got nothing. The last evaluation is shown.'],
    ['at=1e3', 'at must be a whole number of updates; got "1e3". The last evaluation is shown.'],
    ['at=501', 'at must be at most 500, the last update; got 501. The last evaluation is shown.'],
    ['T=0.5', 'T must be 0 (greedy) or 1; got "0.5". Temperature 1 is shown.'],
    ['open=door', 'open must be one of keys, study, bench, share, runs; got "door". Nothing is opened.'],
    ['open=toString', 'open must be one of keys, study, bench, share, runs; got "toString". Nothing is opened.'],
  ])('refuses %s and keeps the rest', (part, sentence) => {
    const read = readAddress(`v=2&seed=7&${part}`);
    expect(read.complaints).toEqual([`In the address: ${sentence}`]);
    expect(read.columns[0].seed).toBe(7);
    expect(read.view).toEqual(openingView);
  });
});

describe('an address of version 3', () => {
  const text = readFileSync(new URL('../../public/tasks/three.js', import.meta.url), 'utf8');
  const columnsOf = (task: string): Columns => applySettings(defaultColumns(task), [{ key: 'seed', value: '7', column: 'both' }]);
  const sharedOf = (address: string): string => new URLSearchParams(address).get('task')?.slice('own.'.length) ?? '';

  it('has a task of one’s own deflated, in less than two thirds of what the plain text took', () => {
    const task = ownTaskId(text);
    const address = writeAddress(columnsOf(task));
    expect(address).toMatch(/^v=3&task=own\.[\w-]+&seed=7$/);
    expect(address.length).toBeLessThan((2 / 3) * new URLSearchParams({ task }).toString().length);
    expect(readAddress(`#${address}`)).toEqual({ columns: columnsOf(task), view: openingView, complaints: [] });
  });

  it.each([
    ['letters beyond ASCII', '// 数 → Ünï 🧮\nconst make = () => 0;'],
    ['a byte order mark', '\uFEFF// marked'],
    ['the longest text there may be, of characters that no deflating shrinks', longestText()],
  ])('comes back with %s', (_, source) => {
    const columns = columnsOf(ownTaskId(source));
    expect(readAddress(writeAddress(columns)).columns).toEqual(columns);
  });

  it('keeps a task to the last blank, as the plain address of version 2 had it', () => {
    const task = 'own:// carried\r\nconst make = 0; \n';
    const { columns } = readAddress(`v=2&${new URLSearchParams({ task }).toString()}`);
    expect(columns[0].task).toBe(task);
    expect(readAddress(writeAddress(columns)).columns).toEqual(columns);
  });

  const whole = sharedOf(writeAddress(columnsOf(ownTaskId(text))));
  const shared = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const wholeBytes = Uint8Array.from(Buffer.from(whole, 'base64url'));

  it.each([
    ['cut short', whole.slice(0, -20)],
    ['of two letters only', 'eJ'],
    ['empty', ''],
    ['that is no base64', `${whole.slice(0, 40)}%25${whole.slice(40)}`],
    ['with an end that is not its own', `${whole.slice(0, -4)}AAAA`],
    ['that inflates to 64 MiB', shared(zlibSync(new Uint8Array(2 ** 26)))],
    ['that inflates to 8 MiB of a short text', shared(zlibSync(new Uint8Array(2 ** 23), { level: 9 }))],
    ['of a million characters', 'e'.repeat(1e6)],
    ['that is no UTF-8', shared(zlibSync(Uint8Array.of(...strToU8('own://'), 0xff, 0xfe)))],
  ])('refuses a task %s with a sentence, and keeps the rest', (_, damaged) => {
    const { columns, complaints } = readAddress(`v=3&task=own.${damaged}&seed=7`);
    expect(complaints).toEqual(['The task in this address is damaged. Ask for the whole address, or for the task as a file.']);
    expect(columns).toEqual(columnsOf('addition'));
  });

  it('never opens another task than the one that was shared, whichever byte changed', () => {
    for (let at = 0; at < wholeBytes.length; at++) {
      const changed = wholeBytes.slice();
      changed[at] ^= 1 << (at % 8);
      const { columns } = readAddress(`v=3&task=own.${shared(changed)}`);
      expect([ownTaskId(text), 'addition']).toContain(columns[0].task);
    }
  });

  it('refuses a deflated text that is too long for a task, or no task', () => {
    const refusals = [`own:${'x'.repeat(5000)}`, 'own: ', 'nothing'].map((task) => {
      const { columns, complaints } = readAddress(`v=3&task=own.${shared(zlibSync(strToU8(task)))}`);
      expect(columns).toEqual(defaultColumns('addition'));
      return complaints.join();
    });
    expect(refusals).toEqual([
      'A task has at most 4096 characters; this one has 5000. Shorten it.',
      'The task is empty. Write a function make and a function check.',
      expect.stringMatching(/^There is no task "nothing"\./),
    ]);
  });

  it('is not what an address of version 2 is read as', () => {
    expect(readAddress(`v=2&task=own.${whole}`).complaints).toEqual([expect.stringMatching(/^There is no task "own\./)]);
  });
});

describe('an address of another version', () => {
  it('is read as far as this page understands it', () => {
    const { columns, view, complaints } = readAddress('v=4&seed=7&T=0');
    expect([columns[0].seed, view.temperature]).toEqual([7, 0]);
    expect(complaints).toEqual([
      'This address is of version 4; this page reads versions 1 to 3. It shows what it understands. Reload the page: there may be a newer one.',
    ]);
  });

  it.each(['v=two', 'v=', 'v=0', 'v=1.5'])('is refused where it is none: %s', (version) => {
    const { columns, complaints } = readAddress(`${version}&seed=7`);
    expect(columns[0].seed).toBe(7);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('v must be a whole number from 1 to 3');
  });
});
