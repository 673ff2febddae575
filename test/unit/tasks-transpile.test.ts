import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { splitOf } from '../../workers/tasks/split.ts';
import type { Problem } from '../../workers/tasks/task.ts';
import { transpile } from '../../workers/tasks/transpile.ts';
import { chiSquare, configured, drawMany, passes, referenceProgram, valueOf } from './tasks-checks.ts';

const task = transpile.configure();
const four = transpile.configure({ operands: 4 });
const idOf = (text: string): number => task.vocabulary.indexOf(text);
const end = task.endOfAnswer as number;

/** Answer tokens of an expression, padded. */
const answerOf = (expression: string, length = task.answerLength): Int32Array => {
  const tokens = new Int32Array(length).fill(task.padding);
  tokens.set([...Array.from(expression, idOf), end]);
  return tokens;
};

/** A problem from its text, as the page shows it. */
const problemOf = (rpn: string): Problem => ({ prompt: Int32Array.from([...rpn.split(' '), '→'], idOf), reference: new Int32Array(0) });

type Tree = string | [operator: string, left: Tree, right: Tree];

/** The tree of a reverse Polish text, by recursion from its end. */
function treeOfRpn(text: string): Tree {
  const symbols = text.split(' ');
  const read = (): Tree => {
    const symbol = symbols.pop() as string;
    if (!'+-*'.includes(symbol)) return symbol;
    const right = read();
    return [symbol, read(), right];
  };
  return read();
}

/** The tree of an infix text as JavaScript reads it: × before + and −, else from left to right. */
function treeOfInfix(text: string): Tree {
  let at = 0;
  const atom = (): Tree => {
    if (text[at] !== '(') return text[at++];
    at++;
    const inside = sum();
    at++;
    return inside;
  };
  const chain = (operators: string, next: () => Tree) => (): Tree => {
    let tree = next();
    while (at < text.length && operators.includes(text[at])) tree = [text[at++], tree, next()];
    return tree;
  };
  const sum = chain(
    '+-',
    chain('*', () => atom()),
  );
  return sum();
}

const evaluate = (tree: Tree, values: Record<string, number>): number => {
  if (typeof tree === 'string') return values[tree];
  const [left, right] = [evaluate(tree[1], values), evaluate(tree[2], values)];
  return tree[0] === '+' ? left + right : tree[0] === '-' ? left - right : left * right;
};

/** The text without one pair of parentheses, for every pair. */
function withoutOnePair(text: string): string[] {
  const opened: number[] = [];
  return Array.from(text).flatMap((character, at) => {
    if (character === '(') opened.push(at);
    if (character !== ')') return [];
    const start = opened.pop() as number;
    return [text.slice(0, start) + text.slice(start + 1, at) + text.slice(at + 1)];
  });
}

describe('transpile', () => {
  it('turns `b a c + - d -` into (a,b,c,d)=>b-(a+c)-d', () => {
    const drawn = Array.from({ length: 20_000 }, (_, index) =>
      four.draw(randomSource(index, 'trainingProblems'), index % 2 ? 'train' : 'heldout'),
    );
    const example = drawn.find((problem) => four.promptText(problem) === 'b a c + - d -');
    expect(example).toBeDefined();
    expect(four.program(example as Problem, (example as Problem).reference)).toBe('(a,b,c,d)=>b-(a+c)-d');
  });

  it.each(configured.filter(([name]) => name.startsWith('transpile')))(
    'keeps the tree of every problem, without a pair of parentheses too many: %s',
    (_name, turned) => {
      for (const drawn of drawMany(turned, 200)) {
        const tree = treeOfRpn(turned.promptText(drawn));
        const text = turned.answerText(drawn.reference);
        expect(treeOfInfix(text)).toEqual(tree);
        for (const shorter of withoutOnePair(text)) expect(treeOfInfix(shorter)).not.toEqual(tree);
      }
    },
  );

  it('has room for the answer with the most parentheses', () => {
    const longest = drawMany(task, 3000).map(({ reference }) => reference.indexOf(end) + 1);
    expect(Math.max(...longest)).toBe(task.answerLength);
  });

  it.each([
    ['b a c + - d -', 'b-a-c-d'],
    ['b a c + - d -', '((b)-((a+c)))-d'],
    ['b a c + - d -', '-d+b-a-c'],
    ['a b c * d * +', 'd*c*b+a'],
    ['a b + c d + *', 'a*c+a*d+b*c+b*d'],
  ])('accepts for `%s` the equal %s', (rpn, expression) => {
    const problem = problemOf(rpn);
    const program = four.program(problem, answerOf(expression, 24)) as string;
    for (let step = 0; step < 50; step++) expect(passes(program, four.tests(problem, randomSource(1, 'hiddenTests', step)))).toBe(true);
  });

  it('judges a changed answer as independent values of the variables do', () => {
    const random = randomSource(7, 'mixture');
    const symbols = 'abcde+-*()';
    let [equal, unequal, broken] = [0, 0, 0];
    for (const drawn of drawMany(task, 1500)) {
      const text = task.answerText(drawn.reference);
      const at = random.integer(text.length);
      const changed = text.slice(0, at) + symbols[random.integer(symbols.length)] + text.slice(at + 1);
      const program = task.program(drawn, answerOf(changed)) as string;
      const tree = treeOfRpn(task.promptText(drawn));
      const isEqual = Array.from({ length: 6 }, () => Array.from({ length: 5 }, () => random.integer(2001) - 1000)).every((args) => {
        const [a, b, c, d, e] = args;
        // The sign of a zero says nothing.
        return (valueOf(program, args) as number) + 0 === evaluate(tree, { a, b, c, d, e }) + 0;
      });
      expect(passes(program, task.tests(drawn, randomSource(2, 'hiddenTests')))).toBe(isEqual);
      if (isEqual) equal++;
      else if (Number.isNaN(valueOf(program, [1, 2, 3, 4, 5]))) broken++;
      else unequal++;
    }
    expect(Math.min(equal, unequal, broken)).toBeGreaterThan(50);
  });

  it('never expects a zero, whose sign equal expressions may disagree on', () => {
    const same = problemOf('a b - c d - *');
    for (let step = 0; step < 2000; step++) {
      for (const { expected } of four.tests(same, randomSource(3, 'hiddenTests', step))) expect(expected).not.toBe(0);
    }
  });

  it('gives no program for an answer that is empty, has no end, or holds a token that no expression has', () => {
    const [problem] = drawMany(task, 1);
    const full = new Int32Array(task.answerLength).fill(idOf('a'));
    expect(task.program(problem, full)).toBeNull();
    expect(task.program(problem, answerOf(''))).toBeNull();
    for (const foreign of [task.separator, task.padding, idOf('→')]) {
      const answer = answerOf('a+b+c');
      answer[1] = foreign;
      expect(task.program(problem, answer)).toBeNull();
    }
  });

  it('reads no further than the end of the answer', () => {
    const [problem] = drawMany(task, 1);
    const answer = answerOf('a+b');
    answer.set([idOf('*'), idOf('→'), end], 4);
    expect(task.program(problem, answer)).toBe('(a,b,c,d,e)=>a+b');
  });

  it('fails, and does not break on, answers that are no expression', () => {
    for (const drawn of drawMany(task, 40)) {
      const tests = task.tests(drawn, randomSource(1, 'hiddenTests'));
      for (const text of ['a+', '(', ')(', 'a--b', 'a++b', '()', '(a)(b)', 'ab', '*a', 'f', 'a**b**c**d']) {
        expect(passes(task.program(drawn, answerOf(text)) as string, tests)).toBe(false);
      }
    }
  });

  it('passes a single wrong variable in no hidden test set', () => {
    for (const drawn of drawMany(task, 300)) {
      const swapped = drawn.reference.map((token) => (token === 0 ? 1 : token === 1 ? 0 : token));
      const program = task.program(drawn, swapped) as string;
      const tests = task.tests(drawn, randomSource(1, 'hiddenTests'));
      const values = [3, 5, 7, 11, 13];
      const isEqual = valueOf(program, values) === valueOf(referenceProgram(task, drawn), values);
      expect(passes(program, tests)).toBe(isEqual);
    }
  });

  it('draws fresh values for every update', () => {
    const [problem] = drawMany(task, 1);
    const sets = Array.from({ length: 200 }, (_, step) => JSON.stringify(task.tests(problem, randomSource(1, 'hiddenTests', step))));
    expect(new Set(sets).size).toBe(200);
  });

  it.each([
    [4, 5],
    [5, 14],
    [6, 42],
  ])('draws every shape of tree over %i operands equally often', (operands, shapes) => {
    const turned = transpile.configure({ operands });
    const draws = 300 * shapes;
    const counts = new Map<string, number>();
    for (const drawn of drawMany(turned, draws)) {
      const shape = turned.promptText(drawn).replace(/[a-f]/g, 'x').replace(/[-+*]/g, 'o');
      counts.set(shape, (counts.get(shape) ?? 0) + 1);
    }
    expect(counts.size).toBe(shapes);
    const freedom = shapes - 1;
    // A chi-square of k degrees has mean k and variance 2k.
    expect(chiSquare([...counts.values()], new Array<number>(shapes).fill(draws / shapes))).toBeLessThan(
      freedom + 4 * Math.sqrt(2 * freedom),
    );
  });

  it('draws every order of operands and every operator equally often', () => {
    const orders = new Map<string, number>();
    const operators = new Map<string, number>();
    for (const drawn of drawMany(four, 2400)) {
      const text = four.promptText(drawn);
      const order = text.replace(/[^a-f]/g, '');
      orders.set(order, (orders.get(order) ?? 0) + 1);
      for (const operator of text.replace(/[a-f ]/g, '')) operators.set(operator, (operators.get(operator) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    // Of the 3,240 problems a tenth is held out, not exactly the same part of every order: the bound is wider than chance alone needs.
    expect(chiSquare([...orders.values()], new Array<number>(24).fill(100))).toBeLessThan(23 + 6 * Math.sqrt(46));
    expect(operators.size).toBe(3);
    expect(chiSquare([...operators.values()], [2400, 2400, 2400])).toBeLessThan(2 + 6 * 2);
  });

  it('holds out about a tenth of all 3,240 problems over four operands', () => {
    const all = new Set(
      [1, 2]
        .flatMap((seed) => (['train', 'heldout'] as const).flatMap((split) => drawMany(four, 20_000, split, seed)))
        .map(({ prompt }) => prompt.join()),
    );
    expect(all.size).toBe(3240);
    const heldOut = [...all].filter((prompt) => splitOf(prompt.split(',').map(Number)) === 'heldout').length;
    expect(Math.abs(heldOut - 324)).toBeLessThan(60);
  });

  it('says how many pairs of parentheses the reference has', () => {
    const notes = new Set(drawMany(task, 500).map((drawn) => task.note(drawn)));
    expect([...notes].sort()).toEqual(['1 pair of parentheses', '2 pairs of parentheses', '3 pairs of parentheses', 'no parentheses']);
  });
});
