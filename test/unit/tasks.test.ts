import { describe, expect, it } from 'vitest';
import { gradeEpisodes } from '../../workers/methods/grading.ts';
import { randomSource } from '../../workers/model/random.ts';
import { taskById, taskLabels } from '../../workers/tasks/index.ts';
import type { Task } from '../../workers/tasks/task.ts';
import { configured, definitions, drawMany, passes, referenceProgram } from './tasks-checks.ts';

describe.each(configured)('%s', (_name, task) => {
  it('draws problems of both splits, and never the same prompt for both, whatever the seed', () => {
    const [train, heldOut] = (['train', 'heldout'] as const).map(
      (split) => new Set([1, 2, 77].flatMap((seed) => drawMany(task, 150, split, seed)).map(({ prompt }) => prompt.join())),
    );
    expect([...train].filter((prompt) => heldOut.has(prompt))).toEqual([]);
    expect(heldOut.size).toBeGreaterThan(10);
  });

  it('has references of the declared shape whose programs pass fresh hidden tests', () => {
    for (const [index, problem] of drawMany(task, 60).entries()) {
      expect(problem.prompt).toHaveLength(task.promptLength);
      expect(problem.reference).toHaveLength(task.answerLength);
      expect([...problem.prompt, ...problem.reference].every((token) => token >= 0 && token < task.vocabulary.length)).toBe(true);
      for (const step of [0, 1, 2]) {
        const tests = task.tests(problem, randomSource(5, 'hiddenTests', step, index));
        expect(tests.length).toBeGreaterThan(0);
        expect(passes(referenceProgram(task, problem), tests)).toBe(true);
      }
    }
  });

  it('draws the same problem and the same hidden tests under the same key', () => {
    expect(drawMany(task, 20)).toEqual(drawMany(task, 20));
    for (const problem of drawMany(task, 20)) {
      const draw = (step: number) => task.tests(problem, randomSource(3, 'hiddenTests', step, 8));
      expect(draw(4)).toEqual(draw(4));
    }
  });

  it('has two tokens that ask for a second answer, and no answer has either', () => {
    expect(task.rewordedSeparator).not.toBe(task.separator);
    const asked = [task.separator, task.rewordedSeparator];
    for (const { reference } of drawMany(task, 60)) {
      const end = task.endOfAnswer === null ? reference.length : reference.indexOf(task.endOfAnswer);
      expect(reference.subarray(0, end).some((token) => asked.includes(token))).toBe(false);
    }
  });

  it('ends every reference where the task says, with nothing but padding behind', () => {
    for (const { reference } of drawMany(task, 60)) {
      const end = task.endOfAnswer === null ? reference.length - 1 : reference.indexOf(task.endOfAnswer);
      expect(end).toBeGreaterThanOrEqual(0);
      expect([...reference.subarray(0, end)]).not.toContain(task.padding);
      expect([...reference.subarray(end + 1)].every((token) => token === task.padding)).toBe(true);
    }
  });
});

describe.each(definitions.map((definition): [string, Task] => [definition.label.id, definition.configure()]))(
  '%s as it is',
  (_id, task) => {
    it('has problems of all five levels, each level more than one in forty', () => {
      const problems = drawMany(task, 1500);
      for (const level of [1, 2, 3, 4, 5]) {
        expect(problems.filter((problem) => task.level(problem) === level).length, `level ${level}`).toBeGreaterThan(1500 / 40);
      }
    });

    it('has room for both turns in 45 tokens', () => {
      expect(task.promptLength + 2 * task.answerLength + 1).toBeLessThanOrEqual(45);
    });

    it('tells no two tokens apart by nothing: every text but that of padding is another one', () => {
      const texts = task.vocabulary.filter((text) => text !== '');
      expect(new Set(texts).size).toBe(texts.length);
    });
  },
);

describe('dials', () => {
  it.each(definitions.flatMap((definition) => definition.label.dials.map((dial) => ({ id: definition.label.id, dial, definition }))))(
    'of $id: $dial.key below its least, above its greatest, between its steps or not a number is refused with a sentence',
    ({ id, dial: { key, min, max, step }, definition }) => {
      for (const value of [min - step, max + step, min + step / 2, NaN, Infinity, -Infinity]) {
        expect(() => definition.configure({ [key]: value })).toThrow(
          `The dial "${key}" of "${id}" must be from ${min} to ${max} in steps of ${step}; got ${value}.`,
        );
      }
      expect(definition.configure({ [key]: min }).dials[key]).toBe(min);
      expect(definition.configure({ [key]: max }).dials[key]).toBe(max);
    },
  );

  it('that are unknown are refused, and the known ones named', () => {
    expect(() => taskById('addition').configure({ operands: 4 })).toThrow(
      'The task "addition" has no dial "operands". Its dials: digits, chains.',
    );
  });

  it('that are not given have their defaults', () => {
    for (const definition of definitions) {
      expect(definition.configure().dials).toEqual(Object.fromEntries(definition.label.dials.map(({ key, value }) => [key, value])));
    }
  });
});

describe('the list of tasks', () => {
  it('finds each task by its id and refuses others with a sentence', () => {
    for (const { id } of taskLabels) expect(taskById(id).label.id).toBe(id);
    expect(() => taskById('chess')).toThrow(
      'There is no task "chess". Choose one of: addition, countdown, transpile, functions, colouring, recall.',
    );
  });

  it('says of every task and dial what the page has to show', () => {
    for (const label of taskLabels) {
      expect(label.name && label.whySecondLook).toBeTruthy();
      expect(['mathematics', 'code', 'visual', 'control']).toContain(label.family);
      for (const dial of label.dials) expect(dial.label && dial.hint).toBeTruthy();
    }
  });
});

it('hidden tests are fresh in every update and the same for all attempts at one problem in it', async () => {
  const task = taskById('transpile').configure();
  const problems = drawMany(task, 2);
  const seen: string[][] = [];
  const grader = {
    grade: (programs: readonly { tests: unknown }[]) => {
      seen.push(programs.map(({ tests }) => JSON.stringify(tests)));
      return Promise.resolve(programs.map(() => ({ verdict: 'pass' as const, detail: '' })));
    },
    replaced: () => 0,
    close: () => undefined,
  };
  const answers = Int32Array.from([0, 0, 1, 1].flatMap((index) => [...problems[index].reference]));
  const episodes = { batch: 4, prompts: new Int32Array(0), y1: answers, y2: answers };
  for (const step of [0, 1, 0]) await gradeEpisodes(task, grader, episodes, problems, 9, step);
  const [first, second, again] = seen;
  // Two copies of two problems, in both turns.
  const [p, q] = [first[0], first[2]];
  expect(first).toEqual([p, p, q, q, p, p, q, q]);
  expect(p).not.toBe(q);
  expect(again).toEqual(first);
  expect(second.filter((tests) => first.includes(tests))).toEqual([]);
});
