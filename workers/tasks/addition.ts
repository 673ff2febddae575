/**
 * The sum of two numbers, most significant digit first. Whether a digit is one higher depends on the whole chain of carries to its
 * right, which a shallow model cannot follow while it writes from the left. In a second look the digits to the right are on the page.
 */
import { setDials } from './dials.ts';
import { levelOf } from './level.ts';
import { drawFor } from './split.ts';
import { quoted, refuse } from './typed.ts';
import type { Problem, Task, TaskDefinition, TaskLabel, Test } from './task.ts';
import type { RandomSource } from '../model/random.ts';
import { spelled } from './spelled.ts';

const label: TaskLabel = {
  id: 'addition',
  name: 'Addition',
  family: 'mathematics',
  whySecondLook: 'A first pass writes each digit before it has worked out the carries to its right; a second look can see them.',
  dials: [
    { key: 'digits', label: 'Digits', hint: 'Digits of each number.', min: 2, max: 8, step: 1, value: 5 },
    {
      key: 'chains',
      label: 'Carry chains',
      hint: 'How often two digits add up to nine, so that a carry from the right passes through.',
      min: 0,
      max: 0.9,
      step: 0.1,
      value: 0.3,
    },
  ],
  settings: { pool: 512 },
};

const plus = 10;
const equals = 11;
const separator = 12;
const vocabulary = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '=', '/'];

/** A problem from the digits of its terms, as many of each. */
function sumOf(a: readonly number[], b: readonly number[]): Problem {
  const reference = new Int32Array(a.length + 1);
  let carry = 0;
  for (let column = a.length - 1; column >= 0; column--) {
    const sum = a[column] + b[column] + carry;
    reference[column + 1] = sum % 10;
    carry = sum > 9 ? 1 : 0;
  }
  reference[0] = carry;
  return { prompt: Int32Array.from([...a, plus, ...b, equals]), reference };
}

const valueOf = (digits: ArrayLike<number>): number => Array.from(digits).reduce((value, digit) => 10 * value + digit, 0);

/** Longest run of neighbouring columns that each hand on a carry. */
function longestCarryChain(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let carry = 0;
  let run = 0;
  let longest = 0;
  for (let column = a.length - 1; column >= 0; column--) {
    carry = a[column] + b[column] + carry > 9 ? 1 : 0;
    run = carry ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

export const addition: TaskDefinition = {
  label,
  configure(given) {
    const dials = setDials(label, given);
    const { digits, chains } = dials;
    const answerLength = digits + 1;

    const draw = (random: RandomSource): Problem => {
      const [a, b]: [number[], number[]] = [[], []];
      for (let column = 0; column < digits; column++) {
        const digit = random.integer(10);
        const passesCarryOn = random.uniform() < chains;
        const other = random.integer(10);
        a.push(digit);
        b.push(passesCarryOn ? 9 - digit : other);
      }
      return sumOf(a, b);
    };

    const example = `${'48157'.slice(0, digits).padEnd(digits, '3')}+${'51846'.slice(0, digits).padEnd(digits, '2')}`;
    const parse = (typed: string): Problem => {
      const terms = /^\s*(\d+)\s*[+＋]\s*(\d+)\s*[=＝]?\s*$/.exec(typed)?.slice(1);
      if (!terms) return refuse(`${quoted(typed)} is not a sum of two whole numbers.`, example);
      const written = terms.map((term) => term.replace(/^0+(?=\d)/, ''));
      const long = written.find((term) => term.length > digits);
      if (long) return refuse(`${quoted(long)} has ${long.length} digits; this model adds numbers of at most ${digits}.`, example);
      const [a, b] = written.map((term) => Array.from(term.padStart(digits, '0'), Number));
      return sumOf(a, b);
    };

    const terms = ({ prompt }: Problem): [Int32Array, Int32Array] => [
      prompt.subarray(0, digits),
      prompt.subarray(digits + 1, 2 * digits + 1),
    ];
    const answerText = (answer: Int32Array): string => spelled(vocabulary, answer);

    const task: Task = {
      label,
      dials,
      vocabulary,
      separator,
      rewordedSeparator: equals,
      endOfAnswer: null,
      padding: separator,
      promptLength: 2 * digits + 2,
      answerLength,
      draw: (random, split) => drawFor(split, draw, random),
      // The answer is a number, not a sum: an answer with any other token in it is no program.
      program: (_problem, answer) => (answer.every((token) => token < 10) ? `()=>${valueOf(answer)}` : null),
      tests(problem): Test[] {
        const [a, b] = terms(problem);
        return [{ args: [], expected: valueOf(a) + valueOf(b) }];
      },
      parse,
      promptText: ({ prompt }) => spelled(vocabulary, prompt),
      answerText,
      note(problem) {
        const chain = longestCarryChain(...terms(problem));
        return chain === 0 ? 'no carry' : chain === 1 ? '1 carry' : `${chain} carries in a row`;
      },
      // One more than the longest chain of carries.
      level: (problem) => levelOf(1 + longestCarryChain(...terms(problem))),
    };
    return task;
  },
};
