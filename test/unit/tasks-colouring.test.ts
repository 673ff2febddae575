import { describe, expect, it } from 'vitest';
import { randomSource } from '../../workers/model/random.ts';
import { colouring } from '../../workers/tasks/colouring.ts';
import type { MapDrawing, Point, Problem, Task } from '../../workers/tasks/task.ts';
import { drawMany, passes, referenceProgram, valueOf } from './tasks-checks.ts';

const task = colouring.configure();
const six = colouring.configure({ regions: 6 });
const colours = 'ABC';
const tokensOf = (text: string): Int32Array => Int32Array.from(text, (character) => task.vocabulary.indexOf(character));
const hiddenTests = (problem: Problem, turned = task) => turned.tests(problem, randomSource(1, 'hiddenTests'));

/** A problem from its regions, as the tokens show them: `›` borders the next, `»` the one after it, a letter the land it touches. */
const problemOf = (regions: string): Problem => ({
  prompt: Int32Array.from([...regions.split(' '), '→'], (text) => task.vocabulary.indexOf(text)),
  reference: new Int32Array(0),
});

/** Borders and coasts by the text that the page shows, regions from 0. */
function readMap(turned: Task, problem: Problem): { borders: [number, number][]; coasts: [number, string][] } {
  const pairs = turned
    .promptText(problem)
    .split(' ')
    .map((pair) => pair.split('–'));
  return {
    borders: pairs.filter(([, other]) => Number(other)).map(([one, other]) => [Number(one) - 1, Number(other) - 1]),
    coasts: pairs.filter(([, other]) => !Number(other)).map(([region, colour]) => [Number(region) - 1, colour]),
  };
}

const isRight = ({ borders, coasts }: ReturnType<typeof readMap>, text: string): boolean =>
  borders.every(([one, other]) => text[one] !== text[other]) && coasts.every(([region, colour]) => text[region] !== colour);

/** Every text of n colours, in alphabetical order. */
const allColourings = (n: number): string[] =>
  n === 0 ? [''] : Array.from(colours).flatMap((colour) => allColourings(n - 1).map((rest) => colour + rest));

describe('colouring', () => {
  it('makes a program that says whether two places have different colours', () => {
    const program = task.program(drawMany(task, 1)[0], tokensOf('ABCABCAB')) as string;
    expect(program).toBe('(i,j)=>"ABCABCABABC"[i]!=="ABCABCABABC"[j]');
    expect([valueOf(program, [0, 3]), valueOf(program, [0, 1])]).toEqual([false, true]);
  });

  it('tests every border, and every coast against the land that has its colour', () => {
    const problem = problemOf('›» ›b » ·a · ·c');
    expect(six.promptText(problem)).toBe('1–2 1–3 2–3 3–5 2–B 4–A 6–C');
    expect(hiddenTests(problem, six)).toEqual(
      [
        [0, 1],
        [0, 2],
        [1, 2],
        [2, 4],
        [1, 7],
        [3, 6],
        [5, 8],
      ].map((args) => ({ args, expected: true })),
    );
  });

  it('passes exactly the colourings that are right, and has the first of them in alphabetical order for reference', () => {
    const texts = allColourings(6);
    for (const drawn of drawMany(six, 25)) {
      const map = readMap(six, drawn);
      const tests = hiddenTests(drawn, six);
      const right = texts.filter((text) => isRight(map, text));
      expect(six.answerText(drawn.reference)).toBe(right[0]);
      const passing = texts.filter((text) => passes(six.program(drawn, tokensOf(text)) as string, tests));
      expect(passing).toEqual(right);
    }
  });

  it('fails a right colouring with the colour of a neighbour in any place that has one', () => {
    let mutants = 0;
    for (const drawn of drawMany(task, 100)) {
      for (const [one, other] of readMap(task, drawn).borders) {
        const wrong = Int32Array.from(drawn.reference);
        wrong[other] = wrong[one];
        expect(passes(task.program(drawn, wrong) as string, hiddenTests(drawn))).toBe(false);
        mutants++;
      }
    }
    expect(mutants).toBeGreaterThan(500);
  });

  it('gives no program for an answer that is not all colours', () => {
    const [drawn] = drawMany(task, 1);
    for (const foreign of [task.separator, task.rewordedSeparator, 3, 18]) {
      const answer = Int32Array.from(drawn.reference);
      answer[4] = foreign;
      expect(task.program(drawn, answer)).toBeNull();
    }
    expect(referenceProgram(task, drawn)).toContain('!==');
  });

  it.each([
    ['· › · · · ·', 'no dead end', 1],
    // A, B and then nothing for the third; A, C, B.
    ['›» › ·c · · ·', '1 dead end', 2],
    // AB and so A, BA and so B lead nowhere; CAB.
    ['›» ›c ·c · · ·', '4 dead ends', 4],
  ])('says of the map %s: %s, level %i', (regions, note, level) => {
    const problem = problemOf(regions);
    expect([six.note(problem), six.level(problem)]).toEqual([note, level]);
  });

  it('draws as many borders and coasts as its dials say, where that leaves a colouring', () => {
    const shares = (dials: Record<string, number>): [borders: number, coasts: number] => {
      const turned = colouring.configure({ regions: 8, ...dials });
      const maps = drawMany(turned, 400).map((drawn) => readMap(turned, drawn));
      return [maps.flatMap(({ borders }) => borders).length / (400 * 13), maps.flatMap(({ coasts }) => coasts).length / (400 * 8)];
    };
    expect(shares({ borders: 1, coasts: 1 })).toEqual([1, 1]);
    const [borders, coasts] = shares({ borders: 0.5, coasts: 0.2 });
    expect(Math.abs(borders - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(coasts - 0.2)).toBeLessThan(0.05);
  });
});

/** Length along which two outlines run on one line. */
function sharedLength(one: readonly Point[], other: readonly Point[]): number {
  const sides = (outline: readonly Point[]): [Point, Point][] => outline.map((point, i) => [point, outline[(i + 1) % outline.length]]);
  let length = 0;
  for (const [[ax, ay], [bx, by]] of sides(one)) {
    const side = Math.hypot(bx - ax, by - ay);
    const [ux, uy] = [(bx - ax) / side, (by - ay) / side];
    const along = ([x, y]: Point): number => (x - ax) * ux + (y - ay) * uy;
    const aside = ([x, y]: Point): number => Math.abs((x - ax) * uy - (y - ay) * ux);
    for (const [c, d] of sides(other)) {
      if (aside(c) > 1e-9 || aside(d) > 1e-9) continue;
      length += Math.max(0, Math.min(side, Math.max(along(c), along(d))) - Math.max(0, Math.min(along(c), along(d))));
    }
  }
  return length;
}

describe('the drawing of a map', () => {
  const sparse = colouring.configure({ borders: 0.6 });
  const drawn = [task, six, sparse].flatMap((turned) =>
    drawMany(turned, 40).map((problem) => ({ turned, map: readMap(turned, problem), drawing: turned.drawing?.(problem) as MapDrawing })),
  );

  it('says the borders and coasts that are tested', () => {
    for (const { map, drawing } of drawn) {
      expect(drawing.borders).toEqual(map.borders);
      expect(drawing.coasts.map(({ region, colour }) => [region, colour])).toEqual(map.coasts);
    }
  });

  it('has two regions touch along a line exactly where they border each other', () => {
    for (const { turned, map, drawing } of drawn) {
      expect(drawing.regions).toHaveLength(turned.answerLength);
      for (let one = 0; one < turned.answerLength; one++) {
        for (let other = one + 1; other < turned.answerLength; other++) {
          const length = sharedLength(drawing.regions[one].outline, drawing.regions[other].outline);
          if (map.borders.some(([a, b]) => a === one && b === other)) expect(length).toBeGreaterThan(0.5);
          else expect(length).toBeLessThan(1e-9);
        }
      }
    }
  });

  it('has coasts on the outline of their region that no other region touches', () => {
    for (const { drawing } of drawn) {
      for (const { region, line } of drawing.coasts) {
        expect(line).toHaveLength(3);
        for (const point of line) expect(drawing.regions[region].outline).toContain(point);
        drawing.regions.forEach(({ outline }, other) => {
          if (other !== region) expect(sharedLength(line, outline)).toBeLessThan(1e-9);
        });
      }
    }
  });

  it('has every region around its centre, and convex', () => {
    for (const { drawing } of drawn) {
      for (const { outline, centre } of drawing.regions) {
        expect(outline.length).toBeGreaterThan(4);
        outline.forEach(([ax, ay], i) => {
          const [bx, by] = outline[(i + 1) % outline.length];
          const turn = ([x, y]: Point): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
          expect(turn(centre)).toBeGreaterThan(0.3);
          for (const point of outline) expect(turn(point)).toBeGreaterThan(-1e-9);
        });
      }
    }
  });
});
