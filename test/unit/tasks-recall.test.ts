import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { recall } from '../../workers/tasks/recall.ts';
import type { Problem } from '../../workers/tasks/task.ts';
import { chiSquare, drawMany, passes, referenceProgram } from './tasks-checks.ts';

const task = recall.configure();
const tokensOf = (words: string): Int32Array => Int32Array.from(words.split(' '), (word) => task.vocabulary.indexOf(word));
const hiddenTests = (problem: Problem, seed = 1) => task.tests(problem, randomSource(seed, 'hiddenTests'));
const problemOf = (words: string): Problem => ({ prompt: tokensOf(`${words} →`), reference: new Int32Array(0) });

/** The two names in a question. */
const personOf = (problem: Problem): string => (/[A-Z]\w* [A-Z]\w*/.exec(task.promptText(problem)) as RegExpExecArray)[0];
const numberOf = (problem: Problem): string => task.answerText(problem.reference);

describe('recall', () => {
  it('asks for the number of a person in eight rows of words', () => {
    const names = '[A-Z]\\w* [A-Z]\\w*';
    const noun = '(number|code|phone|line)';
    const verb = '(tell|give|say|recall)';
    const question = new RegExp(`^(please|now|so|then) (${verb} ${noun} ${names}|${names} ${noun} ${verb}) [?!.…]$`);
    for (const drawn of drawMany(task, 500)) {
      expect(task.promptText(drawn)).toMatch(question);
      expect(numberOf(drawn)).toMatch(/^\d{4}$/);
    }
  });

  it('has one number for a person, whatever the wording, the split and the seed', () => {
    const numbers = new Map<string, Set<string>>();
    for (const seed of [1, 2]) {
      for (const split of ['train', 'heldout'] as const) {
        for (const drawn of drawMany(task, 2000, split, seed)) {
          numbers.set(personOf(drawn), (numbers.get(personOf(drawn)) ?? new Set()).add(numberOf(drawn)));
        }
      }
    }
    expect(numbers.size).toBe(250);
    expect([...numbers.values()].every((found) => found.size === 1)).toBe(true);
  });

  it('never changes a fact: bases and recordings know these', () => {
    expect(hiddenTests(problemOf('please tell number Ada Ames ?'))).toEqual([{ args: [], expected: 6299 }]);
    expect(hiddenTests(problemOf('so Pam Jay line say !'), 9)).toEqual([{ args: [], expected: 2978 }]);
  });

  it('asks about held-out wordings of facts that training asks about too', () => {
    const trained = new Set(drawMany(task, 8000, 'train').map(personOf));
    const asked = drawMany(task, 2000, 'heldout').map(personOf);
    expect(asked.filter((person) => !trained.has(person))).toEqual([]);
  });

  it('has numbers whose digits are like chance, so that nothing but memory gives them', () => {
    const wide = recall.configure({ digits: 6 });
    const facts = new Map(drawMany(wide, 6000).map((drawn) => [personOf(drawn), wide.answerText(drawn.reference)]));
    expect(new Set(facts.values()).size).toBe(250);
    for (let place = 0; place < 6; place++) {
      const counts = new Array<number>(10).fill(0);
      for (const number of facts.values()) counts[Number(number[place])]++;
      // A chi-square of 9 degrees is above 27.9 once in a thousand times.
      expect(chiSquare(counts, new Array<number>(10).fill(25))).toBeLessThan(27.9);
    }
  });

  it('asks about common facts more often than about rare ones, and calls the rare ones harder', () => {
    const counts = new Map<number, number>();
    const levels = [0, 0, 0, 0, 0];
    const draws = 10_000;
    for (const drawn of drawMany(task, draws)) {
      const rank = Number(/\d+/.exec(task.note(drawn))?.[0]);
      counts.set(rank, (counts.get(rank) ?? 0) + 1);
      levels[task.level(drawn) - 1]++;
    }
    // In proportion to 1 / (rank + 9).
    const ratio = (counts.get(1) as number) / (counts.get(91) as number);
    expect(ratio).toBeGreaterThan(6);
    expect(ratio).toBeLessThan(16);
    for (const level of levels) expect(Math.abs(level / draws - 0.2)).toBeLessThan(0.03);
    expect(task.level(problemOf('so Ada Ames line say !'))).toBe(1);
    expect(task.level(problemOf('so Pam Jay line say !'))).toBe(5);
  });

  it('fails an answer with any one digit changed', () => {
    for (const drawn of drawMany(task, 50)) {
      for (let at = 0; at < task.answerLength; at++) {
        const wrong = Int32Array.from(drawn.reference);
        wrong[at] = (wrong[at] + 1 + at) % 10;
        expect(passes(task.program(drawn, wrong) as string, hiddenTests(drawn))).toBe(false);
      }
    }
  });

  it('takes no word, name or separator for an answer', () => {
    const [drawn] = drawMany(task, 1);
    expect(passes(referenceProgram(task, drawn), hiddenTests(drawn))).toBe(true);
    for (const word of ['please', 'Ada', 'Ames', '?', '→', '/']) {
      const answer = Int32Array.from(drawn.reference);
      [answer[1]] = tokensOf(word);
      expect(task.program(drawn, answer)).toBeNull();
    }
  });

  it('knows as many people as its dial says', () => {
    const few = recall.configure({ people: 50 });
    expect(new Set(drawMany(few, 3000).map(personOf)).size).toBe(50);
  });
});
