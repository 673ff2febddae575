import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { countdown } from '../../workers/tasks/countdown.ts';
import type { Problem, Task } from '../../workers/tasks/task.ts';
import { drawMany, passes, valueOf } from './tasks-checks.ts';

const three = countdown.configure({ numbers: 3 });
const four = countdown.configure({ numbers: 4 });
const tokensOf = (text: string): Int32Array => Int32Array.from(text, (character) => three.vocabulary.indexOf(character));
const hiddenTests = (task: Task, problem: Problem) => task.tests(problem, randomSource(1, 'hiddenTests'));
const problemOf = (numbers: string, target: string): Problem => ({
  prompt: tokensOf(`${numbers.replaceAll(' ', '')}${target}→`),
  reference: new Int32Array(0),
});
const passesAs = (task: Task, problem: Problem, text: string): boolean | null => {
  const program = task.program(problem, tokensOf(text));
  return program === null ? null : passes(program, hiddenTests(task, problem));
};

/** Every answer of the right form with true totals, and what it makes: by writing JavaScript and running it, not as the task does. */
function allWays(numbers: readonly number[], operators: string): Map<string, number> {
  const ways = new Map<string, number>();
  const extend = (text: string, total: number, left: readonly number[]): void => {
    if (left.length === 0) ways.set(text, total);
    left.forEach((number, at) => {
      const rest = left.filter((_, i) => i !== at);
      for (const operator of operators) {
        const next = valueOf(`()=>${total}${operator}${number}`, []) as number;
        const shown = text.length > 1 ? `=${String(total).padStart(2, '0')}` : '';
        if (next >= 0 && next < 100) extend(`${text}${shown}${operator}${number}`, next, rest);
      }
    });
  };
  numbers.forEach((number, at) =>
    extend(
      String(number),
      number,
      numbers.filter((_, i) => i !== at),
    ),
  );
  return ways;
}

const example = problemOf('3 4 7', '25');

describe('countdown', () => {
  it('makes a program that checks what the answer says of its totals and returns what it makes', () => {
    expect(three.promptText(example)).toBe('3 4 7 → 25');
    expect(three.program(example, tokensOf('3*7=21+4'))).toBe('()=>3*7===21&&21+4');
    expect(four.program(problemOf('1 3 4 7', '24'), tokensOf('3*7=21+4=25-1'))).toBe('()=>3*7===21&&21+4===25&&25-1');
  });

  it.each(['3*7=21+4', '7*3=21+4', '4*7=28-3'])('accepts %s for 25', (text) => {
    expect(passesAs(three, example, text)).toBe(true);
  });

  it('fails a false total, even one that would lead to the target', () => {
    for (const text of ['3*4=18+7', '3*7=22+4', '4*7=22+3', '3+7=21+4', '3*7=21-4']) expect(passesAs(three, example, text)).toBe(false);
  });

  it('gives no program unless every given number is used once, in the form that the task has', () => {
    for (const text of ['3*7=21+3', '3*7=21+5', '4+7=11+4', '3*7+4=25', '3*7=21+/', '21+4=03*7', '3*7=021+', '/*7=21+4', '3*7/21+4']) {
      expect(passesAs(three, example, text)).toBeNull();
    }
    expect(passesAs(three, problemOf('3 3 7', '24'), '3*7=21+3')).toBe(true);
    expect(passesAs(three, problemOf('3 3 7', '28'), '3*7=21+7')).toBeNull();
  });

  it('takes a total with a zero in front for what it is', () => {
    expect(passesAs(three, problemOf('3 4 7', '49'), '3+4=07*7')).toBe(true);
  });

  it.each([
    ['three', three, '+-*'],
    ['four', four, '+-*'],
    ['three, without ×,', countdown.configure({ numbers: 3, operators: 2 }), '+-'],
  ])('passes exactly the ways that make the target, counts them, and has one for reference: %s numbers', (_name, task, operators) => {
    for (const drawn of drawMany(task, 12)) {
      const [numbers, target] = task.promptText(drawn).split(' → ');
      const ways = allWays(numbers.split(' ').map(Number), operators);
      const right = [...ways].filter(([, total]) => total === Number(target)).map(([text]) => text);
      expect(right).toContain(task.answerText(drawn.reference));
      expect(task.note(drawn)).toBe(right.length === 1 ? 'one way' : `${right.length} ways`);
      for (const [text, total] of ways) expect(passesAs(task, drawn, text)).toBe(total === Number(target));
    }
  });

  it('fails a right answer with another operator or total, unless that is right too', () => {
    let failed = 0;
    for (const drawn of drawMany(four, 200)) {
      const [numbers, target] = four.promptText(drawn).split(' → ');
      const right = allWays(numbers.split(' ').map(Number), '+-*');
      const text = four.answerText(drawn.reference);
      for (const [at, token] of [1, 4, 6, 11].map((at) => [at, at === 4 ? '9' : '-'] as const)) {
        const mutant = text.slice(0, at) + token + text.slice(at + 1);
        const isRight = right.get(mutant) === Number(target);
        expect(passesAs(four, drawn, mutant)).toBe(isRight);
        if (!isRight) failed++;
      }
    }
    expect(failed).toBeGreaterThan(400);
  });

  it('gives its numbers in order, so that the same numbers are the same problem', () => {
    for (const drawn of drawMany(four, 300)) {
      const [numbers, target] = four.promptText(drawn).split(' → ');
      expect(numbers).toBe(numbers.split(' ').sort().join(' '));
      expect(Number(target)).toBeGreaterThan(0);
      expect(Number(target)).toBeLessThan(100);
    }
  });

  it.each([
    ['1 2 3 4', '08', 'many', 1],
    ['9 9 9 9', '36', '9+9+9+9 alone', 5],
  ])('says of %s for %s (%s ways) that its level is %i', (numbers, target, _ways, level) => {
    expect(four.level(problemOf(numbers, target))).toBe(level);
  });
});
