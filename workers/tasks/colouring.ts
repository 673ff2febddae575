/**
 * A map to be coloured with three colours, region by region in a fixed order. A colour that is free now can leave a later region none, and
 * a first pass sees that only at the dead end. In a second look the dead end is on the page. Any colouring that is right passes.
 */
import { setDials } from './dials.ts';
import { levelOf } from './level.ts';
import { drawingOf } from './mapDrawing.ts';
import { drawFor } from './split.ts';
import { quoted, refuse } from './typed.ts';
import type { Problem, Task, TaskDefinition, TaskLabel, Test } from './task.ts';
import type { RandomSource } from '../model/random.ts';
import { spelled } from './spelled.ts';

const label: TaskLabel = {
  id: 'colouring',
  name: 'Map colouring',
  family: 'visual',
  whySecondLook: 'A first pass picks a colour before it sees which colours the regions behind will need; a second look sees the dead end.',
  dials: [
    { key: 'regions', label: 'Regions', hint: 'Regions of the map.', min: 6, max: 8, step: 1, value: 8 },
    {
      key: 'borders',
      label: 'Borders',
      hint: 'How many of the regions that lie side by side share a border.',
      min: 0.5,
      max: 1,
      step: 0.1,
      value: 0.9,
    },
    {
      key: 'coasts',
      label: 'Coasts',
      hint: 'How many regions touch land that is coloured already.',
      min: 0.2,
      max: 1,
      step: 0.1,
      value: 0.7,
    },
  ],
  settings: { pool: 2048, stageOneShare: 0.8 },
};

const colours = ['A', 'B', 'C'];
/** A prompt's token for a region: borders the next one (1), the one after it (2), and coloured land of colour c (4 · (c + 1)). */
const firstRegion = colours.length;
const regionTokens = 4 * (1 + colours.length);
const arrow = firstRegion + regionTokens;
const separator = arrow + 1;
const regionText = (kind: number): string => ['·', '›', '»', '›»'][kind % 4] + ['', 'a', 'b', 'c'][kind >> 2];
const vocabulary = [...colours, ...Array.from({ length: regionTokens }, (_, kind) => regionText(kind)), '→', '/'];

/** A map as lists. A coast is a region and the number of the colour it may not have. */
interface ColouringMap {
  borders: [number, number][];
  coasts: [region: number, colour: number][];
}

function mapOf(kinds: ArrayLike<number>): ColouringMap {
  const map: ColouringMap = { borders: [], coasts: [] };
  for (let region = 0; region < kinds.length; region++) {
    for (const step of [1, 2]) if (kinds[region] & step) map.borders.push([region, region + step]);
    if (kinds[region] >> 2) map.coasts.push([region, (kinds[region] >> 2) - 1]);
  }
  return map;
}

/** The first right colouring in alphabetical order, null if there is none, and how many choices on the way led to a dead end. */
function firstColouring(regions: number, { borders, coasts }: ColouringMap): { colouring: number[] | null; deadEnds: number } {
  const colouring: number[] = [];
  let deadEnds = 0;
  const isFree = (region: number, colour: number): boolean =>
    !coasts.some(([at, forbidden]) => at === region && forbidden === colour) &&
    !borders.some(([one, other]) => other === region && colouring[one] === colour);
  const colourFrom = (region: number): boolean => {
    if (region === regions) return true;
    for (let colour = 0; colour < colours.length; colour++) {
      if (!isFree(region, colour)) continue;
      colouring[region] = colour;
      if (colourFrom(region + 1)) return true;
      deadEnds++;
    }
    return false;
  };
  return { colouring: colourFrom(0) ? colouring : null, deadEnds };
}

export const colouring: TaskDefinition = {
  label,
  configure(given) {
    const dials = setDials(label, given);
    const { regions } = dials;
    const kindsOf = ({ prompt }: Problem): Int32Array => prompt.subarray(0, regions).map((token) => token - firstRegion);
    const mapOfProblem = (problem: Problem): ColouringMap => mapOf(kindsOf(problem));

    const draw = (random: RandomSource): Problem => {
      for (;;) {
        const kinds = Int32Array.from({ length: regions }, (_, region) => {
          const borders = [1, 2].map((step) => (random.uniform() < dials.borders && region + step < regions ? step : 0));
          const colour = random.integer(colours.length);
          return borders[0] + borders[1] + (random.uniform() < dials.coasts ? 4 * (colour + 1) : 0);
        });
        const map = mapOf(kinds);
        const found = firstColouring(regions, map).colouring;
        // A map without borders would pass whatever its coasts allow; it asks nothing.
        if (found === null || map.borders.length === 0) continue;
        return problemOf(kinds, found);
      }
    };

    const problemOf = (kinds: Int32Array, found: readonly number[]): Problem => ({
      prompt: Int32Array.from([...kinds.map((kind) => firstRegion + kind), arrow]),
      reference: Int32Array.from(found),
    });

    const example = '1–2 1–3 2–3 3–4 1–A 4–B';
    const parse = (typed: string): Problem => {
      const kinds = new Int32Array(regions);
      for (const border of typed
        .replace(/\s*[-–−]\s*/g, '–')
        .split(/[\s,;]+/)
        .filter(Boolean)) {
        const ends = /^(\d+)–(?:(\d+)|([A-C]))$/i.exec(border);
        if (!ends) return refuse(`${quoted(border)} is no border of two regions, or of a region and a colour A, B or C.`, example);
        const outside = [ends[1], ends[2]].find((region) => region !== undefined && !(Number(region) >= 1 && Number(region) <= regions));
        if (outside) return refuse(`The regions have the numbers 1 to ${regions}; got ${outside}.`, example);
        const [region, other] = [Number(ends[1]) - 1, Number(ends[2]) - 1];
        if (ends[3]) {
          const coast = 1 + colours.indexOf(ends[3].toUpperCase());
          if (kinds[region] >> 2 && kinds[region] >> 2 !== coast)
            return refuse(`Region ${region + 1} touches two colours; on these maps a region touches one at most.`, example);
          kinds[region] = (kinds[region] & 3) | (4 * coast);
        } else {
          const step = Math.abs(other - region);
          if (step !== 1 && step !== 2)
            return refuse(
              `Regions ${ends[1]} and ${ends[2]} do not lie side by side: a region borders the next one and the one after it.`,
              example,
            );
          kinds[Math.min(region, other)] |= step;
        }
      }
      const map = mapOf(kinds);
      if (map.borders.length === 0)
        return refuse(`${quoted(typed)} has no border between two regions: there is nothing to colour.`, example);
      const found = firstColouring(regions, map).colouring;
      return found ? problemOf(kinds, found) : refuse('No three colours do for this map.', example);
    };

    const answerText = (answer: Int32Array): string => spelled(vocabulary, answer);

    const task: Task = {
      label,
      dials,
      vocabulary,
      separator,
      rewordedSeparator: arrow,
      endOfAnswer: null,
      padding: separator,
      promptLength: regions + 1,
      answerLength: regions,
      draw: (random, split) => drawFor(split, draw, random),
      // The coloured land beyond the map is three more regions: "differs from all it borders" is then one rule.
      program(_problem, answer) {
        if (!answer.every((token) => token < firstRegion)) return null;
        const all = JSON.stringify(answerText(answer) + colours.join(''));
        return `(i,j)=>${all}[i]!==${all}[j]`;
      },
      tests(problem): Test[] {
        const { borders, coasts } = mapOfProblem(problem);
        return [...borders, ...coasts.map(([region, colour]) => [region, regions + colour])].map((args) => ({ args, expected: true }));
      },
      parse,
      promptText(problem) {
        const { borders, coasts } = mapOfProblem(problem);
        return [
          ...borders.map(([one, other]) => `${one + 1}–${other + 1}`),
          ...coasts.map(([at, colour]) => `${at + 1}–${colours[colour]}`),
        ].join(' ');
      },
      answerText,
      note(problem) {
        const { deadEnds } = firstColouring(regions, mapOfProblem(problem));
        return deadEnds === 0 ? 'no dead end' : deadEnds === 1 ? '1 dead end' : `${deadEnds} dead ends`;
      },
      // How many dead ends a search in alphabetical order meets: none, 1, 2 or 3, 4 to 6, more.
      level(problem) {
        const { deadEnds } = firstColouring(regions, mapOfProblem(problem));
        return levelOf(1 + [1, 2, 4, 7].filter((least) => deadEnds >= least).length);
      },
      drawing(problem) {
        const { borders, coasts } = mapOfProblem(problem);
        return drawingOf(
          regions,
          borders,
          coasts.map(([region, colour]) => ({ region, colour: colours[colour] })),
        );
      },
    };
    return task;
  },
};
