import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import en from '../../src/languages/en.ts';
import { heard, heardParts } from '../../src/languages/heard.ts';
import seldom from '../../src/languages/heard/zh.ts';
import { taskWords } from '../../src/languages/names.ts';
import { readWordsFrom } from '../../src/languages/words.ts';
import zh from '../../src/languages/zh.ts';
import { parseSeeds } from '../../src/runs/queue.ts';
import { readHidden } from '../../src/share/hidden.ts';
import { readRunFile } from '../../src/share/runFile.ts';
import { storageSentence } from '../../src/state/storage.ts';
import { readAddress } from '../../src/state/address.ts';
import { applySettings, defaultColumns } from '../../src/state/setup.ts';
import type { StudyFile } from '../../src/study/studyFile.ts';
import { playsOf } from '../../workers/methods/stage.ts';
import { stops } from '../../workers/grader/outputs.ts';
import { methods, type Method } from '../../workers/methods/table.ts';
import { randomSource } from '../../workers/model/random.ts';
import { taskById, taskLabels } from '../../workers/tasks/index.ts';
import { labelOf, ownTaskId } from '../../workers/tasks/own/source.ts';
import type { Recording } from '../../workers/protocol.ts';

describe('what the page shows and does not write itself', () => {
  beforeEach(() =>
    readWordsFrom(
      () => zh,
      () => seldom,
    ),
  );
  afterEach(() => readWordsFrom(() => en));

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
