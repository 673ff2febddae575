import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { methods } from '../../workers/protocol.ts';
import { Playhead } from '../../src/state/playhead.svelte.ts';
import { defaultColumns } from '../../src/state/setup.ts';
import { SetupStore } from '../../src/state/setupStore.svelte.ts';
import { splitAddress, withChapter } from '../../src/story/address.ts';
import type { Chapter, StoryLab } from '../../src/story/chapter.ts';
import { chapters } from '../../src/story/chapters.ts';
import { plainText, proseOf } from '../../src/story/prose.ts';
import { sources } from '../../src/story/sources.ts';
import { columnsOf, Story } from '../../src/story/story.svelte.ts';
import { figureOf } from '../../src/study/quotes.ts';
import en, { type StoryWords } from '../../src/languages/story/en.ts';
import { loadStoryWords } from '../../src/languages/story/storyWords.ts';
import zh from '../../src/languages/story/zh.ts';
import type { StudyFile } from '../../src/study/studyFile.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const shippedStudy = (task: string) => JSON.parse(read(`public/study/${task}.json`)) as StudyFile;
const spoken: Record<string, StoryWords> = { en, zh };
const languages = Object.values(spoken);

/** All that a chapter says, in the order in which it is read. */
const sentencesOf = ({ id }: Chapter, words: StoryWords): string[] => {
  const { text, exercise, claims } = words.chapters[id];
  return [text, exercise, ...claims.flatMap(({ measured, unmeasured }) => [measured, unmeasured])];
};

const placeholders = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

/** A study in which every method is measured. */
function wholeStudy(): StudyFile {
  const half = { value: 0.5, low: 0.4, high: 0.6 };
  const parts = methods.map(({ short: name }) => ({
    name,
    problems: 2000,
    seeds: 5,
    first: half,
    second: half,
    delta: half,
    shares: [half],
    copiedWrong: half,
    boundaries: [0, 250, 500],
    stageNames: ['Stage I', 'Stage II'],
    runs: [[50, 250, 500].map((step) => ({ step, first: step / 1000, second: 0.5, changed: 0.5 }))],
  }));
  const figure = (picture: string) => ({ title: picture, picture, data: parts });
  const sections = ['At the end, greedy', 'At the end, temperature 1', 'Over training'].map((title) => ({
    title,
    figures: ['bars/Bars', 'editDistances/EditDistances', 'curves/Curves'].map(figure),
    absent: [],
  }));
  return { task: 'addition', done: 1, planned: 1, sections, recorded: [] };
}

describe('a chapter', () => {
  it('sets runs that can be trained', () => {
    for (const { id, setup } of chapters) {
      const columns = columnsOf(setup);
      expect(
        columns.map(({ task, method }) => [task, method]),
        id,
      ).toEqual(setup.methods.map((method) => [setup.task, method]));
    }
  });

  it('points at a row that is on the page', () => {
    const files = readdirSync(path.join(root, 'src/lab')).filter((file) => file.endsWith('.svelte'));
    const components = files.map((file) => read(`src/lab/${file}`));
    for (const { points } of chapters) expect(components.filter((text) => text.includes(` id="${points}"`))).toHaveLength(1);
  });

  it('has words in every language, with a sentence for each claim', () => {
    for (const words of languages)
      for (const chapter of chapters) {
        expect(words.chapters[chapter.id].claims).toHaveLength(chapter.claims.length);
        expect(sentencesOf(chapter, words).every((sentence) => sentence.length > 5)).toBe(true);
      }
  });

  it('is short', () => {
    for (const { id } of chapters) {
      const { text, exercise, claims } = en.chapters[id];
      const all = [text, exercise, ...claims.map(({ measured }) => measured)].map((sentence) => plainText(sentence)).join(' ');
      expect(all.split(/\s+/).length, id).toBeLessThanOrEqual(95);
    }
  });

  it('quotes no number but those that are computed for it', () => {
    const study = wholeStudy();
    for (const words of languages)
      for (const chapter of chapters) {
        const said = words.chapters[chapter.id];
        const own = Object.keys(chapter.numbers?.(columnsOf(chapter.setup)) ?? {});
        const used = [...placeholders(said.text), ...placeholders(said.exercise)];
        expect([...new Set(used)].sort()).toEqual(own.sort());
        chapter.claims.forEach((claim, index) => {
          const { measured, unmeasured } = said.claims[index];
          expect([...new Set(placeholders(measured))].sort()).toEqual(Object.keys(claim.numbers(study) ?? {}).sort());
          expect(placeholders(unmeasured)).toEqual([]);
        });
        // Percentages and points of results come from the study; temperature 1, γ = 0 and the like are settings.
        for (const sentence of sentencesOf(chapter, words)) expect(sentence).not.toMatch(/\d[\d.,]*\s*(%|points|个百分点)|\d\.\d/);
      }
  });

  it('explains every term once, where its words first appear', () => {
    for (const [code, words] of Object.entries(spoken)) {
      const explained: string[] = [];
      let before = '';
      for (const chapter of chapters)
        for (const sentence of sentencesOf(chapter, words))
          for (const part of proseOf(sentence)) {
            if (typeof part === 'string') {
              before += part;
              continue;
            }
            expect(before, `${part.shown}, in ${code}`).not.toContain(part.shown);
            explained.push(part.term);
            before += `${part.shown} (${words.terms[part.term]}) `;
          }
      expect(explained.toSorted()).toEqual(Object.keys(words.terms).toSorted());
    }
  });
});

describe('the words of the story', () => {
  it('are in the language of the page, and in English where that has none of its own', async () => {
    expect(await loadStoryWords('zh')).toEqual({ text: zh, lang: 'zh' });
    expect(await loadStoryWords('fr')).toEqual({ text: en, lang: 'en' });
  });
});

describe('a claim', () => {
  it('has its figure and its numbers in the study that ships, as soon as all of its methods have rows', () => {
    const rows = read('results/reproduction.jsonl').trim().split('\n');
    const runs = new Set(rows.map((row) => (JSON.parse(row) as { run: string }).run.replace(/\/\d+$/, '')));
    for (const { claims } of chapters)
      for (const { figure, numbers } of claims) {
        const isMeasured = figure.methods.every((method) => runs.has(`${figure.task}/${method}`));
        const name = `${figure.task}, ${figure.methods.join(', ')}`;
        expect(Boolean(figureOf(shippedStudy(figure.task), figure)), name).toBe(isMeasured);
        expect(numbers(shippedStudy(figure.task)) !== null, name).toBe(isMeasured);
      }
  });

  it('is not measured where the study has no rows of its method', () => {
    const none = { ...wholeStudy(), sections: [] };
    for (const { claims } of chapters) for (const { numbers } of claims) expect(numbers(none)).toBeNull();
  });

  it('shows lines of code that are where it says', () => {
    for (const [name, { path: file, find, lines }] of Object.entries(sources)) {
      const { line, text } = STORY_SOURCES[name];
      expect(read(file).split('\n')[line - 1]).toContain(find);
      expect(text.split('\n')).toHaveLength(lines);
    }
  });

  it('is borne out by the study that ships', () => {
    const number = (id: Chapter['id'], claim: number, name: string): number => {
      const { figure, numbers } = chapters.find((chapter) => chapter.id === id)?.claims[claim] as Chapter['claims'][number];
      return parseFloat((numbers(shippedStudy(figure.task)) as Record<string, string>)[name].replace('−', '-'));
    };
    // What the sentences around the numbers say of them.
    expect(number('selfCorrection', 0, 'second')).toBeGreaterThan(number('selfCorrection', 0, 'first'));
    expect(number('askingAgain', 0, 'second')).toBeLessThan(number('askingAgain', 0, 'first'));
    expect(number('naiveRl', 0, 'delta')).toBeLessThan(number('stageTwo', 0, 'delta') / 3);
    expect(number('naiveRl', 1, 'copies')).toBeGreaterThan(number('naiveRl', 1, 'baseCopies'));
    const moved = number('stageOne', 0, 'firstTo') - number('stageOne', 0, 'firstFrom');
    expect(number('stageOne', 0, 'secondTo') - number('stageOne', 0, 'secondFrom')).toBeGreaterThan(4 * moved);
    expect(number('copyingOrCorrecting', 0, 'naive')).toBeGreaterThan(number('copyingOrCorrecting', 0, 'score'));
    expect(number('limits', 0, 'naiveSecond')).toBeGreaterThan(number('limits', 0, 'scoreSecond'));
    expect(number('limits', 0, 'delta')).toBeGreaterThan(0);
    expect(Math.abs(number('limits', 1, 'delta'))).toBeLessThan(3);
  });
});

describe('the story', () => {
  // What the browser has and the playhead stops by.
  beforeEach(() => vi.stubGlobal('cancelAnimationFrame', () => undefined));

  function freshLab(): StoryLab {
    return { setup: new SetupStore(), playhead: new Playhead(() => [0, 250, 500]), live: [undefined, undefined], isTold: false };
  }

  it('gives the visitor’s setup back when it is closed, and keeps the chapter’s where that is asked for', () => {
    const lab = freshLab();
    lab.setup.set({ key: 'alpha', value: '3', column: 1 }, { key: 'steps', value: 'x', column: 'both' });
    lab.playhead.set(250);
    lab.playhead.temperature = 0;
    const { columns, drafts } = lab.setup;
    const story = new Story(lab);
    story.goTo(2);
    story.goTo(8);
    expect(lab.setup.columns[0].task).toBe('transpile');
    expect(lab.setup.drafts).toEqual([]);
    expect(lab.isTold).toBe(true);
    story.close();
    expect(lab.isTold).toBe(false);
    expect(lab.setup.columns).toBe(columns);
    expect(lab.setup.drafts).toBe(drafts);
    expect(lab.playhead.chosen).toBe(250);
    expect(lab.playhead.temperature).toBe(0);

    story.goTo(2);
    story.close({ keepsSetup: true });
    expect(lab.setup.columns.map(({ method }) => method)).toEqual(['star', 'pair_sft']);
    expect(story.chapter).toBeNull();
  });

  it('begins no chapter with its exercise done, and notices when it is', () => {
    const played = (lab: StoryLab): StoryLab => {
      lab.playhead.set(3);
      return lab;
    };
    const does: Partial<Record<Chapter['id'], (lab: StoryLab) => StoryLab>> = {
      askingAgain: (lab) => {
        lab.playhead.temperature = 0;
        return lab;
      },
      imitation: played,
      naiveRl: played,
      stageOne: (lab) => {
        lab.playhead.set(250);
        return lab;
      },
      stageTwo: (lab) => {
        lab.setup.set({ key: 'alpha', value: '0', column: 1 });
        return lab;
      },
      leak: (lab) => ({ ...lab, live: [undefined, { step: 1 } as StoryLab['live'][number]] }),
      limits: (lab) => {
        lab.setup.chooseTask('functions');
        return lab;
      },
    };
    chapters.forEach(({ id, exercise }, index) => {
      const lab = freshLab();
      new Story(lab).goTo(index);
      const { isDone } = exercise;
      expect(isDone === undefined).toBe(does[id] === undefined);
      if (!isDone) return;
      expect(isDone(lab), id).toBe(false);
      expect(isDone(does[id]?.(lab) ?? lab), id).toBe(true);
    });
  });

  it('counts a press of its control as done, and no other', () => {
    const story = new Story(freshLab());
    story.goTo(0);
    const pressed = (selector: string | null): Element => ({ closest: (asked: string) => asked === selector && {} }) as unknown as Element;
    story.press(pressed(null));
    expect(story.isDone('selfCorrection')).toBe(false);
    story.press(pressed(chapters[0].exercise.control));
    expect(story.isDone('selfCorrection')).toBe(true);
  });

  it('is one part of an address, beside the visitor’s setup', () => {
    expect(splitAddress('task=transpile&story=3&seed=2')).toEqual({ rest: 'task=transpile&seed=2', chapter: '3' });
    expect(splitAddress('')).toEqual({ rest: '', chapter: null });
    expect(withChapter('', 4)).toBe('story=4');
    const lab = freshLab();
    lab.setup.columns = defaultColumns('functions');
    const story = new Story(lab);
    expect(story.addressOf(lab.setup.address)).toBe('v=2&task=functions');
    story.goTo(2);
    expect(story.addressOf(lab.setup.address)).toBe('v=2&task=functions&story=3');
  });

  it('opens the chapter that an address names, if there is one', () => {
    const story = new Story(freshLab());
    for (const bad of ['0', '10', 'x', '1.5', '']) expect(story.follow(bad)).toBe(false);
    expect(story.chapter).toBeNull();
    expect(story.follow('9')).toBe(true);
    expect(story.chapter?.id).toBe('limits');
    story.next();
    expect(story.index).toBe(8);
    story.previous();
    expect(story.index).toBe(7);
  });
});

it('prose keeps what is not marked, and says where a number is missing', () => {
  expect(proseOf('A [model](policy) with {n} of {m}.', { n: '3' })).toEqual(['A ', { term: 'policy', shown: 'model' }, ' with 3 of ….']);
});
