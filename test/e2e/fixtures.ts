/** Synthetic recordings for the tests of the page. Their numbers are made up: nothing was trained. */
import { histogramBins } from '../../workers/measures/outcome.ts';
import { defaultOptions, stageAt, stagesOf } from '../../workers/protocol.ts';
import type { EpisodeView, EvaluationEvent, EvaluationRow, Recording } from '../../workers/protocol.ts';

const n = 1000;

const whole = (share: number): number => Math.round(share * n);

/** A row with these counts of problems, consistent in every sum. */
function row(
  step: number,
  stage: string,
  temperature: number,
  firstRight: number,
  fixed: number,
  broken: number,
  changed: number,
): EvaluationRow {
  const bins = histogramBins - 1;
  const weights = Array.from({ length: bins }, (_, index) => bins - index);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bars = weights.map((weight) => Math.floor((changed * weight) / total));
  bars[0] += changed - bars.reduce((sum, bar) => sum + bar, 0);
  const stayedWrong = n - firstRight - fixed;
  return {
    step,
    stage,
    split: 'heldout',
    temperature,
    n,
    acc_t1: firstRight / n,
    acc_t2: (firstRight + fixed - broken) / n,
    delta: (fixed - broken) / n,
    i_to_c: fixed / n,
    c_to_i: broken / n,
    change_rate: changed / n,
    copied_wrong: Math.max(0, stayedWrong - Math.round(Math.max(0, changed - fixed - broken) * 0.7)) / n,
    edit_histogram: [n - changed, ...bars],
    kl_t1: 0.1,
    kl_t2: 0.2,
    entropy_t1: 2,
    entropy_t2: 1.5,
  };
}

type Answers = [first: string, second: string];

function episode(
  prompt: string,
  expected: string,
  note: string,
  answers: Answers,
  tokensOf: (answer: string) => string[],
  program: (answer: string) => string,
): EpisodeView {
  const attempts = answers.map((answer) => {
    const right = answer === expected;
    return {
      tokens: tokensOf(answer),
      right,
      verdict: right ? ('pass' as const) : ('fail' as const),
      program: program(answer),
      // As the grader says it: what nobody knows would be looked for among the sentences that are seldom heard.
      result: `returned ${answer}`,
    };
  });
  return { prompt, expected, note, attempts: [attempts[0], attempts[1]] };
}

const digits = (answer: string): string[] => [...answer];
const expression = (answer: string): string[] => [...answer, ...Array<string>(Math.max(0, 16 - answer.length)).fill('')].slice(0, 16);
const sum = (answer: string): string => `()=>${Number(answer)}`;
const arrow = (answer: string): string => `(a,b,c,d,e)=>${answer}`;

const problems = {
  addition: {
    naive: [
      ['48157+51846=', '100003', '5 carries in a row', ['099903', '099903']],
      ['27364+62637=', '090001', '4 carries in a row', ['089901', '089901']],
      ['70219+18342=', '088561', '1 carry', ['088561', '088561']],
      ['35478+14526=', '050004', '4 carries in a row', ['050004', '050004']],
      ['84637+15369=', '100006', '5 carries in a row', ['100006', '100006']],
    ],
    score: [
      ['48157+51846=', '100003', '5 carries in a row', ['099903', '100003']],
      ['27364+62637=', '090001', '4 carries in a row', ['089901', '090001']],
      ['70219+18342=', '088561', '1 carry', ['088561', '088561']],
      ['35478+14526=', '050004', '4 carries in a row', ['050004', '050004']],
      ['84637+15369=', '100006', '5 carries in a row', ['100006', '099906']],
    ],
  },
  transpile: {
    naive: [
      ['e c + b d - * a -', '(e+c)*(b-d)-a', '2 pairs of parentheses', ['e+c*(b-d)-a', 'e+c*(b-d)-a']],
      ['b a c + - d - e +', 'b-(a+c)-d+e', '1 pair of parentheses', ['b-a+c-d+e', 'b-a+c-d+e']],
      ['a b + c + d + e +', 'a+b+c+d+e', 'no parentheses', ['a+b+c+d+e', 'a+b+c+d+e']],
    ],
    score: [
      ['e c + b d - * a -', '(e+c)*(b-d)-a', '2 pairs of parentheses', ['e+c*(b-d)-a', '(e+c)*(b-d)-a']],
      ['b a c + - d - e +', 'b-(a+c)-d+e', '1 pair of parentheses', ['b-a+c-d+e', 'b-(a+c)-d+e']],
      ['a b + c + d + e +', 'a+b+c+d+e', 'no parentheses', ['a+b+c+d+e', '((a+b)*(c+d)-e)']],
    ],
  },
} satisfies Record<string, Record<string, [string, string, string, Answers][]>>;

type TaskId = keyof typeof problems;
type Pair = 'naive' | 'score';

function views(task: TaskId, method: Pair, atBase: boolean): EpisodeView[] {
  return problems[task][method].map(([prompt, expected, note, [first, second]]) => {
    const answers: Answers = atBase ? [first, first] : [first, second];
    return task === 'addition'
      ? episode(prompt, expected, note, answers, digits, sum)
      : episode(prompt, expected, note, answers, expression, arrow);
  });
}

/** Up and down by a few problems, so that the lines are not straight. */
const wobble = (index: number): number => [0, 13, -18, 9, -11, 16, -6, 4, -15, 10, 0][index % 11];

function rowsAt(method: Pair, index: number, share: number, step: number, stage: string): EvaluationRow[] {
  return [1, 0].map((temperature) => {
    const start = temperature === 1 ? 0.53 : 0.7;
    const gain = method === 'naive' ? 0.1 : 0.03;
    const first = whole(start + gain * share) + (index ? wobble(index) : 0);
    const changed = whole((temperature === 1 ? 0.52 : 0.2) * (method === 'naive' ? 1 - 0.75 * share : 1 - 0.25 * share));
    const fixed = whole(method === 'naive' ? 0.13 - 0.1 * share : 0.13 + 0.08 * share * (temperature === 1 ? 1 : 0.6));
    const broken = whole(method === 'naive' ? 0.14 - 0.11 * share : 0.14 - 0.08 * share);
    return row(step, stage, temperature, first, Math.min(fixed, n - first), broken, Math.max(changed, fixed + broken));
  });
}

function recording(task: TaskId, method: Pair, evaluations: number): Recording {
  const options = defaultOptions(task, method);
  const stages = stagesOf(options);
  const events = Array.from({ length: evaluations }, (_, index): EvaluationEvent => {
    const share = index / (evaluations - 1);
    const step = options.steps * share;
    const stage = step === 0 ? 'base' : stages[stageAt(stages, options.steps, step - 1)].name;
    const shown = views(task, method, index === 0);
    return {
      kind: 'evaluation',
      id: 'synthetic',
      step,
      rows: rowsAt(method, index, share, step, stage),
      episodes: [
        { temperature: 0, views: shown },
        { temperature: 1, views: shown },
      ],
    };
  });
  return {
    options,
    command: `none: synthetic, ${method}`,
    backend: 'webgpu',
    adapter: 'a synthetic GPU',
    seconds: 45,
    model: `${method}.safetensors`,
    evaluations: events,
  };
}

/** What `recordings/<task>.json` would hold. */
export const syntheticRecordings = (task: TaskId, evaluations = 11): Recording[] => [
  recording(task, 'naive', evaluations),
  recording(task, 'score', evaluations),
];
