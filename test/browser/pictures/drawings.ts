/** The pictures and the fixed data that their snapshots are drawn from. The numbers are made up: nothing was trained. */
import { createRawSnippet, type Component } from 'svelte';
import Accuracy from '../../../src/pictures/accuracy/Accuracy.svelte';
import Attempts from '../../../src/pictures/attempts/Attempts.svelte';
import Attention from '../../../src/pictures/attention/Attention.svelte';
import Bars from '../../../src/pictures/bars/Bars.svelte';
import Causes from '../../../src/pictures/causes/Causes.svelte';
import ChangeRate from '../../../src/pictures/changeRate/ChangeRate.svelte';
import CorrectionCourse from '../../../src/pictures/correctionCourse/CorrectionCourse.svelte';
import CorrectionRates from '../../../src/pictures/correctionRates/CorrectionRates.svelte';
import Curves from '../../../src/pictures/curves/Curves.svelte';
import Drift from '../../../src/pictures/drift/Drift.svelte';
import EditDistances from '../../../src/pictures/editDistances/EditDistances.svelte';
import Histogram from '../../../src/pictures/histogram/Histogram.svelte';
import { sharedDomains } from '../../../src/pictures/kit/domains.ts';
import type { PictureInput } from '../../../src/pictures/kit/picture.ts';
import Lanes from '../../../src/pictures/lanes/Lanes.svelte';
import LevelTransitions from '../../../src/pictures/levelTransitions/LevelTransitions.svelte';
import Paid from '../../../src/pictures/paid/Paid.svelte';
import Phase from '../../../src/pictures/phase/Phase.svelte';
import Portrait from '../../../src/pictures/portrait/Portrait.svelte';
import { rewardRows, type RewardCell } from '../../../src/pictures/rewardMap/geometry.ts';
import RewardMap from '../../../src/pictures/rewardMap/RewardMap.svelte';
import ColouredMaps from '../../../src/pictures/rollouts/ColouredMaps.svelte';
import Mark from '../../../src/pictures/rollouts/Mark.svelte';
import Programs from '../../../src/pictures/rollouts/Programs.svelte';
import { readEpisode } from '../../../src/pictures/rollouts/reading.ts';
import Tape from '../../../src/pictures/rollouts/Tape.svelte';
import Swap from '../../../src/pictures/swap/Swap.svelte';
import Transitions from '../../../src/pictures/transitions/Transitions.svelte';
import Voting from '../../../src/pictures/voting/Voting.svelte';
import type { Look } from '../../../src/pictures/kit/looks.ts';
import type { AskedPart, EvaluationRow } from '../../../workers/protocol.ts';
import { defaultOptions, stageBoundaries, stagesOf } from '../../../workers/protocol.ts';
import { syntheticRecordings } from '../../e2e/fixtures.ts';

export interface Drawing {
  /** In the names of its files. */
  name: string;
  /** Of the component in src/pictures. */
  path: string;
  component: unknown;
  props: Record<string, unknown>;
  /** Pixels of the column that it is drawn in. */
  widths: readonly number[];
  /** A chart draws itself from its file; of a table or a line of text the file is its markup. */
  kind: 'svg' | 'html';
  /** Whether the width is one of its properties; other pictures ask the browser. */
  takesWidth: boolean;
}

/** A picture of a run asks the browser how wide its column is; one of the study is told. */
const measuring = <Props extends Record<string, unknown>>(
  path: string,
  component: Component<Props>,
  props: Props,
  widths: readonly number[] = [520, 200],
  name = path.split('/')[0],
): Drawing => ({ name, path, component, props, widths, kind: 'svg', takesWidth: false });

const told = <Props extends { width: number }>(
  path: string,
  component: Component<Props>,
  props: Omit<Props, 'width'>,
  widths: readonly number[] = [720, 320],
  name = path.split('/')[0],
): Drawing => ({ name, path, component, props, widths, kind: 'svg', takesWidth: true });

const written = <Props extends Record<string, unknown>>(
  path: string,
  component: Component<Props>,
  props: Props,
  name = path.split('/')[0],
): Drawing => ({ name, path, component, props, widths: [520], kind: 'html', takesWidth: false });

const near = (value: number, half = 0.02) => ({ value, low: value - half, high: value + half });
const sample = (name: string) => ({ name, problems: 500, seeds: 5 });

/** SCoRe's rows of the synthetic recording, drifting from the base. */
const scoreRows: EvaluationRow[] = syntheticRecordings('addition')[1].evaluations.map(({ rows, step }) => ({
  ...rows[0],
  ...{ kl_t1: step / 5000, kl_t2: step === 0 ? 0 : Math.sqrt(step) / 60 },
  ...{ entropy_t1: 2.2 - step / 400, entropy_t2: 1.6 - step / 700 },
}));
const domains = sharedDomains(scoreRows);
const ofRun = (step: number): PictureInput => ({
  ...{ name: 'SCoRe', rows: scoreRows, step, steps: 500 },
  ...{ boundaries: [0, 250, 500], stageNames: ['Stage I', 'Stage II'] },
});
/** Between two evaluations of the second stage, so that what is behind the playhead differs from what is before it. */
const amid = ofRun(430);
const caption = 'n = 1,000';

const method = (id: string, options = { ...defaultOptions('addition', id), stageOneShare: 0.5 }) => ({
  name: id,
  rows: rewardRows(stagesOf(options), stageBoundaries(stagesOf(options), 500), options),
  isChanged: ({ coefficients }: RewardCell) => coefficients.includes('alpha'),
  coefficient: createRawSnippet((key: () => string) => ({ render: () => `<i>${key()}</i>` })),
  choice: createRawSnippet((cell: () => RewardCell) => ({ render: () => `<button>${cell().reward}</button>` })),
});

const episode = (tokens: [string, string], right: [boolean, boolean]) => ({
  ...{ prompt: '48157+51846=', expected: '100003', note: '5 carries in a row' },
  attempts: [0, 1].map((turn) => ({
    ...{ tokens: [...tokens[turn]], right: right[turn], verdict: right[turn] ? ('pass' as const) : ('fail' as const) },
    ...{
      program: turn === 0 && tokens[0] === '' ? '' : `()=>${tokens[turn]}`,
      result: right[turn] ? '100003' : `${tokens[turn]}, not 100003`,
    },
  })) as [never, never],
});
const fixed = episode(['099903', '100003'], [false, true]);
const broken = episode(['100003', '099903'], [true, false]);
const map = {
  regions: 4,
  borders: [[0, 1], [1, 2], [1, 3], [2, 3]] as [number, number][], // prettier-ignore
  coasts: [{ region: 0, colour: 'B' }],
};

const position = (text: string, part: AskedPart) => ({ id: 0, text, isEnd: false, part });
const attended = {
  positions: [position('4', 'prompt'), position('+', 'prompt'), position('5', 'prompt'), position('0', 'first'), position('8', 'first'), position('/', 'separator'), position('0', 'second')], // prettier-ignore
  weights: [
    [
      [
        [0.1, 0.1, 0.1, 0.2, 0.4, 0.1, 0],
        [0.05, 0, 0.05, 0.1, 0.6, 0.1, 0.1],
      ],
    ],
  ],
};

const looks: Look[] = ['solid', 'dashed', 'dotted', 'dash-dot', 'long-dash'];
const curve = (gain: number, seed: number) =>
  [0, 100, 200, 300, 400, 500].map((step) => ({
    ...{ step, first: 0.5 + step / 4000 + seed / 100, second: 0.48 + (gain * step) / 500 + seed / 80 },
    changed: 0.5 - ((0.6 - gain) * step) / 1000 + seed / 100,
  }));
const level = (number: number, up: number | null, down: number | null) => ({
  ...{ level: number, n: up === null ? 0 : 100 },
  ...{ fixed: up === null ? null : near(up, 0.01), broken: down === null ? null : near(down, 0.01) },
});
const swapped = (source: 'own' | 'base' | 'right' | 'wrong' | 'another', fed: number, second: number) => ({
  ...{ source, n: 200, fed: near(fed, 0), second: near(second), changed: near(0.3) },
  fixed: source === 'right' ? null : near(0.6),
  kept: source === 'wrong' ? null : near(0.9),
});
const rates = (name: string) => ({
  ...sample(name),
  sources: [
    { from: 'fixedTraining' as const, wrong: 210, rate: near(0.31) },
    { from: 'fixedHeldOut' as const, wrong: 190, rate: near(0.18) },
    { from: 'ownHeldOut' as const, wrong: 0, rate: null },
  ],
});
const course = (name: string, own: number) => ({
  ...sample(name),
  courses: (['fixedTraining', 'fixedHeldOut', 'ownHeldOut'] as const).map((from, index) => ({
    from,
    points: [0, 250, 500].map((step) => ({
      step,
      rate: from === 'ownHeldOut' && step === 500 ? null : near(0.2 + (own * step) / 500 - 0.05 * index),
    })),
  })),
});
const bars = (name: string, first: number, second: number) => ({
  ...{ ...sample(name), first: near(first), second: near(second) },
  delta: near(second - first, 0.01),
});
const base = (name: string, selectivity: number, fixRate: number, gain: number) => ({
  ...{ ...sample(name), selectivity, fixRate },
  gain: near(gain),
});
const cell = (pool: number, copyShare: number, gain: number | null, seeds = 5) => ({
  ...{ pool, copyShare },
  comparison: gain === null ? null : { problems: 1000, seeds, gain: near(gain), naive: 0.01, score: 0.01 + gain },
});

export const drawings: readonly Drawing[] = [
  measuring('accuracy/Accuracy', Accuracy, { input: amid, domain: domains.accuracy, caption }),
  measuring('portrait/Portrait', Portrait, { input: amid, domain: domains.portrait, caption }, [280, 170]),
  measuring('histogram/Histogram', Histogram, { input: amid, domain: domains.histogram, caption }, [260, 170]),
  measuring('transitions/Transitions', Transitions, { input: amid, caption }),
  measuring('changeRate/ChangeRate', ChangeRate, { input: amid, domain: domains.change, low: false }, [200]),
  measuring('changeRate/ChangeRate', ChangeRate, { input: amid, domain: domains.change, low: true }, [130], 'changeRate-low'),
  measuring('drift/Drift', Drift, { input: amid, domains, temperature: 'temperature 1' }),
  measuring(
    'lanes/Lanes',
    Lanes,
    {
      lanes: [
        {
          name: 'Naive RL',
          boundaries: [0, 500],
          stageNames: ['One stage'],
          done: 500,
          onset: { step: 150, tone: 'loss', what: 'copies' },
        },
        { name: 'SCoRe', boundaries: [0, 250, 500], stageNames: ['Stage I', 'Stage II'], done: 450, onset: { step: 300, tone: 'gain', what: 'corrects' } }, // prettier-ignore
      ],
      ...{ step: 430, steps: 500 },
    },
    [900, 358],
  ),
  written('rewardMap/RewardMap', RewardMap, method('score')),
  written('rewardMap/RewardMap', RewardMap, method('naive'), 'rewardMap-naive'),
  written('paid/Paid', Paid, {
    problem: {
      ...{ prompt: '48+51=', stage: 'Stage II', turns: 'first two' },
      episodes: [
          [{ tokens: ['0', '9', '8'], right: false, advantage: -1.25 }, { tokens: ['0', '9', '9'], right: true, advantage: 5.5 }],
          [{ tokens: ['0', '9', '9'], right: true, advantage: 0 }, { tokens: [], right: false, advantage: null }],
        ], // prettier-ignore
    },
    step: 430,
  }),
  written('rollouts/Tape', Tape, { view: fixed, reading: readEpisode(fixed, true), large: true }, 'tape-fixed'),
  written('rollouts/Tape', Tape, { view: broken, reading: readEpisode(broken, true) }, 'tape-broken'),
  written('rollouts/Programs', Programs, { view: fixed }, 'programs'),
  written(
    'rollouts/ColouredMaps',
    ColouredMaps,
    { view: { ...episode(['AABA', 'ABCA'], [false, true]) }, map, large: true },
    'colouredMaps',
  ),
  measuring('rollouts/Mark', Mark, { right: true }, [20], 'mark-right'),
  measuring('rollouts/Mark', Mark, { right: false }, [20], 'mark-wrong'),
  told('attempts/Attempts', Attempts, {
    data: looks.map((look, index) => ({
      ...{ ...sample(`Method ${index + 1}`), look },
      accuracies: [0.5, 0.55, 0.58].map((value) => near(value + index / 25)),
      ...(index === 1 && { trainedAttempts: 3 as const }),
    })),
  }),
  told('attention/Attention', Attention, { data: attended, written: ['0', '9'], rows: attended.weights[0][0] }, [520, 240]),
  told('bars/Bars', Bars, { data: [bars('Base', 0.5, 0.4), bars('Naive RL', 0.6, 0.6), bars('SCoRe', 0.6, 0.72)] }),
  told('causes/Causes', Causes, {
    data: [base('Addition', 0.2, 0.2, 0.08), base('Addition, copy share 0.9', 0.19, 0.205, -0.05), base('Recall', 0.01, 0.195, 0.01)],
  }),
  told('correctionCourse/CorrectionCourse', CorrectionCourse, { data: [course('Pair-SFT', 0.5), course('SCoRe', 0.25)] }),
  told('correctionRates/CorrectionRates', CorrectionRates, { data: [rates('Pair-SFT'), rates('SCoRe')] }),
  told('curves/Curves', Curves, {
    data: ['Naive RL', 'SCoRe'].map((name, index) => ({
      ...{ name, problems: 256, seeds: 2, runs: [curve(0.1 + 0.2 * index, 0), curve(0.1 + 0.2 * index, 1)] },
      boundaries: index === 0 ? [0, 500] : [0, 250, 500],
      stageNames: index === 0 ? ['One stage'] : ['Stage I', 'Stage II'],
    })),
  }),
  told('editDistances/EditDistances', EditDistances, {
    data: [
      ['Base', 0.4],
      ['Naive RL', 0.9],
      ['SCoRe', 0.6],
    ].map(([name, copies]) => ({
      ...sample(String(name)),
      shares: [near(Number(copies)), ...Array.from({ length: 10 }, (_, bin) => near(((1 - Number(copies)) * (10 - bin)) / 55, 0.005))],
      copiedWrong: near(Number(copies) / 2),
    })),
  }),
  told('levelTransitions/LevelTransitions', LevelTransitions, {
    data: [
      { ...sample('Naive RL'), levels: [level(1, 0.02, 0.01), level(2, 0.03, 0.04), level(3, null, null)] },
      { ...sample('SCoRe'), levels: [level(1, 0.1, 0.05), level(2, 0.05, 0.08), level(3, 0.12, 0)] },
    ],
  }),
  told('phase/Phase', Phase, {
    data: [
      cell(64, 0.5, 0.031),
      cell(512, 0.5, -0.05),
      cell(0, 0.5, 0.01),
      cell(64, 0.9, null),
      cell(512, 0.9, 0.2, 1),
      cell(0, 0.9, 0.09),
    ],
  }),
  told('swap/Swap', Swap, {
    data: ['Greedy', 'Temperature 1'].map((name, index) => ({
      ...{ name, problems: 200, seeds: 1 },
      sources: [swapped('own', 0.5, 0.6 - index / 10), swapped('base', 0.4, 0.35), swapped('right', 1, 0.8), swapped('wrong', 0, 0.5), swapped('another', 0, 0.25)], // prettier-ignore
    })),
  }),
  told('voting/Voting', Voting, {
    data: ['Naive RL', 'SCoRe'].map((name, index) => ({
      ...sample(name),
      points: [2, 4, 8, 16, 32].map((budget, doubling) => ({
        ...{ budget, parallel: near(0.5 + 0.02 * doubling) },
        sequential: near(0.5 + 0.04 * index + 0.02 * doubling),
      })),
    })),
  }),
];
