import { readFileSync, readdirSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import en from '../../src/languages/en.ts';
import told, { type StoryWords } from '../../src/languages/story/en.ts';
import { seldomTemplates, type SeldomHeard } from '../../src/languages/heard/templates.ts';
import { languages } from '../../src/languages/language.svelte.ts';
import { preferred } from '../../src/languages/preferred.ts';
import { readWordsFrom, words, type Words } from '../../src/languages/words.ts';
import { textWidth, wrapped } from '../../src/pictures/kit/axis.ts';

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
