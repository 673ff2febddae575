import { beforeAll, describe, expect, it } from 'vitest';
import { colouredMap, mapLabel, sharedSide } from '../../src/pictures/rollouts/colouredMap.ts';
import { words } from '../../src/languages/words.ts';
import { readEpisode } from '../../src/pictures/rollouts/reading.ts';
import type { Grader } from '../../workers/grader/verdict.ts';
import { evaluate } from '../../workers/methods/evaluate.ts';
import { heldOutProblems } from '../../workers/methods/problems.ts';
import { startBackend } from '../../workers/model/backend.ts';
import { layoutOf } from '../../workers/model/layout.ts';
import { Parameters } from '../../workers/model/parameters.ts';
import { addition } from '../../workers/tasks/addition.ts';
import { colouring } from '../../workers/tasks/colouring.ts';
import type { MapSketch } from '../../workers/protocol.ts';
import type { Task } from '../../workers/tasks/task.ts';
import { lively } from './reference/tinyModels.ts';

const numbersIn = (path: string): number[] => [...path.matchAll(/-?\d+(\.\d+)?/g)].map(([text]) => Number(text));

describe('where two outlines run on one line', () => {
  const square = (x: number, y: number): [number, number][] => [[x, y], [x + 2, y], [x + 2, y + 2], [x, y + 2]]; // prettier-ignore

  it('is the piece that both have, whole or in part', () => {
    expect(sharedSide(square(0, 0), square(2, 0))).toEqual([[2, 0], [2, 2]]); // prettier-ignore
    expect(sharedSide(square(0, 0), square(2, 1))).toEqual([[2, 1], [2, 2]]); // prettier-ignore
  });

  it('is nowhere for outlines that meet in a point or not at all', () => {
    expect(sharedSide(square(0, 0), square(2, 2))).toBeNull();
    expect(sharedSide(square(0, 0), square(2.1, 0))).toBeNull();
  });
});

describe('a map as an answer colours it', () => {
  /** Four regions; 1 and 2, 2 and 3, 2 and 4 border; 1 lies at land of colour B. */
  const sketch: MapSketch = { regions: 4, borders: [[0, 1], [1, 2], [1, 3]], coasts: [{ region: 0, colour: 'B' }] }; // prettier-ignore
  const says = (tokens: string): string[] => colouredMap(sketch, [...tokens], null).conflicts.map((conflict) => conflict.says);

  it('has a conflict where two regions that border have one colour, and where a region has that of its coast', () => {
    expect(says('ABAC')).toEqual([]);
    expect(says('AABA')).toEqual(['1 and 2 are both A', '2 and 4 are both A']);
    expect(says('BAAC')).toEqual(['2 and 3 are both A', '1 is B like its coast']);
    // Regions 1 and 3 lie side by side, but share no border.
    expect(says('ACAB')).toEqual([]);
  });

  it('marks every region that the second answer colours anew, and none of the first answer', () => {
    const changed = (before: string | null) =>
      colouredMap(sketch, [...'ABAC'], before === null ? null : [...before]).regions.flatMap((region) =>
        region.changed ? [region.number] : [],
      );
    expect(changed('ABCB')).toEqual([3, 4]);
    expect(changed('ABAC')).toEqual([]);
    expect(changed(null)).toEqual([]);
  });

  it('shows what is no colour as it is, and nothing as a question', () => {
    expect(colouredMap(sketch, ['A', '→', '', 'B'], null).regions.map(({ colour }) => colour)).toEqual(['A', '→', '?', 'B']);
  });

  it('is drawn inside its frame, land and all', () => {
    for (const problem of heldOutProblems(colouring.configure(), 20)) {
      const { regions, borders, coasts } = colouring.configure().drawing!(problem);
      const map = colouredMap({ regions: regions.length, borders, coasts }, [...'ABCABCAB'], [...'BBCABCAB']);
      const [left, top, width, height] = map.viewBox.split(' ').map(Number);
      expect(map.coasts).toHaveLength(coasts.length);
      for (const path of [...map.regions, ...map.coasts].map(({ outline }) => outline)) {
        numbersIn(path).forEach((value, index) => {
          const [low, size] = index % 2 === 0 ? [left, width] : [top, height];
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(low + size);
        });
      }
    }
  });

  it('is told in a sentence', () => {
    const first = colouredMap(sketch, [...'AABC'], null);
    expect(mapLabel(first, 'first')).toBe('Map as the first answer colours it, 1 conflict: 1 and 2 are both A');
    expect(mapLabel(colouredMap(sketch, [...'ACBB'], [...'AABC']), 'second')).toBe(
      'Map as the second answer colours it, no conflict; coloured anew: 2, 4',
    );
    expect(mapLabel(colouredMap(sketch, [...'ABAC'], [...'ABAC']), 'second')).toMatch(/; no region was coloured anew$/);
    expect(words().reader.conflicts(3)).toBe('3 conflicts');
  });
});

describe('an evaluated episode', () => {
  beforeAll(async () => void (await startBackend({ prefer: 'wasm' })));
  const failing: Grader = {
    grade: (programs) => Promise.resolve(programs.map(() => ({ verdict: 'fail', detail: '' }))),
    replaced: () => 0,
    close: () => undefined,
  };

  async function viewsOf(task: Task) {
    const { length, vocabulary } = layoutOf(task);
    const model = { layers: 1, heads: 1, width: 8, context: length, vocabulary };
    const policy = new Parameters(model, lively(model, 3, 0.3)).variables;
    const problems = heldOutProblems(task, 4);
    const setting = { task, grader: failing, model, policy, base: null, problems, seed: 1 };
    const { episodes } = await evaluate(setting, 0, { step: 0, stage: 'base' });
    return episodes.map(({ view, problem }) => ({ view, problem }));
  }

  it('brings the map that its answers colour, small enough to keep', async () => {
    const task = colouring.configure({ regions: 6 });
    for (const { view, problem } of await viewsOf(task)) {
      const { borders, coasts } = task.drawing!(problem);
      expect(view.map).toEqual({ regions: 6, borders, coasts: coasts.map(({ region, colour }) => ({ region, colour })) });
      expect(view.attempts[0].tokens).toHaveLength(6);
      expect(JSON.stringify(view.map).length).toBeLessThan(500);
      const changed = view.attempts[0].tokens.filter((token, index) => token !== view.attempts[1].tokens[index]).length;
      if (changed > 0) expect(readEpisode(view, true).remark).toContain(`${changed} of 6 regions coloured anew`);
    }
  });

  it('has none where there is nothing to draw', async () => {
    for (const { view } of await viewsOf(addition.configure({ digits: 2, chains: 0 }))) expect('map' in view).toBe(false);
  });
});
