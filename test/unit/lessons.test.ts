import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../workers/protocol.ts';
import english from '../../src/languages/lessons/en.ts';
import { loadLessonWords } from '../../src/languages/lessons/lessonWords.ts';
import chinese from '../../src/languages/lessons/zh.ts';
import { lessonHash, readPlace } from '../../src/lessons/address.ts';
import { noEvidence } from '../../src/lessons/evidence.ts';
import type { Evidence, Expectation } from '../../src/lessons/expectation.ts';
import { columnsOf, labAddress, minutesOf, viewOf, type LessonId } from '../../src/lessons/lesson.ts';
import { lessons } from '../../src/lessons/lessons.ts';
import { readHidden } from '../../src/share/hidden.ts';
import { readAddress } from '../../src/state/address.ts';
import type { StudyFile, StudyIndex } from '../../src/study/studyFile.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const parsed = <T>(file: string): T => JSON.parse(read(file)) as T;

/** Not every task of the study has recordings. */
function recorded(task: string): Recording[] {
  const file = `public/recordings/${task}.json`;
  return existsSync(path.join(root, file)) ? parsed<Recording[]>(file) : [];
}

const begun = parsed<StudyIndex>('public/study/index.json').tasks.filter(({ done }) => done > 0);
const shipped = new Map<string, Evidence>(
  begun.map(({ task }) => [task, { study: parsed<StudyFile>(`public/study/${task}.json`), recordings: recorded(task) }]),
);
const found = ({ task, read: readFrom }: Expectation) => readFrom(shipped.get(task) ?? noEvidence);

const languages = [english, chinese];
const placesOf = (sentence: string): string[] => [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

describe('a lesson', () => {
  it('takes 45 minutes', () => {
    expect(lessons.map(minutesOf)).toEqual([45, 45, 45]);
  });

  it('opens every step in the state that the step is about', () => {
    for (const { steps } of lessons)
      for (const { lab } of steps) {
        if (!lab) continue;
        const [, search, hash] = /^\.\/(\?[^#]*)?#(.+)$/.exec(labAddress(lab)) ?? [];
        expect(readAddress(hash)).toEqual({ columns: columnsOf(lab), view: viewOf(lab), complaints: [] });
        expect(readHidden(search ?? '')).toEqual({ parts: lab.hide, embed: false, complaints: [] });
      }
  });

  it('has a name, a question and an answer for each step, and a sentence for each thing to be seen, in every language', () => {
    for (const text of languages)
      for (const { id, steps } of lessons) {
        const said = text.lessons[id];
        expect(said.steps.map(({ seen }) => seen.length)).toEqual(steps.map(({ expects }) => expects.length));
        const counts = (of: typeof english) => of.lessons[id].steps.map(({ questions }) => questions.length);
        expect(counts(text)).toEqual(counts(english));
        expect(Math.min(...counts(text))).toBeGreaterThan(0);
      }
  });

  it('quotes no result but those that are read from the study and the recordings', () => {
    for (const text of languages)
      for (const { id, steps } of lessons)
        steps.forEach(({ expects, numbers = {} }, index) => {
          const { doing, questions, seen } = text.lessons[id].steps[index];
          const free = [doing, ...questions.flatMap(({ ask, answer }) => [ask, answer])];
          expect([...new Set(free.flatMap(placesOf))].sort()).toEqual(Object.keys(numbers).sort());
          seen.forEach(({ measured }, place) => {
            const expected = found(expects[place]);
            if (expected) expect(placesOf(measured)).toEqual(Object.keys(expected.numbers).sort());
          });
          for (const sentence of [...free, ...seen.map(({ measured }) => measured)])
            expect(sentence).not.toMatch(/\d[\d.,]*\s*(%|points|个百分点)|\d\.\d/);
        });
  });

  it('says of what the study has no runs of, and of nothing else, that it is not measured', () => {
    for (const text of languages)
      for (const { id, steps } of lessons)
        steps.forEach(({ expects }, index) =>
          expects.forEach((expectation, place) => {
            const { unmeasured } = text.lessons[id].steps[index].seen[place];
            if (!found(expectation)) expect(unmeasured).toMatch(/The study has no|研究中(还)?没有/);
          }),
        );
  });

  it('takes what it says of first runs from the log', () => {
    const log = read('docs/LOG.md');
    expect(log).toMatch(/recall +\| 76.8 +\| −5.6 +\| naive, 200; SCoRe, 200 +\| 0\.0; \+0\.2 /);
    expect(log).toMatch(/\| 0 +\| base +\| 48\.2 /);
    expect(log).toMatch(/\| 500 +\| Stage II \| 0\.9 +\| 69\.4 +\| \+68\.5 ± 2\.9 \|/);
    for (const text of languages) {
      const [, , control, leak] = text.lessons.correctingOrCopying.steps;
      expect(control.seen[0].unmeasured).toMatch(/docs\/LOG.md.* 0\.0 .*\+0\.2/);
      expect(leak.seen[0].unmeasured).toMatch(/docs\/LOG.md.*48\.2%.*0\.9%.*\+68\.5 ± 2\.9/);
    }
  });

  it('is borne out in what its answers say by the study and the recordings that ship', () => {
    /** A number of what is expected: its value, and for Δ the half width of its interval. */
    const number = (id: LessonId, step: number, place: number, name: string): { value: number; half: number } => {
      const lesson = lessons.find((each) => each.id === id);
      const text = found(lesson?.steps[step - 1].expects[place] as Expectation)?.numbers[name].replaceAll('−', '-') ?? '';
      return { value: parseFloat(text), half: parseFloat(text.split('± ')[1]) };
    };
    const value = (...where: Parameters<typeof number>): number => number(...where).value;

    const base = number('askingAgain', 3, 0, 'delta');
    expect(base.value + base.half).toBeLessThan(0);
    expect(value('askingAgain', 3, 1, 'fixed') - value('askingAgain', 3, 1, 'broke')).toBeCloseTo(base.value, 0);
    expect(value('askingAgain', 4, 0, 'changed')).toBeLessThan(value('askingAgain', 2, 0, 'changed') / 4);
    for (const name of ['starFirst', 'pairsFirst'])
      expect(value('askingAgain', 5, 0, name)).toBeLessThan(value('askingAgain', 3, 0, 'first') / 2);
    for (const name of ['star', 'pairs']) expect(value('askingAgain', 5, 1, name)).toBeGreaterThan(value('askingAgain', 5, 1, 'score'));

    expect(value('collapse', 2, 1, 'copies')).toBeGreaterThan(value('collapse', 2, 0, 'copies'));
    const naive = number('collapse', 5, 0, 'naiveDelta');
    const score = number('collapse', 5, 0, 'delta');
    expect(Math.abs(naive.value)).toBeLessThan(naive.half);
    expect(score.value).toBeGreaterThan(score.half);
    expect(value('collapse', 5, 0, 'fixed')).toBeGreaterThan(value('collapse', 5, 0, 'broke'));
    expect(value('collapse', 5, 1, 'delta')).toBeGreaterThan(value('collapse', 5, 1, 'naiveDelta'));
    const moved = (answer: 'first' | 'second') => value('collapse', 4, 0, answer) - value('askingAgain', 3, 0, answer);
    expect(moved('second')).toBeGreaterThan(3 * moved('first'));
    expect(value('collapse', 4, 1, 'naive')).toBeGreaterThan(2 * value('collapse', 4, 1, 'score'));

    expect(value('correctingOrCopying', 1, 0, 'naive')).toBeGreaterThan(value('correctingOrCopying', 1, 0, 'score'));
    expect(value('correctingOrCopying', 2, 1, 'naiveOwn')).toBeLessThan(value('correctingOrCopying', 2, 1, 'naiveWrong') / 3);
    expect(value('correctingOrCopying', 2, 1, 'naiveOwn')).toBeLessThan(value('correctingOrCopying', 2, 1, 'scoreOwn'));
  });

  it('has right answers to its sums', () => {
    const numbers = (id: LessonId, step: number) => lessons.find((each) => each.id === id)?.steps[step - 1].numbers;
    expect(numbers('collapse', 3)).toMatchObject({ alpha: '10', corrected: '11', kept: '1', broken: '−10', wrong: '0' });
    expect(numbers('correctingOrCopying', 4)).toMatchObject({ gamma: '1', corrected: '11', kept: '2', broken: '−9', wrong: '0' });
    expect(48157 + 51846).toBe(100003);
    expect(english.lessons.askingAgain.steps[0].questions[0].answer).toContain('100003');
  });
});

describe('the address of the lessons', () => {
  it('names a lesson, or a step that opens in the lab', () => {
    expect(readPlace(lessonHash(2).slice(1))).toEqual({ lesson: lessons[1], number: 2, step: null });
    expect(readPlace(lessonHash(1, 3).slice(1))).toEqual({ lesson: lessons[0], number: 1, step: lessons[0].steps[2] });
  });

  it.each(['', '0', '4', '1.0', '1.7', 'x', '1.', '-1', '1.2.3'])('names nothing: %s', (hash) => {
    expect(readPlace(hash)).toBeNull();
  });
});

describe('the words of the lessons', () => {
  it('are English where a language has none', async () => {
    expect(await loadLessonWords('zh')).toEqual({ text: chinese, lang: 'zh' });
    expect(await loadLessonWords('xx')).toEqual({ text: english, lang: 'en' });
  });
});
