import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { splitOf } from '../../workers/tasks/split.ts';
import type { Problem } from '../../workers/tasks/task.ts';
import { drawMany, passes, referenceProgram } from './tasks-checks.ts';

const task = addition.configure();
const tokensOf = (text: string): Int32Array => Int32Array.from(text, (character) => task.vocabulary.indexOf(character));
const hiddenTests = (problem: Problem) => task.tests(problem, randomSource(1, 'hiddenTests'));

/** A problem written by hand. */
function problem(text: string): Problem {
  const [a, b] = text.split('+');
  return { prompt: tokensOf(`${text}=`), reference: tokensOf(String(Number(a) + Number(b)).padStart(6, '0')) };
}

describe('addition', () => {
  it('asks for the sum of two numbers, most significant digit first', () => {
    for (const drawn of drawMany(task, 300)) {
      const [a, b] = task.promptText(drawn).slice(0, -1).split('+');
      expect(task.promptText(drawn)).toMatch(/^\d{5}\+\d{5}=$/);
      expect(task.answerText(drawn.reference)).toBe(String(Number(a) + Number(b)).padStart(6, '0'));
    }
  });

  it('makes a program that returns the number', () => {
    expect(task.program(problem('00012+00030'), tokensOf('000042'))).toBe('()=>42');
  });

  it('fails an answer with any one digit changed', () => {
    for (const drawn of drawMany(task, 50)) {
      for (let at = 0; at < task.answerLength; at++) {
        const wrong = Int32Array.from(drawn.reference);
        wrong[at] = (wrong[at] + 1 + (at % 9)) % 10;
        const program = task.program(drawn, wrong);
        expect(program).not.toBeNull();
        expect(passes(program as string, hiddenTests(drawn))).toBe(false);
      }
    }
  });

  it('takes no sum, sign or separator for an answer', () => {
    const { prompt } = problem('00012+00030');
    for (const text of ['12+030', '00042=', '/00042', '00/042'])
      expect(task.program({ prompt, reference: prompt }, tokensOf(text))).toBeNull();
  });

  it('adds eight digits right', () => {
    const wide = addition.configure({ digits: 8, chains: 0.9 });
    for (const drawn of drawMany(wide, 100))
      expect(passes(referenceProgram(wide, drawn), wide.tests(drawn, randomSource(1, 'hiddenTests')))).toBe(true);
  });

  it('says how long the longest chain of carries is', () => {
    expect(task.note(problem('11111+22222'))).toBe('no carry');
    expect(task.note(problem('00005+00005'))).toBe('1 carry');
    expect(task.note(problem('09999+00001'))).toBe('4 carries in a row');
    expect(task.note(problem('50505+50505'))).toBe('1 carry');
    expect(task.note(problem('99999+99999'))).toBe('5 carries in a row');
  });

  describe('the dial of carry chains', () => {
    const settings = [0, 0.3, 0.6, 0.9];
    const problemsAt = (chains: number): Int32Array[] => drawMany(addition.configure({ chains }), 2000).map(({ prompt }) => prompt);
    /** Sums of the five columns without carries, from the right. */
    const columns = (prompt: Int32Array): number[] => [4, 3, 2, 1, 0].map((column) => prompt[column] + prompt[6 + column]);

    it('makes that part of the columns add up to nine, and leaves the others to chance', () => {
      for (const chains of settings) {
        const sums = problemsAt(chains).flatMap(columns);
        const nines = sums.filter((sum) => sum === 9).length / sums.length;
        expect(Math.abs(nines - (chains + (1 - chains) / 10))).toBeLessThan(0.02);
        // Of 100 pairs of digits 45 give a carry by themselves.
        const carries = sums.filter((sum) => sum > 9).length / sums.length;
        expect(Math.abs(carries - (1 - chains) * 0.45)).toBeLessThan(0.02);
      }
    });

    it('makes a carry that comes in go on more often', () => {
      const passedOn = settings.map((chains) => {
        let [incoming, passed] = [0, 0];
        for (const prompt of problemsAt(chains)) {
          let carry = 0;
          for (const sum of columns(prompt)) {
            incoming += carry;
            passed += carry && sum === 9 ? 1 : 0;
            carry = sum + carry > 9 ? 1 : 0;
          }
        }
        return passed / incoming;
      });
      for (let i = 1; i < settings.length; i++) expect(passedOn[i]).toBeGreaterThan(passedOn[i - 1] + 0.15);
    });
  });

  it('holds out a tenth of all two-digit sums', () => {
    let heldOut = 0;
    for (let pair = 0; pair < 10_000; pair++) {
      const text = String(pair).padStart(4, '0');
      if (splitOf(tokensOf(`${text.slice(0, 2)}+${text.slice(2)}=`)) === 'heldout') heldOut++;
    }
    expect(Math.abs(heldOut - 1000)).toBeLessThan(100);
  });

  it.each([5, 8])('holds out a tenth of all sums of %i digits', (digits) => {
    const random = randomSource(4, 'trainingProblems');
    let heldOut = 0;
    for (let i = 0; i < 20_000; i++) {
      const number = (): string => Array.from({ length: digits }, () => random.integer(10)).join('');
      if (splitOf(tokensOf(`${number()}+${number()}=`)) === 'heldout') heldOut++;
    }
    expect(Math.abs(heldOut - 2000)).toBeLessThan(4 * Math.sqrt(20_000 * 0.09));
  });
});
