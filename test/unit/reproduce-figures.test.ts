import { beforeAll, describe, expect, it } from 'vitest';
import {
  attemptsData,
  barsData,
  correctionCourseData,
  correctionRatesData,
  curvesData,
  editDistancesData,
  levelTransitionsData,
  ofTask,
  otherBarsData,
  overSeeds,
  trainingEditsData,
  votingData,
} from '../../cli/reproduce/figureData.ts';
import type { OtherBars, ProbeRow, TaskRows } from '../../cli/reproduce/figureData.ts';
import { drawFigures } from '../../cli/reproduce/figures.ts';
import { reportOf } from '../../cli/reproduce/report.ts';
import type { ResultRow } from '../../cli/reproduce/results.ts';
import { fractionEstimate } from '../../workers/measures/intervals.ts';
import { courseOf, curveOf, probeOf, resultOf } from './reproduceRows.ts';

const rows = [0, 1].flatMap((temperature) => [
  ...[1, 2, 3].map((seed) => ({ ...resultOf('base', seed, { right: 500, fixed: 50, broken: 80 }, temperature), edit_selectivity: 0.2 })),
  ...[1, 2, 3].map((seed) => resultOf('score', seed, { right: 600, fixed: 100 + 10 * seed, broken: 20 }, temperature)),
  resultOf('naive', 1, { right: 640, fixed: 5, broken: 6 }, temperature),
]);
const curves = [curveOf('naive', 1, [0.5, 0.6, 0.7]), curveOf('score', 1, [0.5, 0.6, 0.8]), curveOf('score', 2, [0.5, 0.7, 0.9])];
const probes = [probeOf('naive', 1, 0), probeOf('score', 1, 4), probeOf('score', 2, 6)];
const courses = [courseOf('pair_sft', [[20, 20, 30], [60, 24, 12], [70, 25, null]]), courseOf('score', [[20, 20, 30], [40, 38, 45]])]; // prettier-ignore
const all: TaskRows = { rows, curves, probes, courses };

describe('an estimate over seeds', () => {
  it('is the mean with its t-interval', () => {
    const { value, low, high } = overSeeds([0.5, 0.6].map((fraction) => fractionEstimate(fraction, 100)));
    expect(value).toBeCloseTo(0.55, 12);
    // t with one degree of freedom is 12.706; the standard error is 0.05.
    expect([low, high]).toEqual([expect.closeTo(0.55 - 0.6353, 3), expect.closeTo(0.55 + 0.6353, 3)]);
  });

  it('is the interval over problems where there is one seed, or all measured the same', () => {
    const one = fractionEstimate(0.5, 100);
    expect(overSeeds([one])).toEqual(one);
    expect(overSeeds([one, one, one])).toEqual(one);
  });
});

describe('the data of the figures', () => {
  it('are of one task', () => {
    const other = {
      ...all,
      rows: [...rows, { ...rows[0], task: 'transpile' }],
      probes: [...probes, { ...probes[0], run: 'transpile/naive/1' }],
    };
    expect(ofTask('addition', other)).toEqual(all);
    expect(ofTask('transpile', other)).toMatchObject({
      rows: [{ task: 'transpile' }],
      curves: [],
      probes: [{ run: 'transpile/naive/1' }],
      courses: [],
    });
  });

  it('of the bars are means over seeds at one temperature, methods without rows left out', () => {
    const bars = barsData({ ...all, rows: [...rows, resultOf('score', 4, { right: 0, fixed: 0, broken: 0 }, 1)] }, 0);
    expect(bars.map(({ name, seeds, problems }) => [name, seeds, problems])).toEqual([
      ['Base', 1, 1000],
      ['Naive RL', 1, 1000],
      ['SCoRe', 3, 1000],
    ]);
    const score = bars[2];
    expect(score.first).toEqual(fractionEstimate(0.6, 1000));
    expect(score.delta.value).toBeCloseTo(0.1, 12);
    // Values 9, 10 and 11 points: deviation 1, t = 4.303.
    expect(score.delta.high - 0.1).toBeCloseTo(0.04303 / Math.sqrt(3), 5);
  });

  it('of other bars are there where a method has rows that Figure 1 does not have', () => {
    const names = (which: OtherBars, more: ResultRow[] = []): string[] =>
      otherBarsData({ ...all, rows: [...rows, ...more] }, 0, which).map(({ name }) => name);
    const without = resultOf('score_no_bonus', 1, { right: 600, fixed: 20, broken: 10 }, 0);
    const leaky = resultOf('score_leaky', 1, { right: 10, fixed: 800, broken: 0 }, 0);
    expect([names('baselines'), names('ablations'), names('controls')]).toEqual([[], [], []]);
    expect(names('ablations', [without, leaky])).toEqual(['Base', 'Without the bonus', 'SCoRe']);
    expect(names('controls', [without, leaky])).toEqual(['Base', 'Leaky SCoRe', 'SCoRe']);
    expect(names('controls', [{ ...leaky, temperature: 1 }])).toEqual([]);
  });

  it('of the bars refuse a row that does not add up', () => {
    expect(() => barsData({ ...all, rows: [{ ...rows[3], delta: 0.3 }] }, 0)).toThrow('does not add up');
  });

  it('of the edit distances are shares of all problems', () => {
    const [base] = editDistancesData(all, 0);
    expect(base.shares.map(({ value }) => value)).toEqual([0.87, 0, 0, 0.13, 0, 0, 0, 0, 0, 0, 0]);
    expect(base.copiedWrong.value).toBe(0.45);
  });

  it('of edit distances in training stand beside those on held-out problems at its temperature', () => {
    const edits = trainingEditsData(all);
    expect(edits.map(({ name, problems, seeds }) => [name, problems, seeds])).toEqual([
      ['Naive RL, training', 4, 1],
      ['Naive RL, held out', 1000, 1],
      ['SCoRe, training', 4, 2],
      ['SCoRe, held out', 1000, 3],
    ]);
    const [training, heldOut] = edits;
    expect([training.shares[0].value, training.shares[3].value, training.copiedWrong.value]).toEqual([0.5, 0.5, 0.25]);
    expect(heldOut.shares).toEqual(editDistancesData(all, 1).find(({ name }) => name === 'Naive RL')!.shares);
    expect(trainingEditsData({ ...all, curves: [{ ...curves[0], training_edits: null }] })).toEqual([]);
  });

  it('of the curves are the training rows, with the stages of the method', () => {
    const [naive, score] = curvesData(all, ['naive', 'score']);
    expect(naive.runs[0].map(({ step, second }) => [step, second])).toEqual([[0, 0.5], [100, 0.6], [200, 0.7]]); // prettier-ignore
    expect([naive.boundaries, score.boundaries]).toEqual([[0, 200], [0, 100, 200]]); // prettier-ignore
    expect(score).toMatchObject({ problems: 256, seeds: 2, stageNames: ['Stage I', 'Stage II'] });
    // With four fifths of the updates in Stage I, as tasks may have it, the boundary lies there.
    const late = rows.map((row) => ({ ...row, config: { ...row.config, stageOneShare: 0.8 } }));
    expect(curvesData({ ...all, rows: late }, ['score'])[0].boundaries).toEqual([0, 160, 200]);
  });

  it('of the votes are means of every budget', () => {
    const [naive, score] = votingData(all);
    expect(score.points.map(({ budget, sequential }) => [budget, sequential.value])).toEqual([
      [2, expect.closeTo(0.57)],
      [4, expect.closeTo(0.6)],
      [8, expect.closeTo(0.63)],
      [16, expect.closeTo(0.66)],
      [32, expect.closeTo(0.69)],
    ]);
    expect([naive.seeds, score.seeds, score.problems]).toEqual([1, 2, 400]);
  });

  it('of the attempts are those at the temperature that is asked for', () => {
    const changed = probes.map((row) => ({ ...row, attempts: [row.attempts[0], { ...row.attempts[1], n: 7 }] }));
    expect(attemptsData({ ...all, probes: changed }, 0)[1]).toMatchObject({ name: 'SCoRe', problems: 400, look: 'solid' });
    expect(attemptsData({ ...all, probes: changed }, 1)[1].problems).toBe(7);
    expect(attemptsData(all, 0)[1].accuracies.map(({ value }) => value)).toEqual([0.5, expect.closeTo(0.63), expect.closeTo(0.65)]);
    const three = probeOf('score_three_turns', 1, 7);
    const drawn = attemptsData({ ...all, probes: [...probes, three] }, 0).map(({ name, look, trainedAttempts }) => [
      name,
      look,
      trainedAttempts,
    ]);
    expect(drawn).toEqual([
      ['Naive RL', 'dashed', undefined],
      ['SCoRe', 'solid', undefined],
      ['Three-turn SCoRe', 'long-dash', 3],
    ]);
  });

  it('of the correction rates leave out seeds without a wrong first answer', () => {
    const without = structuredClone(probes);
    without[1].first_attempt_sources.fixed_training = {
      ...without[1].first_attempt_sources.fixed_training,
      n_wrong: 0,
      correction_rate: null,
    };
    const [, score] = correctionRatesData({ ...all, probes: without });
    expect(score.sources.map(({ from, wrong, rate }) => [from, wrong, rate?.value])).toEqual([
      ['fixedTraining', 100, expect.closeTo(0.36)],
      ['fixedHeldOut', 200, expect.closeTo(0.25)],
      ['ownHeldOut', 200, expect.closeTo(0.15)],
    ]);
  });

  it('of the correction course are the rates of every source at every evaluation', () => {
    const [pairs, score] = correctionCourseData(all);
    expect([pairs.name, score.name]).toEqual(['Pair-SFT', 'SCoRe']);
    expect(pairs).toMatchObject({ problems: 500, seeds: 1 });
    const found = pairs.courses.map(({ from, points }) => [from, points.map(({ step, rate }) => [step, rate?.value])]);
    // prettier-ignore
    expect(found).toEqual([
      ['fixedTraining', [[0, 0.2], [100, 0.6], [200, 0.7]]],
      ['fixedHeldOut', [[0, 0.2], [100, 0.24], [200, 0.25]]],
      ['ownHeldOut', [[0, 0.3], [100, 0.12], [200, undefined]]],
    ]);
    expect(score.courses[0].points[1].rate).toEqual(fractionEstimate(0.4, 200));
  });

  it('of the levels say which have no problems', () => {
    const [, score] = levelTransitionsData(all);
    expect(score.levels[1]).toMatchObject({ level: 2, n: 100, fixed: { value: expect.closeTo(0.13) as number }, broken: { value: 0.02 } });
    expect(score.levels[4]).toMatchObject({ level: 5, n: 0, fixed: null, broken: null });
  });
});

describe('the report', () => {
  it('shows a figure where its rows are, with n, the rows and the command', () => {
    const { document, figures } = reportOf(rows, curves, probes);
    for (const { file, drawing } of figures) expect(document.includes(`](figures/${file})`)).toBe(drawing !== null);
    expect(document).toContain('n = 1,000 problems; seeds: Base 1, Naive RL 1, SCoRe 3.');
    expect(document).toContain('n = 256 episodes per point; seeds: Naive RL 1, SCoRe 2.');
    expect(document).toContain('from `voting` in the rows of `addition` in `results/probes.jsonl`');
    expect(document).toContain('Not drawn, as their rows are not in yet: Figure 9');
  });

  it('says which problems the probes of a figure ask, the same for all seeds of an arm', () => {
    const asked = (from: readonly ProbeRow[]): string[] =>
      [...reportOf(rows, [], from).document.matchAll(/Asked[:,][^.]*\./g)].map(([sentence]) => sentence);
    const five = <T>(each: T): T[] => Array.from({ length: 5 }, () => each);
    expect(asked(probes)).toEqual(five('Asked: held-out problems that runs evaluate on.'));
    expect(asked([probeOf('naive', 1, 0, 'report'), probeOf('score', 2, 0, 'report')])).toEqual(
      five('Asked: held-out problems for reports alone.'),
    );
    expect(asked([...probes, probeOf('score', 3, 0, 'watched'), probeOf('score', 4, 0, 'report')])).toEqual(
      five('Asked: held-out problems that runs evaluate on.'),
    );
    // An arm that was asked others alone is shown with those.
    expect(asked([...probes, probeOf('score_three_turns', 1, 0, 'report')])).toContain(
      'Asked, by seeds: held-out problems that runs evaluate on (Naive RL 1, SCoRe 2), and those for reports alone (Three-turn SCoRe 1).',
    );
  });

  it('says in one line which figures have no rows', () => {
    const { document, figures } = reportOf(rows, []);
    expect(document).toContain(
      'Not drawn, as their rows are not in yet: Figure 1, right: majority votes; Figure 5, the end of training: correction of fixed first answers and of a model’s own; Figure 7',
    );
    expect(figures.filter(({ drawing }) => drawing).map(({ file }) => file)).toEqual([
      ...['greedy', 't1'].flatMap((when) => [`bars-addition-${when}.svg`, `edits-addition-${when}.svg`]),
      ...['phase-addition-greedy.svg', 'phase-addition-t1.svg', 'causes.svg'],
    ]);
  });

  it('names every file once', () => {
    const files = reportOf(rows, curves, probes).figures.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
  });
});

/** The first mistake in the nesting, the attributes or the entities of an XML document; null where there is none. */
function malformed(xml: string): string | null {
  const open: string[] = [];
  for (const [tag, text] of xml.matchAll(/<[^>]*>|([^<]+)|</g)) {
    const escaped = (tag.startsWith('<') ? tag : text).replace(/&(amp|lt|gt|quot|apos|#\d+);/g, '');
    if (escaped.includes('&')) return tag;
    if (!tag.startsWith('<')) continue;
    const [, closes, name, attributes, alone] = /^<(\/?)([a-z][\w-]*)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/?)>$/.exec(tag) ?? [];
    if (!name || (closes && attributes)) return tag;
    if (closes && open.pop() !== name) return tag;
    if (!closes && !alone) open.push(name);
  }
  return open.length === 0 ? null : `<${open.join('><')}> is left open`;
}

describe('the figures', () => {
  const withThree = [...probes, probeOf('score_three_turns', 1, 7)];
  const others = ['self_refine', 'score_no_bonus', 'score_leaky'].flatMap((arm) =>
    [0, 1].map((temperature) => resultOf(arm, 1, { right: 500, fixed: 40, broken: 30 }, temperature)),
  );
  const { figures } = reportOf([...rows, ...others], [...curves, curveOf('naive_discounted', 1, [0.5, 0.6])], withThree, courses);
  const drawn = new Map<string, string>();
  beforeAll(async () => {
    const there = figures.flatMap(({ file, drawing }) => (drawing ? [{ file, drawing }] : []));
    const documents = await drawFigures(there.map(({ drawing }) => drawing));
    there.forEach(({ file }, index) => drawn.set(file, documents[index]));
  });

  it('are all drawn', () => {
    expect([...drawn.keys()]).toEqual(figures.map(({ file }) => file));
    expect(drawn.size).toBe(22);
  });

  it('are well-formed documents of one svg element each', () => {
    for (const [file, svg] of drawn) {
      expect(malformed(svg), file).toBeNull();
      expect(svg, file).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    }
    expect(['<a><b></a></b>', '<a', '<a b=c></a>', '<a>&nbsp;</a>', '<a>'].map(malformed)).not.toContain(null);
  });

  it('stand alone: white paper, no script, no address but the namespace, no property of the page, no number that is none', () => {
    for (const [file, svg] of drawn) {
      expect(svg, file).toContain('<rect width="100%" height="100%" fill="#ffffff"/>');
      expect(svg.replace('http://www.w3.org/2000/svg', ''), file).not.toMatch(
        /<script|href|https?:|@import|var\(|NaN|Infinity|undefined|\bon\w+=/,
      );
      for (const [, id] of svg.matchAll(/url\(#(\w+)\)/g)) expect(svg, file).toContain(`id="${id}"`);
    }
  });

  it('of attempts in a row have a marker of its own for every method', () => {
    const svg = drawn.get('attempts-addition-greedy.svg')!;
    const drawnAs = [/<rect class="loss /g, /<circle class="gain /g, /<path class="gain [^>]*l5 5l-5 5l-5 -5z/g];
    expect(drawnAs.map((marker) => [...svg.matchAll(marker)].length)).toEqual([3, 3, 3]);
    expect(svg).toContain('stroke-dasharray="14 4"');
  });

  it.each([
    ['bars-addition-greedy.svg', ['Base', 'Naive RL', 'SCoRe', 'first', 'second', '70%', 'Δ −3.0 ± 2.2', 'Δ +10.0 ± 2.5']],
    ['ablations-addition-greedy.svg', ['Base', 'Without the bonus', 'SCoRe', '51%', 'Δ +1.0 ± 1.6']],
    ['voting-addition.svg', ['SCoRe', 'samples per problem', '2', '32', 'sequential 69%', 'parallel 58%']],
    ['edits-addition-greedy.svg', ['SCoRe', '87% copies', 'edit distance →', '=']],
    ['curves-addition.svg', ['Naive RL', 'SCoRe', 'Stage I', 'Stage II', 'second 85%', 'first 50%', 'step 0', '200', '20%']],
    ['discount-addition.svg', ['Naive RL', 'Discounted RL']],
    ['corrections-addition.svg', ['Naive RL', 'fixed, training', 'fixed, held out', 'its own, held out', '10%', '35%']],
    ['correction-course-addition.svg', ['Pair-SFT', 'SCoRe', 'step 0', '200', 'training 70%', 'held out 38%', 'its own 12%']],
    ['levels-addition.svg', ['↑ fixed, Δi→c', '↓ broke, Δc→i', 'level 1', 'n 100', 'none']],
    ['phase-addition-greedy.svg', ['problems to learn from →', 'fresh', '+5.1', 'Δ naive −0.1', 'Δ SCoRe +9.0', '–']],
    ['causes.svg', ['SCoRe gains', 'edit selectivity of the base, points →', 'Addition: +5.1']],
    ['attempts-addition-greedy.svg', ['attempt', '3', 'SCoRe 65%', 'Naive RL 60%', 'Three-turn SCoRe 67%']],
  ])('%s has its labels', (file, labels) => {
    const texts = [...drawn.get(file)!.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text.trim());
    for (const label of labels) expect(texts).toContain(label);
  });
});
