/**
 * The sum of two numbers, most significant digit first. Whether a digit is one higher depends on the whole chain of carries to its
 * right, which a shallow model cannot follow while it writes from the left. In a second look the digits to the right are on the page.
 */
import { setDials } from './dials.ts';
import { levelOf } from './level.ts';
import { drawFor } from './split.ts';
import type { Problem, Task, TaskDefinition, TaskLabel, Test } from './task.ts';
import type { RandomSource } from '../model/random.ts';

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
      const prompt = new Int32Array(2 * digits + 2);
      const reference = new Int32Array(answerLength);
      for (let column = 0; column < digits; column++) {
        const a = random.integer(10);
        const passesCarryOn = random.uniform() < chains;
        const other = random.integer(10);
        prompt[column] = a;
        prompt[digits + 1 + column] = passesCarryOn ? 9 - a : other;
      }
      prompt[digits] = plus;
      prompt[2 * digits + 1] = equals;
      let carry = 0;
      for (let column = digits - 1; column >= 0; column--) {
        const sum = prompt[column] + prompt[digits + 1 + column] + carry;
        reference[column + 1] = sum % 10;
        carry = sum > 9 ? 1 : 0;
      }
      reference[0] = carry;
      return { prompt, reference };
    };

    const terms = ({ prompt }: Problem): [Int32Array, Int32Array] => [
      prompt.subarray(0, digits),
      prompt.subarray(digits + 1, 2 * digits + 1),
    ];
    const answerText = (answer: Int32Array): string => Array.from(answer, (token) => vocabulary[token]).join('');

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
      promptText: ({ prompt }) => Array.from(prompt, (token) => vocabulary[token]).join(''),
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
