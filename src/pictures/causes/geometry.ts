import { words } from '../../languages/words.ts';
import type { Estimate } from '../../../workers/measures/intervals.ts';
import { domainFromZero, fractionMarks, textWidth, wrapped } from '../kit/axis.ts';
import { toneOverSeeds } from '../kit/estimateText.ts';
import { signedPoints } from '../kit/format.ts';
import { spreadLabels } from '../kit/labels.ts';
import type { Look } from '../kit/looks.ts';
import type { Sample } from '../kit/sample.ts';
import { linear, type Domain } from '../kit/scale.ts';

/** A base, and what SCoRe made of it; its name is that of the task and of what the base departs from the task's default in. */
export interface BasePoint extends Sample {
  /** P(change | ¬c₁) − P(change | c₁) of the base. */
  selectivity: number;
  /** P(c₂ | ¬c₁) of the base. */
  fixRate: number;
  /** Acc@t2 of SCoRe − Acc@t2 of naive RL, both from this base. */
  gain: Estimate;
}

const lookOf = { gain: 'solid', loss: 'dashed', strong: 'dotted' } as const satisfies Record<ReturnType<typeof toneOverSeeds>, Look>;

const lineHeight = 15;
/** Between a marker and its label. */
const beside = 9;

/** From zero, and below it where a value is. */
function domainAroundZero(values: readonly number[]): Domain {
  const lowest = Math.min(0, ...values);
  return [lowest < 0 ? -domainFromZero([-lowest])[1] : 0, domainFromZero(values)[1]];
}

/** Bases by what they can do before RL, each with what SCoRe gains from it. */
export function causesGeometry(bases: readonly BasePoint[], width: number) {
  const height = 360;
  const left = 40;
  const right = width - 12;
  const top = 52;
  const bottom = height - 42;
  const xDomain = domainAroundZero(bases.map(({ selectivity }) => selectivity));
  const yDomain = domainFromZero(bases.map(({ fixRate }) => fixRate));
  const x = linear(xDomain, [left, right]);
  const y = linear(yDomain, [bottom, top]);

  const { comma } = words().figure;
  const labels = bases.map(({ name, selectivity, gain }) => {
    const at = x(selectivity);
    const [before, behind] = [at - left - beside, right - at - beside];
    // Broken between the task and its settings, if at all.
    const [task, ...settings] = words().pictures.causes.point(name, signedPoints(gain.value)).split(comma);
    const text = [task, settings.join(comma).replaceAll(' ', '\u00a0')].filter(Boolean).join(comma);
    const isBehind = textWidth(text) <= behind || behind >= before;
    return { isBehind, x: at + (isBehind ? beside : -beside), lines: wrapped(text, isBehind ? behind : before) };
  });
  const placed = spreadLabels(
    bases.map(({ fixRate }) => y(fixRate)),
    lineHeight * Math.max(1, ...labels.map(({ lines }) => lines.length)) + 2,
    top,
    bottom,
  );
  const points = bases.map(({ selectivity, fixRate, gain, seeds }, index) => {
    const [at, label] = [{ x: x(selectivity), y: y(fixRate) }, labels[index]];
    return { look: lookOf[toneOverSeeds(gain, seeds)], ...at, label: { ...label, y: placed[index] } };
  });
  let next = 5;
  const legend = (['gain', 'loss', 'strong'] as const).map((tone) => {
    const text = words().pictures.causes.meanings[tone];
    const start = next;
    next += textWidth(text) + 24;
    return { look: lookOf[tone], text, x: start };
  });
  // A difference of two shares is in points.
  const xMarks = fractionMarks(xDomain, x).map(({ at, text }) => ({ at, text: text.replace('%', '').replace('-', '−') }));
  return { width, height, left, right, top, bottom, lineHeight, xMarks, yMarks: fractionMarks(yDomain, y), legend, points };
}
