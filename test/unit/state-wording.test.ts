import { describe, expect, it } from 'vitest';
import { inFieldNames } from '../../src/lab/wording.ts';
import { applySettings, defaultColumns } from '../../src/state/setup.ts';

/** The sentence a value is refused with, as it stands beside its field. */
function refusal(key: string, value: string): string {
  try {
    applySettings(defaultColumns('addition'), [{ key, value, column: 'both' }]);
  } catch (error) {
    return inFieldNames((error as Error).message);
  }
  throw new Error(`${key} may be ${value}.`);
}

describe('a sentence beside a field', () => {
  it.each([
    ['steps', '0', 'Updates must be a whole number between 1 and 100000; got 0.'],
    ['beta2', '11', 'β₂ must be a number between 0 and 10; got 11.'],
    ['batch', '12', 'Batch must be a multiple of Group; got 12 and 8.'],
    ['heads', '3', 'Width must be a multiple of Heads; got 64 and 3.'],
  ])('calls %s, and any option beside it, as the page does', (key, value, sentence) => {
    expect(refusal(key, value)).toBe(sentence);
  });

  it('leaves a word alone that only looks like an option', () => {
    expect(refusal('dial.digits', '99')).toContain('in steps of 1');
  });
});
