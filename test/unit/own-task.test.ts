import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import en from '../../src/languages/en.ts';
import zh from '../../src/languages/zh.ts';
import { opened } from '../../src/ownTask/examples.ts';
import type { SandboxGrader } from '../../workers/grader/grader.ts';
import { createNodeGrader } from '../../workers/grader/spawnNode.ts';
import { requireBaseOf } from '../../workers/methods/baseOf.ts';
import { baseKey, defaultOptions, parseRunOptions } from '../../workers/methods/options.ts';
import { heldOutProblems, problemSource } from '../../workers/methods/problems.ts';
import { gradeEpisodes } from '../../workers/methods/grading.ts';
import { randomSource } from '../../workers/model/random.ts';
import { prepareTask, taskById } from '../../workers/tasks/index.ts';
import { examineOwnTask } from '../../workers/tasks/own/examine.ts';
import { labelOf, longestTask, ownTaskId, sourceOf } from '../../workers/tasks/own/source.ts';
import type { Task } from '../../workers/tasks/task.ts';
import { tinyBase, tinyOptions } from './reference/tinyRuns.ts';

const example = (name: string): string => readFileSync(new URL(`../../public/tasks/${name}.js`, import.meta.url), 'utf8');
const sort = `// Sort three digits
// Order is seen at a glance.
function make(random) {
  const digits = [0, 1, 2].map(() => random.integer(20).toString(20));
  return { prompt: digits.join(''), answer: [...digits].sort().join('') };
}
const check = (prompt, answer) => answer === [...prompt].sort().join('');`;

it('an example opens with its name and its reason, in the language of the page', () => {
  for (const name of ['sort', 'three', 'brackets'] as const) {
    const text = example(name);
    expect(opened(text, en.ownTask.examples[name])).toBe(text);
    const translated = opened(text, zh.ownTask.examples[name]);
    const { name: title, whySecondLook } = labelOf(ownTaskId(translated));
    expect([title, whySecondLook]).toEqual([zh.ownTask.examples[name].name, zh.ownTask.examples[name].why]);
    expect(translated.split('\n').slice(2)).toEqual(text.split('\n').slice(2));
  }
});

let sandbox: SandboxGrader;
beforeAll(() => {
  sandbox = createNodeGrader({ alone: 1000 });
});
afterAll(() => sandbox.close());

async function prepared(source: string): Promise<Task> {
  const id = ownTaskId(source);
  await prepareTask(id, sandbox);
  return taskById(id).configure();
}

/** What somebody is told whose task cannot be used. */
async function refusalOf(source: string): Promise<string> {
  const findings = await examineOwnTask(source, sandbox);
  return findings.usable ? 'usable' : findings.sentence;
}

/** The tokens of an answer, as the task would write them. */
const tokensOf = (task: Task, answer: string): Int32Array => Int32Array.from(answer, (character) => task.vocabulary.indexOf(character));

describe('the text of a task', () => {
  it('names it and says why a second look can help, in the comments that it begins with', () => {
    expect(labelOf(ownTaskId(sort))).toMatchObject({
      name: 'Sort three digits',
      whySecondLook: 'Order is seen at a glance.',
      family: 'own',
    });
    expect(labelOf(ownTaskId('const check = 1')).name).toBe('A task without a name');
  });

  it('is its id: equal texts are one task, whatever ends their lines', () => {
    expect(ownTaskId(`${sort.replaceAll('\n', '\r\n')}\r\n\r\n`)).toBe(ownTaskId(sort));
    expect(sourceOf(ownTaskId(sort))).toBe(sort);
  });

  it.each([
    ['  \n', 'The task is empty. Write a function make and a function check.'],
    [`//${'x'.repeat(longestTask)}`, `A task has at most ${longestTask} characters; this one has ${longestTask + 2}. Shorten it.`],
    ['let a = "\0"', 'The task holds a NUL or half a character, which the sandbox cannot read. Remove it.'],
  ])('is refused if nothing can be made of it (%#)', (text, sentence) => {
    expect(() => ownTaskId(text)).toThrow(sentence);
  });
});

describe('a task that cannot be used is told what is wrong with it,', () => {
  const check = 'const check = () => true;';
  const makes = (problem: string): string => `const make = (random) => (${problem});\n${check}`;
  const checks = (rest: string): string => sort.replace(/const check.*/, rest);
  it.each([
    ['a mistake of grammar, at its line', 'function make(random) {\n  return { prompt: 1, ;\n}', /^Line 2: .*\.$/],
    [
      'a text that ends early, at its last line',
      'function make(random) {\n  if (random) {\n',
      /^Line 2: the text ends where more of it is expected\.$/,
    ],
    ['an error of the text itself', 'let a = 1;\n\nb();', /^Line 3: b is not defined\.$/],
    ['no make', check, /^There is no function make\. Write/],
    ['no check', 'function make() {}', /^There is no function check\. Write/],
    [
      'a level that is no function',
      `${sort}\nconst level = 3;`,
      /^level must be a function of a prompt, or be left out; it is a number\.$/,
    ],
    ['an error in make', sort.replace('integer', 'integr'), /^Line 4: make threw an error: not a function\.$/],
    ['a misuse of the random numbers', sort.replace('(20).', '(0).'), /^Line 4: make threw an error: random\.integer needs .* got 0\.$/],
    ['an error in check', checks('const check = (prompt) =>\n  prompt.no.length;'), /^Line 8: check threw an error: cannot read property/],
    ['no object', makes('5'), /^make must return \{ prompt, answer \}; it returned a number\.$/],
    ['a number for a prompt', makes('{ prompt: 5, answer: "5" }'), /^The prompt that make returns must be a text; it is a number\./],
    ['no answer', makes('{ prompt: "5" }'), /^The answer that make returns must be a text; it is nothing\./],
    ['an empty answer', makes('{ prompt: "5", answer: "" }'), /^make returned an empty answer\. It must have 1 to 24 characters\.$/],
    ['a long answer', makes('{ prompt: "5", answer: "5".repeat(25) }'), /^The answer "5{25}" has 25 characters; the most are 24\./],
    ['a line break', makes('{ prompt: "5\\n", answer: "5" }'), /holds a character that cannot be shown \(U\+000A\)\.$/],
    [
      'an answer that its own check refuses',
      sort.replace('===', '!=='),
      /^check\(".{3}", ".{3}"\) is false, and make says that this answer is right/,
    ],
    ['a check that accepts everything', checks(check), /^check accepts everything: the answers of other problems too/],
    [
      'a check that says neither true nor false',
      checks('const check = () => 1;'),
      /^check must return true or false; it returned a number\.$/,
    ],
    [
      'a level out of range',
      `${sort}\nconst level = () => 6;`,
      /^level must return a whole number from 1 to 5; for ".{3}" it returned 6\.$/,
    ],
    [
      'too few problems',
      sort.replace('(20).', '(3).'),
      /^make gives only 27 different problems, and \d+ of them would be held out; at least 1000 and 50 are needed\./,
    ],
    [
      'chance of its own',
      sort.replace('random.integer(20)', 'Math.floor(20 * Math.random())'),
      /^make does not depend on its random numbers alone/,
    ],
    [
      'memory of its own',
      `let n = 0;\n${sort.replace('const digits', 'n++; const digits').replace('(20).', '(20 - n % 3).')}`,
      /^make does not depend on its random numbers alone/,
    ],
    [
      'one answer for all',
      'const make = (random) => ({ prompt: random.integer(1e6) + "", answer: "1" });\nconst check = () => true;',
      /^make gives every problem the same answer, "1"\.$/,
    ],
    [
      'too many characters',
      'const make = (random) => { const c = String.fromCodePoint(0x4e00 + random.integer(3000)); return { prompt: c, answer: c }; };\nconst check = (p, a) => p === a;',
      /different characters; the most are 64\. Use fewer\.$/,
    ],
  ])('%s', async (_, source, sentence) => {
    expect(await refusalOf(source)).toMatch(sentence);
  });
});

describe('a hostile task is stopped and told so:', () => {
  // The instruction budget ends a loop of JavaScript, and the function to blame is found. The watchdog goes by the clock: on a machine that is
  // busy it may come first, and then nobody knows in which of the functions it was. Either way the task is stopped and its author told of a loop.
  const hostileCheck = (body: string): string => sort.replace(/const check.*/, `function check(prompt) { ${body} }`);
  it.each([
    [
      'an endless loop in its text',
      'while (true);',
      /^The text, before make is called, takes too long\. Is there a loop that does not end\?$/,
    ],
    ['an endless loop in make', sort.replace('const digits', 'for (;;);\n  const digits'), /^(make|make, check or level) takes too long\./],
    ['an endless loop in check', hostileCheck('while (prompt);'), /^(check|make, check or level) takes too long\./],
    [
      'a loop inside the engine',
      hostileCheck('return [].reverse.call({ length: 2 ** 53 - 1 });'),
      /^make, check or level takes too long\./,
    ],
    [
      'a memory bomb',
      hostileCheck('const all = []; for (;;) all.push("x".repeat(1e5) + all.length);'),
      /out of memory|needs more than 4 MiB/,
    ],
    ['a recursion without an end', sort.replace('const digits', 'make(random);\n  const digits'), /Maximum call stack size exceeded/],
    [
      'a getter that throws',
      'const make = () => ({ get prompt() { throw new Error("no"); }, answer: "1" });\nconst check = () => true;',
      /^Line 1: make threw an error: no\.$/,
    ],
    ['an error that throws when it is read', 'throw new Proxy({}, { get() { throw 1; } });', /^something that cannot be read\.$/],
    ['an error that loops when it is read', 'throw { get message() { for (;;); } };', /^The text, before make is called, takes too long/],
    ['other JSON', `JSON.stringify = () => "1";\n${sort}`, /^What the task says cannot be read/],
    [
      'prototypes of its own',
      `Array.prototype.slice = Array.prototype.toString = null; String.prototype.slice = () => "x";\n${sort}`,
      /^usable$/,
    ],
  ])('%s', async (name, source, sentence) => {
    expect(await refusalOf(source)).toMatch(sentence);
    // The sandbox still serves: a program that it has not run yet, or its outputs would come from the cache.
    const [after] = await sandbox.grade([{ source: `()=>${JSON.stringify(name)}`, prelude: '', tests: [{ args: [], expected: name }] }]);
    expect(after.verdict).toBe('pass');
  });
});

describe('the problems of a task', () => {
  it('are the same whenever they are made', async () => {
    const task = await prepared(sort);
    const others = createNodeGrader();
    const again = await examineOwnTask(`${sort}\n// the same again`, others);
    others.close();
    const first = await examineOwnTask(sort, sandbox);
    expect(first.usable && again.usable && { ...again, id: first.id }).toEqual(first);
    const prompts = (): string[] => heldOutProblems(task, 50).map((problem) => task.promptText(problem));
    expect(prompts()).toEqual(prompts());
  });

  it('are held out or trained on, never both, whatever the seed and the pool', async () => {
    for (const name of ['sort', 'three', 'brackets']) {
      const task = await prepared(example(name));
      const heldOut = new Set(heldOutProblems(task, 2000).map((problem) => task.promptText(problem)));
      for (const seed of [0, 1, 2]) {
        for (const pool of [0, 64]) {
          const source = problemSource(task, seed, pool);
          for (let index = 0; index < 100; index++) expect(heldOut.has(task.promptText(source.draw(seed, index)))).toBe(false);
        }
      }
    }
  });

  it.each(['sort', 'three', 'brackets'])('of the example "%s" can be trained on, and have right references', async (name) => {
    const task = await prepared(example(name));
    const problems = Array.from({ length: 40 }, (_, index) => task.draw(randomSource(3, 'freshProblems', 0, index), 'train'));
    const references = Int32Array.from(problems.flatMap(({ reference }) => [...reference]));
    const graded = await gradeEpisodes(
      task,
      sandbox,
      { batch: 40, prompts: new Int32Array(0), y1: references, y2: references },
      problems,
      1,
      0,
    );
    expect([...graded.r1]).toEqual(Array(40).fill(1));
    for (const { prompt, reference } of problems) {
      expect(prompt).toHaveLength(task.promptLength);
      expect(reference).toHaveLength(task.answerLength);
    }
  });
});

describe('an answer', () => {
  it('is right if the checker says so: there may be several', async () => {
    const task = await prepared(example('three'));
    const problem = task.draw(randomSource(1, 'freshProblems'), 'train');
    const right = task.answerText(problem.reference);
    const turned = [...right].reverse().join('');
    const wrong = `${right[0]}${right[0]}${right[1]}`;
    const programs = [right, turned, wrong].map((answer) => ({
      source: task.program(problem, tokensOf(task, answer)) ?? '',
      prelude: task.prelude,
      tests: task.tests(problem, randomSource(1, 'hiddenTests')),
    }));
    expect((await sandbox.grade(programs)).map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'fail']);
    expect(programs[0].source).toBe(`()=>check(${JSON.stringify(task.promptText(problem))}, "${right}")`);
  });

  it('that holds a token which is no character, or nothing, is no program', async () => {
    const task = await prepared(example('brackets'));
    const problem = task.draw(randomSource(1, 'freshProblems'), 'train');
    const end = task.endOfAnswer ?? -1;
    expect(task.program(problem, new Int32Array(task.answerLength).fill(task.separator))).toBeNull();
    expect(task.program(problem, new Int32Array(task.answerLength).fill(end))).toBeNull();
  });

  it('is graded by the checker of its own task: equal programs of two tasks are not one', async () => {
    const grade = async (prelude: string) =>
      (await sandbox.grade([{ source: '()=>check()', prelude, tests: [{ args: [], expected: true }] }]))[0];
    expect((await grade('const check = () => true;')).verdict).toBe('pass');
    expect((await grade('const check = () => false;')).verdict).toBe('fail');
  });
});

describe('a run on a task of one’s own', () => {
  const id = ownTaskId(sort);

  it('has the task in its options, and a base that belongs to its text', () => {
    const options = parseRunOptions(defaultOptions(id));
    expect(options).toMatchObject({ task: id, dials: {}, method: 'score' });
    expect(baseKey(options)).not.toBe(baseKey(defaultOptions(ownTaskId(`${sort}\n// changed`))));
    expect(() => parseRunOptions({ ...options, task: 'own:' })).toThrow('The task is empty.');
  });

  it('does not start from the base of another task, whose name it says', async () => {
    await prepared(sort);
    const options = defaultOptions(id);
    expect(() => requireBaseOf(options, tinyBase(tinyOptions()))).toThrow(
      'The base checkpoint was made for the task "addition", not for "Sort three digits".',
    );
  });

  it('needs its problems made first', () => {
    const unknown = ownTaskId(`${sort}\n// never prepared`);
    expect(() => taskById(unknown).configure()).toThrow('The problems of the task "Sort three digits" have not been made yet.');
  });
});
