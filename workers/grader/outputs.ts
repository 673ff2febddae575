/**
 * What comes out of the sandbox, as text. One line per finished call, in order: a number as JavaScript prints it (`-0`, `NaN` and
 * `Infinity` included), a string as JSON, `true`, `false`, `null`, `undefined`; anything else only by its type, because looking
 * inside would run the program's code: `object`, `function`, `symbol`, `bigint`, and `string` for one too long to carry. If the
 * program was stopped, the last line says by what, and begins with `!`.
 */
export type Outputs = string;

/** Why a program was stopped, and when. */
export type Stop = keyof typeof stops;

/** Every last line that begins with `!`, with the verdict it means and how to say it. */
export const stops = {
  '!rejected: NUL': { verdict: 'rejected', detail: 'the text contains a NUL or half a surrogate pair' },
  '!rejected: long': { verdict: 'rejected', detail: 'the text is too long' },
  '!rejected: expression': { verdict: 'rejected', detail: 'the text is not a single expression' },
  '!syntax': { verdict: 'error', detail: 'does not parse' },
  '!no function': { verdict: 'error', detail: 'is not a function' },
  '!threw early': { verdict: 'error', detail: 'threw before it was called' },
  '!threw': { verdict: 'error', detail: 'threw' },
  '!trap': { verdict: 'error', detail: 'exhausted the stack' },
  '!memory': { verdict: 'memory', detail: 'ran out of memory' },
  '!budget': { verdict: 'timeout', detail: 'ran out of instructions' },
  '!watchdog': { verdict: 'timeout', detail: 'did not answer in time' },
  '!crash': { verdict: 'error', detail: 'brought the sandbox down' },
} as const;

export const isStop = (line: string): line is Stop => Object.hasOwn(stops, line);
