import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { functions } from '../../workers/tasks/functions.ts';
import type { Problem } from '../../workers/tasks/task.ts';
import { drawMany, passes, referenceProgram, valueOf } from './tasks-checks.ts';

const task = functions.configure();
const tokensOf = (text: string): Int32Array => Int32Array.from(text, (character) => task.vocabulary.indexOf(character));
const hiddenTests = (problem: Problem, step = 0) => task.tests(problem, randomSource(1, 'hiddenTests', step));

/** A problem from its examples, as the page shows them. */
const problemOf = (text: string): Problem => ({
  prompt: tokensOf(`${text.replace(/f\((\d)\)=(\d+) ?/g, '$1$2')}→`),
  reference: new Int32Array(0),
});
const example = problemOf('f(1)=438 f(2)=441');
const programOf = (text: string, problem = example): string | null => task.program(problem, tokensOf(text));

describe('functions', () => {
  it('shows what the function returns for two inputs that follow one another', () => {
    for (const drawn of drawMany(task, 300)) {
      const text = task.promptText(drawn);
      expect(text).toMatch(/^f\(\d\)=\d{1,3} f\(\d\)=\d{1,3}$/);
      const [x, y, nextX, nextY] = (text.match(/\d+/g) as string[]).map(Number);
      expect(nextX).toBe(x + 1);
      const program = referenceProgram(task, drawn);
      expect([valueOf(program, [x]), valueOf(program, [nextX])]).toEqual([y, nextY]);
    }
  });

  it('makes a program of the answer', () => {
    expect(programOf('435+x*3')).toBe('x=>435+x*3');
    expect(task.promptText(example)).toBe('f(1)=438 f(2)=441');
    expect(task.note(example)).toBe('rises by 3');
  });

  it('reads a number with zeros in front as what it is, not as octal', () => {
    const falling = problemOf('f(1)=012 f(2)=007');
    const program = programOf('017-x*5', falling) as string;
    expect(program).toBe('x=>17-x*5');
    expect(passes(program, hiddenTests(falling))).toBe(true);
    expect(programOf('x*00000')).toBe('x=>x*0');
  });

  it.each(['435+x*3', 'x*3+435', '435+3*x', '3*x+435'])('accepts the equal %s', (text) => {
    for (let step = 0; step < 50; step++) expect(passes(programOf(text) as string, hiddenTests(example, step))).toBe(true);
  });

  it('judges a changed answer as a hundred inputs do', () => {
    const random = randomSource(7, 'mixture');
    const symbols = '0123456789+-*x';
    let [equal, unequal, broken] = [0, 0, 0];
    for (const drawn of drawMany(task, 700)) {
      const answer = Int32Array.from(drawn.reference);
      // Twice in three times two neighbours change places, which often leaves an equal function.
      const at = random.integer(task.answerLength);
      if (random.integer(3) === 0) answer[at] = tokensOf(symbols[random.integer(symbols.length)])[0];
      else if (at >= 2) [answer[at - 2], answer[at]] = [answer[at], answer[at - 2]];
      const program = task.program(drawn, answer) as string;
      const reference = referenceProgram(task, drawn);
      const inputs = Array.from({ length: 100 }, (_, x) => x);
      const isEqual = inputs.every((x) => valueOf(program, [x]) === valueOf(reference, [x]));
      expect(passes(program, hiddenTests(drawn, drawn.prompt[1]))).toBe(isEqual);
      if (isEqual) equal++;
      else if (Number.isNaN(valueOf(program, [5]))) broken++;
      else unequal++;
    }
    expect(Math.min(equal, unequal, broken)).toBeGreaterThan(40);
  });

  it('fails any other constant or factor', () => {
    for (const drawn of drawMany(task, 60)) {
      for (const at of [0, 1, 2, 6]) {
        const wrong = Int32Array.from(drawn.reference);
        wrong[at] = (wrong[at] + 1 + at) % 10;
        expect(passes(task.program(drawn, wrong) as string, hiddenTests(drawn))).toBe(false);
      }
    }
  });

  it('calls the function on three inputs that were not shown, other ones in every update', () => {
    const [drawn] = drawMany(task, 1);
    const shown = (task.promptText(drawn).match(/\((\d)\)/g) as string[]).map((text) => Number(text[1]));
    const sets = Array.from({ length: 400 }, (_, step) => hiddenTests(drawn, step).map(({ args }) => args[0] as number));
    for (const inputs of sets) {
      expect(new Set(inputs).size).toBe(3);
      expect(inputs.some((input) => shown.includes(input) || input < 0 || input > 99)).toBe(false);
    }
    expect(new Set(sets.map((inputs) => inputs.join())).size).toBeGreaterThan(390);
  });

  it('does not pass a program that only knows the examples', () => {
    const knowing = 'x=>x===1?438:441';
    expect([1, 2].map((x) => valueOf(knowing, [x]))).toEqual([438, 441]);
    expect(passes(knowing, hiddenTests(example))).toBe(false);
  });

  it('gives no program for an answer with a token that no function has, and a failing one for what is no expression', () => {
    for (const foreign of ['→', '/']) expect(programOf(`435+x*${foreign}`)).toBeNull();
    for (const text of ['435+x*+', '435+x3x', 'xxxxxxx', '*******', '435xx*3']) {
      expect(passes(programOf(text) as string, hiddenTests(example))).toBe(false);
    }
  });

  it('has falling functions where the dial allows them, and only there', () => {
    const notesAt = (operators: number): string[] => drawMany(functions.configure({ operators }), 400).map((drawn) => task.note(drawn));
    expect(notesAt(1).filter((note) => note.startsWith('falls'))).toEqual([]);
    const falling = notesAt(2).filter((note) => note.startsWith('falls')).length;
    expect(Math.abs(falling - 200)).toBeLessThan(60);
  });

  it.each([
    ['f(1)=438 f(2)=441', 1, '435+x*3'],
    ['f(1)=442 f(2)=446', 2, '438+x*4: another ten'],
    ['f(1)=432 f(2)=429', 2, '435-x*3: falls'],
    ['f(2)=449 f(3)=453', 2, '441+x*4: 8 away'],
    ['f(2)=453 f(3)=462', 4, '435+x*9: 18 away, another ten'],
    ['f(2)=399 f(3)=390', 5, '417-x*9: all of it'],
  ])('says of %s that its level is %i (%s)', (text, level) => {
    expect(task.level(problemOf(text))).toBe(level);
  });
});
