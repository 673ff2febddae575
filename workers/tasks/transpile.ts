/**
 * From reverse Polish notation to a JavaScript expression: `b a c + - d -` becomes `b-(a+c)-d`. An opening parenthesis has to be
 * written before what it encloses has been worked out; in a second look the draft shows it. Any expression that computes the same
 * values passes.
 */
import { setDials } from './dials.ts';
import { levelOf } from './level.ts';
import { drawFor } from './split.ts';
import { quoted, refuse } from './typed.ts';
import type { Problem, Task, TaskDefinition, TaskLabel, Test } from './task.ts';
import type { RandomSource } from '../model/random.ts';
import { spelled } from './spelled.ts';

const label: TaskLabel = {
  id: 'transpile',
  name: 'Transpile',
  family: 'code',
  whySecondLook: 'A first pass opens a parenthesis before it has worked out what goes inside; a second look can read the draft.',
  dials: [
    // Over three operands there are 12 to 108 problems: too few to hold a tenth of them out.
    { key: 'operands', label: 'Operands', hint: 'Variables in the expression.', min: 4, max: 6, step: 1, value: 5 },
    { key: 'operators', label: 'Operators', hint: '1: only +. 2: + and −. 3: +, − and ×.', min: 1, max: 3, step: 1, value: 3 },
  ],
  settings: { pool: 2048, layers: 1, stageOneShare: 0.8 },
};

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const operators = ['+', '-', '*'];
const firstOperator = names.length;
const open = firstOperator + operators.length;
const close = open + 1;
const arrow = close + 1;
const separator = arrow + 1;
const endOfAnswer = separator + 1;
const padding = endOfAnswer + 1;
const vocabulary = [...names, ...operators, '(', ')', '→', '/', '', ''];

const isOperator = (token: number): boolean => token >= firstOperator && token < open;
const precedence = (operator: number): number => (operator === firstOperator + 2 ? 2 : 1);

/** Number of binary trees with n leaves (the Catalan number n − 1): how a uniform random tree weighs its splits. */
const treesWithLeaves = [0, 1, 1, 2, 5, 14, 42];

/** Reverse Polish token sequence of a uniformly drawn tree over the operands in order, with `operator()` at every inner node. */
function growTree(operands: readonly number[], random: RandomSource, operator: () => number): number[] {
  if (operands.length === 1) return [operands[0]];
  let ticket = random.integer(treesWithLeaves[operands.length]);
  let left = 1;
  for (; ; left++) {
    const ways = treesWithLeaves[left] * treesWithLeaves[operands.length - left];
    if (ticket < ways) break;
    ticket -= ways;
  }
  return [...growTree(operands.slice(0, left), random, operator), ...growTree(operands.slice(left), random, operator), operator()];
}

/** Runs a reverse Polish sequence on a stack. */
function reduceRpn<T>(rpn: ArrayLike<number>, leaf: (token: number) => T, node: (operator: number, left: T, right: T) => T): T {
  const stack: T[] = [];
  for (let i = 0; i < rpn.length; i++) {
    if (isOperator(rpn[i])) {
      const right = stack.pop() as T;
      const left = stack.pop() as T;
      stack.push(node(rpn[i], left, right));
    } else stack.push(leaf(rpn[i]));
  }
  return stack[0];
}

/** Infix tokens with no more parentheses than left-to-right reading needs. */
function infix(rpn: ArrayLike<number>): number[] {
  type Part = { tokens: number[]; precedence: number };
  const wrap = ({ tokens }: Part, needed: boolean): number[] => (needed ? [open, ...tokens, close] : tokens);
  return reduceRpn<Part>(
    rpn,
    (token) => ({ tokens: [token], precedence: 3 }),
    (operator, left, right) => {
      const own = precedence(operator);
      return { tokens: [...wrap(left, left.precedence < own), operator, ...wrap(right, right.precedence <= own)], precedence: own };
    },
  ).tokens;
}

const compute = (rpn: ArrayLike<number>, values: readonly number[]): number =>
  reduceRpn(
    rpn,
    (token) => values[token],
    (operator, left, right) => (operator === firstOperator ? left + right : operator === firstOperator + 1 ? left - right : left * right),
  );

const hiddenTests = 3;

export const transpile: TaskDefinition = {
  label,
  configure(given) {
    const dials = setDials(label, given);
    const operands = dials.operands;
    const promptLength = 2 * operands;
    const answerLength = operands + (operands - 1) + 2 * (operands - 2) + 1;
    const rpnOf = ({ prompt }: Problem): Int32Array => prompt.subarray(0, promptLength - 1);

    const draw = (random: RandomSource): Problem => {
      const order = names.slice(0, operands).map((_, index) => index);
      for (let i = operands - 1; i > 0; i--) {
        const j = random.integer(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      const rpn = growTree(order, random, () => firstOperator + random.integer(dials.operators));
      return problemOf(rpn);
    };

    const problemOf = (rpn: readonly number[]): Problem => {
      const reference = new Int32Array(answerLength).fill(padding);
      reference.set([...infix(rpn), endOfAnswer]);
      return { prompt: Int32Array.from([...rpn, arrow]), reference };
    };

    const variables = names.slice(0, operands);
    const signs = operators.slice(0, dials.operators);
    const example = variables.join(' ') + ' +'.repeat(operands - 1);
    const parse = (typed: string): Problem => {
      const written = Array.from(typed.toLowerCase().replace(/\s*→?\s*$/, '').replace(/×/g, '*').replace(/−/g, '-').replace(/\s/g, '')); // prettier-ignore
      const unknown = written.find((sign) => !variables.includes(sign) && !signs.includes(sign));
      if (unknown)
        return refuse(`${quoted(unknown)} cannot stand in these expressions: they are of ${[...variables, ...signs].join(' ')}.`, example);
      const missing = variables.find((name) => written.filter((sign) => sign === name).length !== 1);
      if (missing) return refuse(`Every variable is used once, from ${variables[0]} to ${variables.at(-1)}; ${missing} is not.`, example);
      let values = 0;
      for (const sign of written) {
        if (signs.includes(sign) && values < 2) return refuse(`The ${sign} has no two values before it.`, example);
        values += signs.includes(sign) ? -1 : 1;
      }
      if (values > 1) return refuse(`${values - 1 === 1 ? 'One operator is' : `${values - 1} operators are`} missing at the end.`, example);
      return problemOf(written.map((sign) => vocabulary.indexOf(sign)));
    };

    const expression = (answer: Int32Array): string | null => {
      const end = answer.indexOf(endOfAnswer);
      const written = end < 0 ? answer : answer.subarray(0, end);
      return end > 0 && written.every((token) => token < arrow) ? spelled(vocabulary, written) : null;
    };

    const task: Task = {
      label,
      dials,
      vocabulary,
      separator,
      rewordedSeparator: arrow,
      endOfAnswer,
      padding,
      promptLength,
      answerLength,
      draw: (random, split) => drawFor(split, draw, random),
      program(_problem, answer) {
        const written = expression(answer);
        return written === null ? null : `(${names.slice(0, operands).join(',')})=>${written}`;
      },
      tests(problem, random): Test[] {
        const rpn = rpnOf(problem);
        const tests: Test[] = [];
        while (tests.length < hiddenTests) {
          const args = Array.from({ length: operands }, () => 1 + random.integer(99));
          const expected = compute(rpn, args);
          // Equal expressions can differ in the sign of a zero.
          if (expected !== 0) tests.push({ args, expected });
        }
        return tests;
      },
      parse,
      promptText: (problem) => spelled(vocabulary, rpnOf(problem), ' '),
      answerText: (answer) => spelled(vocabulary, answer),
      note({ reference }) {
        const pairs = reference.filter((token) => token === open).length;
        return pairs === 0 ? 'no parentheses' : pairs === 1 ? '1 pair of parentheses' : `${pairs} pairs of parentheses`;
      },
      // One more than the pairs of parentheses, and one more again if any pair stands inside another.
      level({ reference }) {
        let [pairs, depth, deepest] = [0, 0, 0];
        for (const token of reference) {
          if (token === open) pairs++;
          depth += token === open ? 1 : token === close ? -1 : 0;
          deepest = Math.max(deepest, depth);
        }
        return levelOf(1 + pairs + (deepest > 1 ? 1 : 0));
      },
    };
    return task;
  },
};
