import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { taskById } from '../../workers/tasks/index.ts';
import type { Task } from '../../workers/tasks/task.ts';
import { configured, drawMany, passes, referenceProgram } from './tasks-checks.ts';

/** What a task says of something that it cannot read. */
function refusalOf(task: Task, typed: string): string {
  try {
    task.parse(typed);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(typed)} was read as a problem.`);
}

describe.each(configured)('%s', (_name, task) => {
  it('reads every problem that it writes, with a right answer to it', () => {
    for (const [index, problem] of [...drawMany(task, 60), ...drawMany(task, 20, 'heldout')].entries()) {
      const text = task.promptText(problem);
      const read = task.parse(text);
      expect([...read.prompt]).toEqual([...problem.prompt]);
      expect(task.promptText(task.parse(`  ${text} `))).toBe(text);
      const tests = task.tests(read, randomSource(5, 'hiddenTests', 0, index));
      expect(passes(referenceProgram(task, read), tests)).toBe(true);
    }
  });

  it('refuses what is no problem of its own with a sentence, and shows one that it reads', () => {
    for (const typed of [
      '',
      ' ',
      '?',
      'x',
      '1',
      'a b',
      '→',
      '-1',
      '1.5+2',
      'Zoë',
      '1e5+1=',
      '9'.repeat(500),
      '<b>',
      '\n\t',
      '1–2 4–A 9–9',
    ]) {
      const sentence = refusalOf(task, typed);
      expect(sentence).toMatch(/^.{10,150}\. Write it like this: .+$/);
      const example = sentence.split('Write it like this: ')[1];
      expect(task.promptText(task.parse(example)).length).toBeGreaterThan(0);
    }
  });
});

const problems: [task: string, dials: Record<string, number>, typed: string, prompt: string][] = [
  ['addition', {}, '12 + 7', '00012+00007='],
  ['addition', {}, '0000012+7=', '00012+00007='],
  ['functions', {}, 'F( 1408 ) = 2745, f(21)=4132', 'f(1408)=2745 f(21)=4132'],
  ['functions', { forms: 3 }, 'f(3)=10 f(4)=11', 'f(3)=10 f(4)=11'],
  ['functions', { forms: 3 }, 'f(10)=3; f(11)=4', 'f(10)=3 f(11)=4'],
  ['countdown', {}, '7, 3, 4 = 25', '3 4 7 → 25'],
  ['countdown', {}, '7 3 4 -> 25', '3 4 7 → 25'],
  ['transpile', {}, 'bac+-D−e×', 'b a c + - d - e *'],
  ['recall', {}, 'ada ames', 'please tell number Ada Ames ?'],
  ['recall', {}, 'Now Ben Bell code say!', 'now Ben Bell code say !'],
  ['colouring', {}, '2-1, 1 – 3; 3-c 3–C', '1–2 1–3 3–C'],
];

it.each(problems)('%s %j reads %j as %j', (id, dials, typed, prompt) => {
  const task = taskById(id).configure(dials);
  expect(task.promptText(task.parse(typed))).toBe(prompt);
});

it('gives a typed sum, function, way, expression, fact or map its right answer', () => {
  const answerTo = (id: string, typed: string): string => {
    const task = taskById(id).configure(id === 'functions' ? { forms: 3 } : {});
    return task.answerText(task.parse(typed).reference);
  };
  expect(answerTo('addition', '99999+1')).toBe('100000');
  expect(answerTo('functions', 'f(1408)=2745 f(21)=4132')).toBe('04153-x');
  expect(answerTo('functions', 'f(3)=10 f(4)=11')).toBe('x+00007');
  expect(answerTo('functions', 'f(10)=3 f(11)=4')).toBe('x-00007');
  expect(answerTo('countdown', '3 4 7 → 25')).toBe('3*7=21+4');
  expect(answerTo('transpile', 'b a c + - d - e *')).toBe('(b-(a+c)-d)*e');
  expect(answerTo('colouring', '1–2 1–3 2–3 1–A')).toBe('BACAAAAA');
});

const refusals: [task: string, dials: Record<string, number>, typed: string, wrong: string][] = [
  ['addition', {}, '12 - 5', '“12 - 5” is not a sum of two whole numbers.'],
  ['addition', {}, '', 'An empty line is not a sum of two whole numbers.'],
  ['addition', {}, '123456+1', '“123456” has 6 digits; this model adds numbers of at most 5.'],
  ['addition', { digits: 2 }, '1+345', '“345” has 3 digits; this model adds numbers of at most 2.'],
  ['functions', {}, 'f(1)=2', '“f(1)=2” is not two examples of one function.'],
  ['functions', {}, 'f(123456)=2 f(1)=3', '“123456” has more digits than the 5 that this model reads.'],
  ['functions', {}, 'f(1)=2 f(1)=3', 'Both examples say what f(1) is; two inputs are needed.'],
  ['functions', {}, 'f(1)=2 f(2)=4', 'No c−x has f(1)=2 and f(2)=4.'],
  ['functions', {}, 'f(1)=2 f(2)=3', 'No c−x has f(1)=2 and f(2)=3.'],
  ['functions', { forms: 2 }, 'f(2)=1 f(3)=2', 'No c−x or x+c has f(2)=1 and f(3)=2.'],
  ['functions', { forms: 3 }, 'f(2)=2 f(3)=3', 'No c−x or x+c or x−c has f(2)=2 and f(3)=3.'],
  [
    'functions',
    {},
    'f(90000)=90001 f(90001)=90000',
    'The constant would be 180001, which has more digits than the 5 that this model writes.',
  ],
  ['countdown', {}, '3 4 7', '“3 4 7” does not say which numbers make which target.'],
  ['countdown', {}, '3 4 → 7', 'There are 2 numbers before the arrow; this model uses 3.'],
  ['countdown', {}, '3 4 12 → 7', 'The numbers must be from 1 to 9; got 12.'],
  ['countdown', {}, '3 4 5 → 100', 'The target must be from 1 to 99; got 100.'],
  ['countdown', { operators: 2 }, '1 1 1 → 50', 'No way with + and − makes 50 of 1, 1, 1.'],
  ['transpile', {}, 'a b + c + d + f +', '“f” cannot stand in these expressions: they are of a b c d e + - *.'],
  ['transpile', {}, 'a a + c + d + e +', 'Every variable is used once, from a to e; a is not.'],
  ['transpile', {}, 'a + b c d e + + +', 'The + has no two values before it.'],
  ['transpile', {}, 'a b c d e + + +', 'One operator is missing at the end.'],
  ['transpile', {}, 'a b c d e + +', '2 operators are missing at the end.'],
  ['recall', {}, 'please tell fax Ada Ames ?', '“fax” is no word of these questions.'],
  ['recall', { people: 50 }, 'Pam Pike', '“Pam Pike” names none of the 50 people of this task.'],
  ['recall', {}, 'please Ada Ames tell number ?', '“please Ada Ames tell number ?” is not the question in one of its two orders.'],
  ['colouring', {}, '1–2 2+3', '“2+3” is no border of two regions, or of a region and a colour A, B or C.'],
  ['colouring', {}, '1–2 8–9', 'The regions have the numbers 1 to 8; got 9.'],
  ['colouring', {}, '1–2 1–4', 'Regions 1 and 4 do not lie side by side: a region borders the next one and the one after it.'],
  ['colouring', {}, '1–A 1–B', 'Region 1 touches two colours; on these maps a region touches one at most.'],
  ['colouring', {}, '1–A', '“1–A” has no border between two regions: there is nothing to colour.'],
  ['colouring', {}, '1–2 1–3 2–3 2–4 3–4 4–5 4–6 5–6 5–7 6–7 1–A 4–B 7–C', 'No three colours do for this map.'],
];

it.each(refusals)('%s %j says what is wrong with %j', (id, dials, typed, wrong) => {
  expect(refusalOf(taskById(id).configure(dials), typed)).toContain(`${wrong} Write it like this: `);
});
