import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from '../../src/state/address.ts';
import { applySettings, defaultColumns, type Columns } from '../../src/state/setup.ts';
import { openingView, type View } from '../../src/state/view.ts';

interface Frozen {
  address: string;
  /** Parts that were refused. */
  refused: number;
  columns: Columns;
}

/** What addresses without a version opened before there were versions. An option that is new may be there beside them; none may differ. */
const frozen = JSON.parse(readFileSync(new URL('reference/addresses.json', import.meta.url), 'utf8')) as Frozen[];

describe('an address of version 1', () => {
  it.each(frozen)('opens what it always opened: #$address', ({ address, refused, columns }) => {
    const read = readAddress(address);
    expect(read.columns).toMatchObject(columns);
    expect(read.complaints).toHaveLength(refused);
    expect(read.view).toEqual(openingView);
  });

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

describe('an address of another version', () => {
  it('is read as far as this page understands it', () => {
    const { columns, view, complaints } = readAddress('v=3&seed=7&T=0');
    expect([columns[0].seed, view.temperature]).toEqual([7, 0]);
    expect(complaints).toEqual([
      'This address is of version 3; this page reads versions 1 to 2. It shows what it understands. Reload the page: there may be a newer one.',
    ]);
  });

  it.each(['v=two', 'v=', 'v=0', 'v=1.5'])('is refused where it is none: %s', (version) => {
    const { columns, complaints } = readAddress(`${version}&seed=7`);
    expect(columns[0].seed).toBe(7);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('v must be a whole number from 1 to 2');
  });
});
