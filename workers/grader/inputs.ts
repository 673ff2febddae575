import type { Json, Test } from '../tasks/task.ts';

const deepest = 64;

/** Argument lists of all tests as one JSON text, all that the sandbox is told of them. Keeps −0, which JSON.stringify loses. */
export function encodeInputs<Call extends Pick<Test, 'args'>>(tests: readonly Call[]): string {
  let text = '[';
  for (let i = 0; i < tests.length; i++) text += (i === 0 ? '' : ',') + encode(tests[i].args, 0);
  return text + ']';
}

/** @throws if the value nests too deeply or is not JSON. */
function encode(value: Json, depth: number): string {
  switch (typeof value) {
    case 'number':
      return encodeNumber(value);
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'object': {
      if (value === null) return 'null';
      if (depth === deepest) throw new RangeError(`Arguments may nest at most ${deepest} deep; these nest deeper.`);
      if (Array.isArray(value)) return '[' + value.map((item: Json) => encode(item, depth + 1)).join() + ']';
      return (
        '{' +
        Object.entries(value)
          .map(([key, item]) => JSON.stringify(key) + ':' + encode(item, depth + 1))
          .join() +
        '}'
      );
    }
    default:
      throw new TypeError(`Arguments must be JSON values; got ${typeof value}.`);
  }
}

function encodeNumber(value: number): string {
  if (Number.isNaN(value)) throw new TypeError('Arguments must be JSON values; got NaN.');
  if (value === Infinity) return '1e999';
  if (value === -Infinity) return '-1e999';
  return Object.is(value, -0) ? '-0' : String(value);
}
