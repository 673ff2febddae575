/**
 * Countdown: every given number once, with + − ×, to make the target. The answer keeps a running total, `3*7=21+4` for 25: what it says of
 * its own steps has to be true, else it stands for nothing. So a first answer that missed shows how far it came, and checking it is local:
 * the last total, the last step and the target. Any right way passes.
 */
import { setDials } from './dials.ts';
import { levelOf } from './level.ts';
import { drawFor } from './split.ts';
import { quoted, refuse } from './typed.ts';
import type { Problem, Task, TaskDefinition, TaskLabel, Test } from './task.ts';
import type { RandomSource } from '../model/random.ts';
import { spelled } from './spelled.ts';

const label: TaskLabel = {
  id: 'countdown',
  name: 'Countdown',
  family: 'mathematics',
  whySecondLook: 'A first pass picks the first step before it knows what the last one needs; a second look sees how far the draft came.',
  dials: [
    { key: 'numbers', label: 'Numbers', hint: 'How many numbers are given.', min: 3, max: 4, step: 1, value: 3 },
    { key: 'operators', label: 'Operators', hint: '2: + and −. 3: +, − and ×.', min: 2, max: 3, step: 1, value: 3 },
  ],
  settings: { pool: 2048 },
};

const plus = 10;
const minus = 11;
const times = 12;
const equals = 13;
const arrow = 14;
const separator = 15;
const vocabulary = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '*', '=', '→', '/'];
const operatorTokens = [plus, minus, times];
/** Totals have two digits and are never negative. */
const limit = 100;

const apply = (operator: number, left: number, right: number): number =>
  operator === plus ? left + right : operator === minus ? left - right : left * right;
const twoDigits = (value: number): number[] => [Math.floor(value / 10), value % 10];

/** A way: the numbers in the order of their use, and the operators between them. */
interface Way {
  numbers: readonly number[];
  operators: readonly number[];
}

/**
 * Visits every way to use all the numbers that keeps its totals in range, in a fixed order, until a visit returns true. Equal numbers are
 * not told apart. The way is only lent: the next one overwrites it.
 * @param given in ascending order
 */
function visitWays(given: readonly number[], operators: readonly number[], visit: (way: Way, total: number) => boolean): void {
  const way = { numbers: given.map(() => 0), operators: given.slice(1).map(() => 0) };
  const isUsed = given.map(() => false);
  const extend = (length: number, total: number): boolean => {
    if (length === given.length) return visit(way, total);
    for (let at = 0; at < given.length; at++) {
      if (isUsed[at] || (at > 0 && given[at - 1] === given[at] && !isUsed[at - 1])) continue;
      isUsed[at] = true;
      way.numbers[length] = given[at];
      for (const operator of length === 0 ? [plus] : operators) {
        const next = apply(operator, total, given[at]);
        if (next < 0 || next >= limit) continue;
        if (length > 0) way.operators[length - 1] = operator;
        if (extend(length + 1, next)) return true;
      }
      isUsed[at] = false;
    }
    return false;
  };
  extend(0, 0);
}

/** Answer tokens of a way: its totals but the last, which is the target, are written where they arise. */
function written({ numbers, operators }: Way): number[] {
  const tokens = [numbers[0]];
  let total = numbers[0];
  operators.forEach((operator, i) => {
    if (i > 0) tokens.push(equals, ...twoDigits(total));
    tokens.push(operator, numbers[i + 1]);
    total = apply(operator, total, numbers[i + 1]);
  });
  return tokens;
}

export const countdown: TaskDefinition = {
  label,
  configure(given) {
    const dials = setDials(label, given);
    const count = dials.numbers;
    const operators = operatorTokens.slice(0, dials.operators);
    const promptLength = count + 3;
    const answerLength = 1 + 2 * (count - 1) + 3 * (count - 2);

    const numbersOf = ({ prompt }: Problem): number[] => Array.from(prompt.subarray(0, count));
    const targetOf = ({ prompt }: Problem): number => 10 * prompt[count] + prompt[count + 1];
    const countWays = (problem: Problem): number => {
      let ways = 0;
      visitWays(numbersOf(problem), operators, (_way, total) => {
        if (total === targetOf(problem)) ways++;
        return false;
      });
      return ways;
    };

    /** What the numbers make in the order given, with random operators; null if a total is zero or out of range. */
    const randomTotal = ([first, ...others]: readonly number[], random: RandomSource): number | null => {
      let total = first;
      for (const number of others) {
        total = apply(operators[random.integer(operators.length)], total, number);
        if (total <= 0 || total >= limit) return null;
      }
      return total;
    };

    const draw = (random: RandomSource): Problem => {
      for (;;) {
        const numbers = Array.from({ length: count }, () => 1 + random.integer(9));
        const target = randomTotal(numbers, random);
        if (target === null) continue;
        return problemOf(numbers, target);
      }
    };

    /** Its reference is empty where no way makes the target. */
    const problemOf = (given: readonly number[], target: number): Problem => {
      // Sorted, so that the same numbers in another order are the same problem.
      const numbers = [...given].sort((one, other) => one - other);
      let reference: number[] = [];
      visitWays(numbers, operators, (way, total) => {
        if (total === target) reference = written(way);
        return total === target;
      });
      return { prompt: Int32Array.from([...numbers, ...twoDigits(target), arrow]), reference: Int32Array.from(reference) };
    };

    const example = count === 3 ? '3 4 7 → 14' : '2 3 4 7 → 16';
    const parse = (typed: string): Problem => {
      const parts = /^([\s\d,;]*)(?:→|[-=]+>|=|:)\s*(\d+)\s*$/.exec(typed);
      if (!parts) return refuse(`${quoted(typed)} does not say which numbers make which target.`, example);
      const numbers = (parts[1].match(/\d+/g) ?? []).map(Number);
      if (numbers.length !== count)
        return refuse(`There are ${numbers.length} numbers before the arrow; this model uses ${count}.`, example);
      const wrong = numbers.find((number) => number < 1 || number > 9);
      if (wrong !== undefined) return refuse(`The numbers must be from 1 to 9; got ${wrong}.`, example);
      const target = Number(parts[2]);
      if (target < 1 || target >= limit) return refuse(`The target must be from 1 to ${limit - 1}; got ${target}.`, example);
      const problem = problemOf(numbers, target);
      if (problem.reference.length === 0) {
        const signs = dials.operators === 2 ? '+ and −' : '+, − and ×';
        return refuse(`No way with ${signs} makes ${target} of ${numbers.join(', ')}.`, example);
      }
      return problem;
    };

    const answerText = (answer: Int32Array): string => spelled(vocabulary, answer);

    /** The way and the totals that an answer claims; null if it has another form. */
    const read = (answer: Int32Array): { way: Way; claims: number[] } | null => {
      const parts = new RegExp(`^\\d[-+*]\\d(=\\d\\d[-+*]\\d){${count - 2}}$`).exec(answerText(answer));
      if (!parts) return null;
      const tokens = Array.from(answer);
      const steps = Array.from({ length: count - 1 }, (_, step) => 1 + 5 * step);
      return {
        way: { numbers: [tokens[0], ...steps.map((at) => tokens[at + 1])], operators: steps.map((at) => tokens[at]) },
        claims: steps.slice(1).map((at) => 10 * tokens[at - 2] + tokens[at - 1]),
      };
    };

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
      // The program itself checks what the answer claims of its totals: a false claim makes it return false, not a number.
      program(problem, answer) {
        const claimed = read(answer);
        if (!claimed) return null;
        const { way, claims } = claimed;
        const used = [...way.numbers].sort((a, b) => a - b);
        if (used.join() !== numbersOf(problem).join()) return null;
        const signs = way.operators.map((operator) => vocabulary[operator]);
        const totals = [way.numbers[0], ...claims];
        const step = (i: number): string => `${totals[i]}${signs[i]}${way.numbers[i + 1]}`;
        return `()=>${[...claims.map((claim, i) => `${step(i)}===${claim}`), step(count - 2)].join('&&')}`;
      },
      tests: (problem): Test[] => [{ args: [], expected: targetOf(problem) }],
      parse,
      promptText: (problem) => `${numbersOf(problem).join(' ')} → ${targetOf(problem)}`,
      answerText,
      note(problem) {
        const ways = countWays(problem);
        return ways === 1 ? 'one way' : `${ways} ways`;
      },
      // The fewer ways there are, the harder: more than 5, 4 or 5, 3, 2, one.
      level(problem) {
        const ways = countWays(problem);
        return levelOf(1 + [5, 3, 2, 1].filter((most) => ways <= most).length);
      },
    };
    return task;
  },
};
