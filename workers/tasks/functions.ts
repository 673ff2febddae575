/**
 * A JavaScript function from two examples of what it returns: `f(1408)=2745 f(21)=4132` becomes `x=>4153-x`. The constant is written from
 * its highest digit, and whether that is one more or less depends on all digits behind it; in a second look those are on the page. Any
 * function that returns the same passes.
 */
import { setDials } from './dials.ts';
import { levelOf } from './level.ts';
import { drawFor } from './split.ts';
import { quoted, refuse } from './typed.ts';
import type { Problem, Task, TaskDefinition, TaskLabel, Test } from './task.ts';
import type { RandomSource } from '../model/random.ts';
import { spelled } from './spelled.ts';

const label: TaskLabel = {
  id: 'functions',
  name: 'Functions',
  family: 'code',
  whySecondLook: 'A first pass writes the constant before it has worked out what its last digits carry; a second look can see them.',
  dials: [
    { key: 'digits', label: 'Digits', hint: 'Digits of the constant, of inputs and of results.', min: 3, max: 5, step: 1, value: 5 },
    { key: 'forms', label: 'Forms', hint: '1: only c−x. 2: also x+c. 3: also x−c.', min: 1, max: 3, step: 1, value: 1 },
    {
      key: 'chains',
      label: 'Carry chains',
      hint: 'How often the digits of a place that are added make nine, so that a carry from the right passes through.',
      min: 0,
      max: 0.9,
      step: 0.1,
      value: 0.3,
    },
  ],
  settings: { pool: 512 },
};

const plus = 10;
const minus = 11;
const variable = 12;
const arrow = 13;
const separator = 14;
const vocabulary = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', 'x', '→', '/'];

/**
 * The forms a function can have, in the order of the dial. Each is one addition read in a different way: of the parts `one` and `other`, and
 * their `sum`, one is the constant, one is the input and one the result.
 */
const forms = [
  { constant: 'sum', input: 'one', result: 'other', operator: minus, constantFirst: true, text: 'c−x' },
  { constant: 'one', input: 'other', result: 'sum', operator: plus, constantFirst: false, text: 'x+c' },
  { constant: 'one', input: 'sum', result: 'other', operator: minus, constantFirst: false, text: 'x−c' },
] as const;

type Form = (typeof forms)[number];

const hiddenTests = 3;

/** A function as what it does to x: slope · x + constant. */
interface Line {
  slope: number;
  constant: number;
}

const valueOf = (digits: ArrayLike<number>): number => Array.from(digits).reduce((value, digit) => 10 * value + digit, 0);

export const functions: TaskDefinition = {
  label,
  configure(given) {
    const dials = setDials(label, given);
    const { digits, chains } = dials;
    const limit = 10 ** digits;
    const promptLength = 4 * digits + 1;
    const answerLength = digits + 2;
    const digitsOf = (value: number): number[] => Array.from(String(value).padStart(digits, '0'), Number);

    const isInRange = (value: number): boolean => value >= 0 && value < limit;

    /** Two numbers whose sum has no more digits than they. */
    const drawAddition = (random: RandomSource): { one: number; other: number; sum: number } => {
      for (;;) {
        const one = Array.from({ length: digits }, () => random.integer(10));
        const other = one.map((digit) => {
          const free = random.integer(10);
          return random.uniform() < chains ? 9 - digit : free;
        });
        const sum = valueOf(one) + valueOf(other);
        // With a constant of zero x+c would be x−c.
        if (sum < limit && valueOf(one) > 0 && valueOf(other) > 0) return { one: valueOf(one), other: valueOf(other), sum };
      }
    };

    const draw = (random: RandomSource): Problem => {
      const form = forms[random.integer(dials.forms)];
      const parts = drawAddition(random);
      const [constant, x, y] = [parts[form.constant], parts[form.input], parts[form.result]];
      const slope = form.constantFirst ? -1 : 1;
      const offset = y - slope * x;
      let nextX = x;
      while (nextX === x || !isInRange(slope * nextX + offset)) nextX = random.integer(limit);
      return problemOf([x, y, nextX, slope * nextX + offset], form, constant);
    };

    const problemOf = (examples: readonly number[], form: Form, constant: number): Problem => {
      const written = digitsOf(constant);
      const reference = form.constantFirst ? [...written, form.operator, variable] : [variable, form.operator, ...written];
      return { prompt: Int32Array.from([...examples.flatMap(digitsOf), arrow]), reference: Int32Array.from(reference) };
    };

    const example = 'f(408)=345 f(21)=732';
    const parse = (typed: string): Problem => {
      const number = /f\s*\(\s*(\d+)\s*\)\s*=\s*(\d+)/.source;
      const written = new RegExp(`^\\s*${number}[\\s,;]+${number}\\s*→?\\s*$`, 'i').exec(typed)?.slice(1);
      if (!written) return refuse(`${quoted(typed)} is not two examples of one function.`, example);
      const long = written.find((digit) => !isInRange(Number(digit)));
      if (long) return refuse(`${quoted(long)} has more digits than the ${digits} that this model reads.`, example);
      const numbers = written.map(Number);
      const [x, y, nextX, nextY] = numbers;
      if (x === nextX) return refuse(`Both examples say what f(${x}) is; two inputs are needed.`, example);
      const slope = (nextY - y) / (nextX - x);
      const offset = y - slope * x;
      const form = slope === -1 ? forms[0] : slope !== 1 || offset === 0 ? undefined : offset > 0 ? forms[1] : forms[2];
      const known = forms.slice(0, dials.forms);
      const names = known.map(({ text }) => text).join(' or ');
      if (!form || !known.includes(form)) return refuse(`No ${names} has f(${x})=${y} and f(${nextX})=${nextY}.`, example);
      if (!isInRange(Math.abs(offset)))
        return refuse(
          `The constant would be ${Math.abs(offset)}, which has more digits than the ${digits} that this model writes.`,
          example,
        );
      return problemOf(numbers, form, Math.abs(offset));
    };

    const examples = ({ prompt }: Problem): { x: number; y: number }[] => {
      const numbers = [0, 1, 2, 3].map((at) => valueOf(prompt.subarray(at * digits, (at + 1) * digits)));
      return [0, 2].map((at) => ({ x: numbers[at], y: numbers[at + 1] }));
    };
    const solve = (problem: Problem): Line => {
      const [one, other] = examples(problem);
      const slope = (other.y - one.y) / (other.x - one.x);
      return { slope, constant: one.y - slope * one.x };
    };
    /** Longest run of columns that hand on a carry where the constant meets the first input. */
    const longestChain = (problem: Problem): number => {
      const { slope, constant } = solve(problem);
      const [{ x, y }] = examples(problem);
      // What is added, whichever way the addition is read.
      const [one, other] = slope < 0 ? [x, y] : [Math.abs(constant), constant < 0 ? y : x];
      let [carry, run, longest] = [0, 0, 0];
      for (let place = 1; place < limit; place *= 10) {
        carry = (Math.floor(one / place) % 10) + (Math.floor(other / place) % 10) + carry > 9 ? 1 : 0;
        run = carry ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      return longest;
    };
    const answerText = (answer: Int32Array): string => spelled(vocabulary, answer);

    const task: Task = {
      label,
      dials,
      vocabulary,
      separator,
      rewordedSeparator: arrow,
      endOfAnswer: null,
      padding: separator,
      promptLength,
      answerLength,
      draw: (random, split) => drawFor(split, draw, random),
      // A number keeps its value with zeros in front: JavaScript would read 017 as octal.
      program: (_problem, answer) =>
        answer.every((token) => token < arrow) ? `x=>${answerText(answer).replace(/\d+/g, (number) => String(Number(number)))}` : null,
      tests(problem, random): Test[] {
        const { slope, constant } = solve(problem);
        const used = examples(problem).map(({ x }) => x);
        while (used.length < 2 + hiddenTests) {
          const x = random.integer(limit);
          if (!used.includes(x)) used.push(x);
        }
        return used.slice(2).map((x) => ({ args: [x], expected: slope * x + constant }));
      },
      parse,
      promptText: (problem) =>
        examples(problem)
          .map(({ x, y }) => `f(${x})=${y}`)
          .join(' '),
      answerText,
      note(problem) {
        const { slope, constant } = solve(problem);
        const chain = longestChain(problem);
        const { text } = forms[slope < 0 ? 0 : constant < 0 ? 2 : 1];
        return `${text}, ${chain === 0 ? 'no carry' : chain === 1 ? '1 carry' : `${chain} carries in a row`}`;
      },
      // One more than the longest chain of carries, and one more again where the constant takes a subtraction.
      level: (problem) => levelOf(1 + longestChain(problem) + (solve(problem).slope < 0 ? 0 : 1)),
    };
    return task;
  },
};
