import { readFileSync, readdirSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import en from '../../src/languages/en.ts';
import told, { type StoryWords } from '../../src/languages/story/en.ts';
import { heard, heardParts } from '../../src/languages/heard.ts';
import { seldomTemplates, type SeldomHeard } from '../../src/languages/heard/templates.ts';
import { languages } from '../../src/languages/language.svelte.ts';
import { preferred } from '../../src/languages/preferred.ts';
import { readWordsFrom, words, type Words } from '../../src/languages/words.ts';
import { parseSeeds } from '../../src/runs/queue.ts';
import { readHidden } from '../../src/share/hidden.ts';
import { readRunFile } from '../../src/share/runFile.ts';
import { storageSentence } from '../../src/state/storage.ts';
import { readAddress } from '../../src/state/address.ts';
import { applySettings, defaultColumns } from '../../src/state/setup.ts';
import { textWidth, wrapped } from '../../src/pictures/kit/axis.ts';
import type { StudyFile } from '../../src/study/studyFile.ts';
import { playsOf } from '../../workers/methods/stage.ts';
import { stops } from '../../workers/grader/outputs.ts';
import { methods, type Method } from '../../workers/methods/table.ts';
import { randomSource } from '../../workers/model/random.ts';
import { taskById, taskLabels } from '../../workers/tasks/index.ts';
import { labelOf, ownTaskId } from '../../workers/tasks/own/source.ts';
import { taskWords } from '../../src/languages/names.ts';
import type { Recording } from '../../workers/protocol.ts';

type Leaf = string | ((...given: unknown[]) => unknown);

/** Every word and every function of a language, by its path. */
function leavesOf(node: unknown, path = ''): Map<string, Leaf> {
  if (typeof node !== 'object' || node === null) return new Map([[path, node as Leaf]]);
  return new Map(Object.entries(node).flatMap(([key, value]) => [...leavesOf(value, path ? `${path} > ${key}` : key)]));
}

const english = leavesOf({ ...en, told, seldom: Object.fromEntries(seldomTemplates.map((template) => [template, template])) });
const others = languages.map(({ code }) => code).filter((code) => code !== 'en');
const wordsIn = async (code: string): Promise<Words> => ((await import(`../../src/languages/${code}.ts`)) as { default: Words }).default;
const seldomIn = async (code: string): Promise<SeldomHeard> =>
  ((await import(`../../src/languages/heard/${code}.ts`)) as { default: SeldomHeard }).default;
/** Those of the page, and those of the story and of what is seldom heard, which it loads when they are read. */
const allWordsIn = async (code: string): Promise<Words & { told: StoryWords; seldom: SeldomHeard }> => ({
  ...(await wordsIn(code)),
  seldom: await seldomIn(code),
  told: ((await import(`../../src/languages/story/${code}.ts`)) as { default: StoryWords }).default,
});

/** What a component may give a function of the dictionary. */
const given: readonly unknown[] = [7, 0, '7', true, false, null, ['7', '8'], 'tokens', { size: '7', isLoss: true }];

function combinations(count: number): unknown[][] {
  return count === 0 ? [[]] : combinations(count - 1).flatMap((before) => given.map((value) => [...before, value]));
}

const isSound = (said: unknown): said is string => typeof said === 'string' && !/undefined|NaN|\[object|function/.test(said);

function called(leaf: Leaf, values: readonly unknown[]): unknown {
  try {
    return typeof leaf === 'string' ? leaf : leaf(...values);
  } catch (error) {
    return error;
  }
}

const placesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

afterEach(() => readWordsFrom(() => en));

describe('the languages', () => {
  it('are a file each, and call themselves what their speakers call them', () => {
    const files = readdirSync(new URL('../../src/languages/', import.meta.url)).filter((name) => /^[a-z]{2}(-[A-Z]{2})?\.ts$/.test(name));
    expect(languages.map(({ code }) => `${code}.ts`).sort()).toEqual(files.sort());
    expect(languages).toContainEqual({ code: 'en', name: 'English' });
    expect(languages).toContainEqual({ code: 'zh', name: '中文' });
  });

  it.each([
    [null, ['zh-CN', 'en'], 'zh'],
    [null, ['fr', 'zh-TW', 'en'], 'zh'],
    [null, ['en-GB', 'zh'], 'en'],
    [null, ['', 'de'], 'en'],
    [null, [], 'en'],
    ['en', ['zh-CN'], 'en'],
    ['zh', ['en'], 'zh'],
    ['gone', ['zh-CN'], 'zh'],
  ])('are chosen by what was chosen before, %o, and by what somebody reads: %o', (chosen, read, code) => {
    expect(preferred(chosen, read, ['en', 'zh'])).toBe(code);
  });

  it('are followed by whatever reads the words', async () => {
    const zh = await wordsIn('zh');
    readWordsFrom(() => zh);
    expect(words().keys.title).toBe('快捷键');
  });
});

describe.each(others)('in %s, the words', (code) => {
  let own: Map<string, Leaf>;
  beforeAll(async () => {
    own = leavesOf(await allWordsIn(code));
  });

  it('are those that English has', () => {
    expect([...own.keys()]).toEqual(expect.arrayContaining([...english.keys()]));
    expect(own.size).toBe(english.size);
  });

  it('list what is heard in the order in which it is looked for', async () => {
    expect(Object.keys((await wordsIn(code)).heard)).toEqual(Object.keys(en.heard));
    expect(Object.keys(await seldomIn(code))).toEqual(seldomTemplates);
  });

  it('have the same places to fill', () => {
    for (const [path, leaf] of english) {
      const said = own.get(path);
      if (typeof leaf === 'string') expect([path, placesOf(said as string)]).toEqual([path, placesOf(leaf)]);
    }
  });

  it('say something wherever English does, whatever they are given', () => {
    for (const [path, leaf] of english) {
      const said = own.get(path)!;
      if (typeof leaf === 'string') expect([path, typeof said]).toEqual([path, 'string']);
      else {
        const sound = combinations(Math.min(leaf.length, 4)).filter((values) =>
          isSound(called(leaf, [...values, 7, '7'].slice(0, leaf.length))),
        );
        expect([path, sound.length > 0]).toEqual([path, true]);
        const unsound = sound.map((values) => called(said, [...values, 7, '7'].slice(0, leaf.length))).filter((text) => !isSound(text));
        expect([path, unsound]).toEqual([path, []]);
      }
      const empty = typeof leaf === 'string' && leaf.trim() !== '' && said === '';
      expect([path, empty]).toEqual([path, false]);
    }
  });
});

describe('the Chinese words', () => {
  /** Names, symbols, and what is put between other words. */
  const sameEverywhere =
    /^(?:options > (?:alpha|gamma|beta1|beta2) > label|choices > estimator > (?:dr_)?grpo > (?:menu|mark)|methods > (?:score|pag|star|star_plus|pair_sft|pair_sft_plus|self_refine) > (?:name|short)|figure > (?:comma|semicolon|sentences)|statement > (?:space|(?:loading|absent|unloaded) > detail)|progress > aCpu|reader > colon|closer > spread > head > 2|pictures > phase > head > 4|pictures > attention > parts > separator|share > (?:logs > events|picture > stop)|runs > table > (?:delta|unknown)|runs > compare > (?:measures > delta|head > p))$/;

  it('are Chinese', async () => {
    const zh = leavesOf(await allWordsIn('zh'));
    for (const [path, leaf] of zh) {
      if (typeof leaf !== 'string' || sameEverywhere.test(path)) continue;
      expect([path, leaf]).toEqual([path, expect.stringMatching(/[\u4e00-\u9fff]/)]);
    }
  });

  it('have no English prose left in them', async () => {
    const zh = leavesOf(await allWordsIn('zh'));
    for (const [path, leaf] of zh) {
      const texts =
        typeof leaf === 'string'
          ? [leaf]
          : combinations(Math.min(leaf.length, 3)).map((values) => called(leaf, [...values, 7, '7'].slice(0, leaf.length)));
      const prose = texts.filter(
        (text) => typeof text === 'string' && /(?:\b[a-z]{2,}\b[ ,;]+){2,}[a-z]{2,}\b/.test(text.replace(/\{\w+\}/g, '')),
      );
      expect([path, prose]).toEqual([path, []]);
    }
  });

  it.each(['zh.ts', 'story/zh.ts', 'lessons/zh.ts'])('call a stage and a method by one name each, in %s', (file) => {
    const text = readFileSync(new URL(`../../src/languages/${file}`, import.meta.url), 'utf8');
    expect(text).toContain('阶段 II');
    expect(text.match(/第[一二]阶段|阶段[一二]|朴素(?! RL|两轮 RL|'| \$\{)/g)).toBeNull();
  });

  it('take the room that Chinese takes, and break between any two characters', () => {
    expect(textWidth('改对')).toBeGreaterThan(textWidth('abc'));
    expect(wrapped('阶段二用星号方法', 4 * 13.3)).toEqual(['阶段二用', '星号方法']);
    expect(wrapped('Naive RL', 30)).toEqual(['Naive', 'RL']);
  });
});

describe('what the page shows and does not write itself', () => {
  let zh: Words;
  beforeEach(async () => {
    zh = await wordsIn('zh');
    const seldom = await seldomIn('zh');
    readWordsFrom(
      () => zh,
      () => seldom,
    );
  });

  /** What is looked for among the sentences that are seldom heard would be loaded. */
  const loadNothing = (): void =>
    readWordsFrom(
      () => zh,
      () => expect.unreachable(),
    );

  const expectKnown = (sentence: string): void => {
    expect([sentence, heardParts(sentence).filter(({ isEnglish }) => isEnglish)]).toEqual([sentence, []]);
    expect([sentence, heard(sentence)]).toEqual([sentence, expect.stringMatching(/[\u4e00-\u9fff]/)]);
  };

  it('is English as it is while the page is', () => {
    readWordsFrom(() => en);
    expect(heard('4 carries in a row')).toBe('4 carries in a row');
    expect(heardParts('Nobody knows this sentence here.')).toEqual([{ text: 'Nobody knows this sentence here.', isEnglish: false }]);
  });

  it('is put into the language, places and all', () => {
    expect(heard('4 carries in a row')).toBe('连续 4 次进位');
    expect(heard('c−x, 4 carries in a row')).toBe('c−x，连续 4 次进位');
    expect(heard('Stage I(a), turns 2 and 3')).toBe('阶段 I(a)，第二、三次回答');
    expect(heard('Naive RL, held out')).toBe('朴素 RL，留出');
  });

  it('is marked as English where it has no words', () => {
    expect(heardParts('The GPU reported an error: the shader did not compile')).toEqual([
      { text: 'GPU 报告了错误：', isEnglish: false },
      { text: 'the shader did not compile', isEnglish: true },
    ]);
  });

  it('is awaited where its words are loaded, and is in English where they cannot be had', () => {
    const sentence = 'The GPU was reset (no reason given).';
    readWordsFrom(
      () => zh,
      () => Promise.resolve(),
    );
    expect(heardParts(sentence)).toEqual([]);
    expect(heard(sentence)).toBe(sentence);
    readWordsFrom(() => zh);
    expect(heardParts(sentence)).toEqual([{ text: sentence, isEnglish: true }]);
  });

  it('knows every stage of every method', () => {
    loadNothing();
    const stages = methods.flatMap((method: Method) => method.stages.flatMap((stage) => [stage, ...playsOf(stage)]));
    for (const { name } of stages) expectKnown(name);
  });

  it.each(taskLabels.map(({ id }) => id))('knows what makes problems of %s hard', (id) => {
    loadNothing();
    const task = taskById(id).configure();
    for (let index = 0; index < 60; index++) {
      expectKnown(task.note(task.draw(randomSource(1, 'heldOutProblems', 0, index), 'heldout')));
    }
  });

  it('knows why a program was stopped', () => {
    loadNothing();
    for (const { detail } of Object.values(stops)) expectKnown(detail);
  });

  const shipped = <T>(path: string, task: string): T =>
    JSON.parse(readFileSync(new URL(`../../public/${path}/${task}.json`, import.meta.url), 'utf8')) as T;
  const tasksThatShip = ['addition', 'countdown', 'functions', 'transpile', 'colouring', 'recall'];

  it.each(tasksThatShip)('knows what the recordings say of %s', (task) => {
    loadNothing();
    const evaluations = shipped<Recording[]>('recordings', task).flatMap((recording) => recording.evaluations);
    const views = evaluations.flatMap(({ episodes }) => episodes.flatMap((set) => set.views));
    for (const text of new Set(views.flatMap(({ note, attempts }) => [note, ...attempts.map(({ result }) => result)]))) expectKnown(text);
  });

  it.each(tasksThatShip)('knows what the study says of %s', (task) => {
    for (const { title, figures, absent } of shipped<StudyFile>('study', task).sections)
      for (const text of [title, ...figures.map((figure) => figure.title), ...absent]) expectKnown(text);
  });

  it('knows how settings are refused', () => {
    const refused: [string, string, 0 | 'both'][] = [
      ...(['steps', 'alpha', 'heldOut'] as const).flatMap((key): [string, string, 'both'][] => [
        [key, '-1', 'both'],
        [key, '', 'both'],
        [key, 'many', 'both'],
      ]),
      ['batch', '12', 'both'],
      ['estimator', 'none', 'both'],
      ['method', 'none', 'both'],
      ['task', 'none', 'both'],
      ['dial.digits', '99', 'both'],
      ['dial.digits', '', 'both'],
      ['dial.none', '1', 'both'],
      ['pool', '1', 0],
    ];
    for (const [key, value, column] of refused) {
      let sentence = '';
      try {
        applySettings(defaultColumns('addition'), [{ key, value, column }]);
      } catch (error) {
        sentence = (error as Error).message;
      }
      expectKnown(sentence);
    }
    for (const complaint of readAddress('task=none&steps=0').complaints) expectKnown(complaint);
  });

  it('knows why a run is not saved', () => {
    expectKnown(storageSentence(new Error('no')));
    expectKnown(storageSentence(new DOMException('full', 'QuotaExceededError')));
  });

  const refusalOf = (act: () => unknown): string => {
    try {
      act();
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing was refused here at all';
  };

  it('knows what is wrong with an address, with seeds and with the file of a run', () => {
    const { complaints } = readAddress('v=2&at=x&T=3&open=door');
    for (const complaint of [
      ...complaints,
      ...readAddress('v=2&at=99999').complaints,
      ...readAddress('v=99').complaints,
      ...readAddress('v=x').complaints,
    ])
      expectKnown(complaint);
    expect(complaints).toHaveLength(3);
    for (const complaint of readHidden('?hide=roof').complaints) expectKnown(complaint);
    for (const seeds of ['', 'x', '5-1', '1-2000', '99999999999']) expectKnown(refusalOf(() => parseSeeds(seeds)));
    expectKnown(refusalOf(() => readRunFile(new Uint8Array(8))));
    expectKnown(refusalOf(() => readRunFile(Uint8Array.of(0x50, 0x4b, 0, 0))));
  });

  it.each(taskLabels.map(({ id }) => id))('knows why a problem of %s that somebody typed is refused', (id) => {
    const task = taskById(id).configure();
    for (const typed of ['', '?', '99999999999 + 1'])
      expectKnown(refusalOf(() => task.parse(typed)).replace(/(?<=Write it like this: ).*$/, 'x'));
  });

  it('knows what we say of a task of somebody’s own, and leaves what its author says', () => {
    expectKnown(refusalOf(() => ownTaskId('')));
    expectKnown(refusalOf(() => ownTaskId(`//${'x'.repeat(100_000)}`)));
    expect(taskWords(labelOf(ownTaskId('let make;')))).toMatchObject({
      name: '未命名的任务',
      whySecondLook: expect.stringContaining('由你来发现') as string,
    });
    expect(taskWords(labelOf(ownTaskId('// Sort five digits')))).toMatchObject({ name: 'Sort five digits' });
  });
});
