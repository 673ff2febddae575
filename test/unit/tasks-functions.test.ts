import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { functions } from '../../workers/tasks/functions.ts';
import type { Problem } from '../../workers/tasks/task.ts';
import { drawMany, passes, referenceProgram, valueOf } from './tasks-checks.ts';

const task = functions.configure({ digits: 4, forms: 3 });
const tokensOf = (text: string): Int32Array => Int32Array.from(text, (character) => task.vocabulary.indexOf(character));
const hiddenTests = (problem: Problem, step = 0) => task.tests(problem, randomSource(1, 'hiddenTests', step));

/** The numbers of a text like `f(12)=40 f(7)=35`. */
const numbersOf = (text: string): number[] => (text.match(/\d+/g) as string[]).map(Number);

/** A problem from its examples, as the page shows them. */
const problemOf = (text: string): Problem => ({
  prompt: tokensOf(
    `${numbersOf(text)
      .map((number) => String(number).padStart(4, '0'))
      .join('')}→`,
  ),
  reference: new Int32Array(0),
});
const adds = problemOf('f(1408)=4153 f(21)=2766');
const takes = problemOf('f(4153)=1408 f(2766)=21');
const mirrors = problemOf('f(1408)=2745 f(4153)=0');
const programOf = (text: string, problem = adds): string | null => task.program(problem, tokensOf(text));

describe('functions', () => {
  it('shows what the function returns for two inputs', () => {
    for (const drawn of drawMany(task, 300)) {
      const text = task.promptText(drawn);
      expect(text).toMatch(/^f\(\d{1,4}\)=\d{1,4} f\(\d{1,4}\)=\d{1,4}$/);
      const [x, y, nextX, nextY] = numbersOf(text);
      expect(nextX).not.toBe(x);
      const program = referenceProgram(task, drawn);
      expect([valueOf(program, [x]), valueOf(program, [nextX])]).toEqual([y, nextY]);
      expect(task.answerText(drawn.reference)).toMatch(/^(x[+-]\d{4}|\d{4}-x)$/);
    }
  });

  it.each([
    ['x+2745', 'x=>x+2745', adds],
    ['x-2745', 'x=>x-2745', takes],
    ['4153-x', 'x=>4153-x', mirrors],
  ])('makes of %s the program %s, and it is right', (text, program, problem) => {
    expect(programOf(text, problem)).toBe(program);
    for (let step = 0; step < 50; step++) expect(passes(program, hiddenTests(problem, step))).toBe(true);
  });

  it('accepts an equal function', () => {
    for (let step = 0; step < 50; step++) expect(passes(programOf('2745+x') as string, hiddenTests(adds, step))).toBe(true);
  });

  it('reads a number with zeros in front as what it is, not as octal', () => {
    const small = problemOf('f(1408)=1425 f(21)=38');
    expect(programOf('x+0017', small)).toBe('x=>x+17');
    expect(passes('x=>x+17', hiddenTests(small))).toBe(true);
    expect(programOf('x-0000', small)).toBe('x=>x-0');
  });

  it('judges a changed answer as independent inputs do', () => {
    const random = randomSource(7, 'mixture');
    const symbols = '0123456789+-x';
    let [equal, unequal, broken] = [0, 0, 0];
    for (const [index, drawn] of drawMany(task, 900).entries()) {
      const answer = Int32Array.from(drawn.reference);
      const written = task.answerText(answer);
      // Every other x+c is turned round, which leaves an equal function.
      if (index % 2 && written.startsWith('x+')) answer.set(tokensOf(`${written.slice(2)}+x`));
      else answer[random.integer(task.answerLength)] = tokensOf(symbols[random.integer(symbols.length)])[0];
      const program = task.program(drawn, answer) as string;
      const reference = referenceProgram(task, drawn);
      const isEqual = Array.from({ length: 20 }, () => random.integer(1000)).every(
        (x) => valueOf(program, [x]) === valueOf(reference, [x]),
      );
      expect(passes(program, hiddenTests(drawn, index))).toBe(isEqual);
      if (isEqual) equal++;
      else if (Number.isNaN(valueOf(program, [5]))) broken++;
      else unequal++;
    }
    expect(Math.min(equal, unequal, broken)).toBeGreaterThan(50);
  });

  it('fails any other constant, and the right constant in another form', () => {
    for (const drawn of drawMany(task, 60)) {
      const text = task.answerText(drawn.reference);
      for (let at = 0; at < task.answerLength; at++) {
        if (!/\d/.test(text[at])) continue;
        const wrong = Int32Array.from(drawn.reference);
        wrong[at] = (wrong[at] + 1 + at) % 10;
        expect(passes(task.program(drawn, wrong) as string, hiddenTests(drawn))).toBe(false);
      }
      const [digits] = text.match(/\d{4}/) as RegExpExecArray;
      for (const other of [`x+${digits}`, `x-${digits}`, `${digits}-x`]) {
        if (other !== text) expect(passes(programOf(other, drawn) as string, hiddenTests(drawn))).toBe(false);
      }
    }
  });

  it('calls the function on three inputs that were not shown, other ones in every update', () => {
    // With three digits a shown input would soon be drawn again if nothing kept it out.
    const small = functions.configure({ digits: 3 });
    const [drawn] = drawMany(small, 1);
    const [x, , nextX] = numbersOf(small.promptText(drawn));
    const sets = Array.from({ length: 5000 }, (_, step) =>
      small.tests(drawn, randomSource(1, 'hiddenTests', step)).map(({ args }) => args[0] as number),
    );
    for (const inputs of sets) {
      expect(new Set([...inputs, x, nextX]).size).toBe(5);
      expect(inputs.some((input) => input < 0 || input > 999)).toBe(false);
    }
    expect(new Set(sets.map((inputs) => inputs.join())).size).toBeGreaterThan(4990);
  });

  it('does not pass a program that only knows the examples', () => {
    const knowing = 'x=>x===1408?4153:2766';
    expect([1408, 21].map((x) => valueOf(knowing, [x]))).toEqual([4153, 2766]);
    expect(passes(knowing, hiddenTests(adds))).toBe(false);
  });

  it('gives no program for an answer with a token that no function has, and a failing one for what is no expression', () => {
    for (const foreign of ['→', '/']) expect(programOf(`x+274${foreign}`)).toBeNull();
    for (const text of ['x+274+', '2745x+', 'xxxxxx', '++++++', '27-45x']) {
      expect(passes(programOf(text) as string, hiddenTests(adds))).toBe(false);
    }
  });

  it.each([
    [1, ['c−x']],
    [2, ['c−x', 'x+c']],
    [3, ['c−x', 'x+c', 'x−c']],
  ])('has at %i on the dial of forms each of %j equally often', (dial, expected) => {
    const counts = new Map<string, number>();
    for (const drawn of drawMany(functions.configure({ digits: 4, forms: dial }), 900)) {
      const [form] = task.note(drawn).split(',');
      counts.set(form, (counts.get(form) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(expected);
    for (const count of counts.values()) expect(Math.abs(count - 900 / dial)).toBeLessThan(80);
  });

  it.each([
    ['f(1111)=2345 f(0)=1234', 'x+c, no carry', 2],
    ['f(2345)=1111 f(1234)=0', 'x−c, no carry', 2],
    ['f(1111)=1234 f(2345)=0', 'c−x, no carry', 1],
    ['f(1048)=3123 f(0)=2075', 'x+c, 2 carries in a row', 4],
    ['f(3123)=1048 f(2075)=0', 'x−c, 2 carries in a row', 4],
    ['f(1048)=2075 f(3123)=0', 'c−x, 2 carries in a row', 3],
    ['f(1999)=3000 f(0)=1001', 'x+c, 3 carries in a row', 5],
    ['f(3000)=1999 f(1001)=0', 'x−c, 3 carries in a row', 5],
  ])('says of %s: %s, level %i', (text, note, level) => {
    const problem = problemOf(text);
    expect([task.note(problem), task.level(problem)]).toEqual([note, level]);
  });

  it.each([0, 0.3, 0.9])('makes that part of the columns add up to nine, and leaves the others to chance: %d', (chains) => {
    let [nines, columns] = [0, 0];
    for (const drawn of drawMany(functions.configure({ digits: 4, forms: 1, chains }), 1500)) {
      const [x, y] = numbersOf(task.promptText(drawn));
      for (const place of [1, 10, 100]) {
        const digit = (number: number): number => Math.floor(number / place) % 10;
        nines += digit(x) + digit(y) === 9 ? 1 : 0;
        columns++;
      }
    }
    expect(Math.abs(nines / columns - (chains + (1 - chains) / 10))).toBeLessThan(0.04);
  });
});
