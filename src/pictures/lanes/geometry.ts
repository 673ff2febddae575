import { words, type Words } from '../../languages/words.ts';
import { lettersWide } from '../kit/axis.ts';
import { linear } from '../kit/scale.ts';

export interface Lane {
  name: string;
  /** First update of every stage, and the total. */
  boundaries: readonly number[];
  stageNames: readonly string[];
  /** Updates done. */
  done: number;
  /** The evaluation from which on the run has been said to copy or to correct. */
  onset: { step: number; tone: 'gain' | 'loss'; what: keyof Words['onset'] } | null;
}

const laneHeight = 20;
const laneGap = 4;
const edge = 4;
/** Pixels a letter of a lane's label takes, near enough to keep labels apart. */
const letter = 6.4;
/** And one of a run's name or an onset, which are bold. */
const boldLetter = 7;

type Span = [from: number, to: number];

const textWidth = (text: string, each = letter): number => each * lettersWide(text);

/** Where a text goes: at `wanted`, or as near as it fits between `start` and `end` without touching what is taken; null if nowhere. */
function placeText(wanted: number, size: number, start: number, end: number, taken: readonly Span[]): number | null {
  const fits = (from: number): boolean =>
    from >= start && from + size <= end && taken.every(([left, right]) => from + size < left - 6 || from > right + 6);
  const candidates = [wanted, start, end - size, ...taken.flatMap(([left, right]) => [left - size - 7, right + 7])].filter(fits);
  candidates.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return candidates[0] ?? null;
}

/** One band per run and stage along the updates, what was passed underlined. */
export function lanesGeometry(lanes: readonly Lane[], step: number, steps: number, width: number) {
  const x = linear([0, steps], [edge, width - edge]);
  const narrow = width < 520;
  const drawn = lanes.map((lane, index) => {
    const y = 2 + index * (laneHeight + laneGap);
    const single = lane.stageNames.length === 1;
    // The run's name and its first stage's are one text; where that is too long for the stage, the run's name stands alone.
    const nameEndWith = (label: string): number => edge + 10 + textWidth(lane.name, boldLetter) + (label ? textWidth(` · ${label}`) : 0);
    let nameEnd = 0;
    const stages = lane.stageNames.map((name, stage) => {
      const from = x(lane.boundaries[stage]) + (stage ? 1.5 : 0);
      const to = x(lane.boundaries[stage + 1]);
      const wanted = single ? (narrow ? '' : words().timeline.oneStage) : narrow ? words().figure.stageShort(name) : name;
      const fits = stage === 0 ? nameEndWith(wanted) <= to : from + 9 >= nameEnd + 6 && from + 9 + textWidth(wanted) <= to;
      const label = fits ? wanted : '';
      if (stage === 0) nameEnd = nameEndWith(label);
      return { x: from, width: Math.max(0, to - from), label, later: stage > 0 };
    });
    const onset = lane.onset && lane.onset.step <= step ? { ...lane.onset, x: x(lane.onset.step) } : null;
    const text = onset ? words().onset[onset.what][narrow ? 'short' : 'long'] : '';
    const taken = stages.slice(1).map((stage): Span => [stage.x, stage.x + 9 + textWidth(stage.label)]);
    const textX = onset ? placeText(onset.x + 7, textWidth(`= ${text}`, boldLetter), nameEnd + 8, width - edge - 4, taken) : null;
    return {
      name: lane.name,
      y,
      height: laneHeight,
      stages,
      passed: Math.max(0, x(Math.min(step, lane.done)) - edge),
      done: x(Math.min(lane.done, steps)),
      onset: onset && { x: onset.x, tone: onset.tone, text: textX === null ? '' : text, textX: textX ?? 0 },
    };
  });
  return { width, height: 2 + lanes.length * (laneHeight + laneGap) + 6, playhead: x(step), lanes: drawn, edge };
}
