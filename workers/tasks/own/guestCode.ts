/**
 * The code of ours that runs in the sandbox with somebody's task. What it says is checked outside: the task's text runs before it and could
 * have changed whatever it uses.
 */

/** Frames of a thrown error that are ours, by the function's name. */
export const ourFrames = ['ownRandomInteger', 'ownRandomPick', 'ownRandomShuffle'];

const thrown = `(place, error) => {
    let message = 'something that cannot be read';
    let stack = '';
    try {
      message = typeof error === 'object' && error !== null && 'message' in error ? '' + error.message : '' + error;
    } catch {}
    try {
      if (typeof error === 'object' && error !== null) stack = '' + error.stack;
    } catch {}
    return JSON.stringify(['thrown', place, message.slice(0, 300), stack.slice(0, 1000)]);
  }`;

/** Called with a task's text: loads it and says of which type its functions are. JSON of ['loaded', make, check, level] or ['thrown', …]. */
export const loadCode = `(source) => {
  const thrown = ${thrown};
  try {
    Error.stackTraceLimit = 9;
    const [make, check, level] = (0, eval)(source + '\\n;[typeof make, typeof check, typeof level]');
    return JSON.stringify(['loaded', make, check, level]);
  } catch (error) {
    return thrown('the text', error);
  }
}`;

/**
 * Behind a task's text, called with the number of a problem: makes it, from random numbers keyed by that number (mulberry32), and puts its
 * own answer to its checker. JSON of ['problem', prompt, answer, accepted, level], or ['shape', …], or ['thrown', place, message, stack].
 * Behind an error it makes no more: what is told is the first, and each problem of a task that fills the memory would take as long again.
 * @param last the last of the task's functions to call: 'make', 'check', or 'level' if it is not given
 */
export const makeCode = `(() => {
let failed = false;
return (number, last) => {
  if (failed) return '["skipped"]';
  const thrown = ${thrown};
  const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);
  let state = Math.imul(number + 1, 0x9e3779b9);
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const random = {
    integer: function ownRandomInteger(below) {
      if (!Number.isInteger(below) || below < 1) throw new RangeError('random.integer needs a whole number of at least 1; got ' + String(below));
      return Math.floor(uniform() * below);
    },
    pick: function ownRandomPick(list) {
      if (list.length === 0) throw new RangeError('random.pick needs a list or a text with something in it');
      return list[Math.floor(uniform() * list.length)];
    },
    shuffle: function ownRandomShuffle(list) {
      const shuffled = [...list];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
      }
      return shuffled;
    },
  };
  let place = 'make';
  try {
    Error.stackTraceLimit = 9;
    const made = make(random);
    if (typeof made !== 'object' || made === null) return JSON.stringify(['shape', 'make', kind(made)]);
    const { prompt, answer } = made;
    if (typeof prompt !== 'string') return JSON.stringify(['shape', 'prompt', kind(prompt)]);
    if (typeof answer !== 'string') return JSON.stringify(['shape', 'answer', kind(answer)]);
    if (prompt.length > 1000 || answer.length > 1000) return JSON.stringify(['long', prompt.length, answer.length]);
    if (last === 'make') return JSON.stringify(['problem', prompt, answer, true, 1]);
    place = 'check';
    const accepted = check(prompt, answer);
    if (typeof accepted !== 'boolean') return JSON.stringify(['shape', 'check', kind(accepted)]);
    if (last === 'check') return JSON.stringify(['problem', prompt, answer, accepted, 1]);
    place = 'level';
    const hardness = typeof level === 'function' ? level(prompt) : 1;
    if (!Number.isInteger(hardness)) return JSON.stringify(['shape', 'level', kind(hardness)]);
    return JSON.stringify(['problem', prompt, answer, accepted, hardness]);
  } catch (error) {
    failed = true;
    return thrown(place, error);
  }
};
})()`;

/** Behind a task's text: the verdict of its checker. JSON of ['checked', accepted] or ['shape', …] or ['thrown', …]. */
export const checkCode = `(prompt, answer) => {
  const thrown = ${thrown};
  try {
    Error.stackTraceLimit = 9;
    const accepted = check(prompt, answer);
    return JSON.stringify(typeof accepted === 'boolean' ? ['checked', accepted] : ['shape', 'check', typeof accepted]);
  } catch (error) {
    return thrown('check', error);
  }
}`;

/** The program that an answer stands for: whether the task's checker accepts it. */
export const answerProgram = (prompt: string, answer: string): string => `()=>check(${JSON.stringify(prompt)}, ${JSON.stringify(answer)})`;
