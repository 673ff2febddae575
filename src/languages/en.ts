/**
 * Every word of the page in English, by the room it is read in. Its type is what any other language has to say. `{name}` is a place that a
 * component fills, wherever in the sentence it stands.
 */
import {
  methods,
  optionChoices,
  taskLabels,
  type Method,
  type NumberOption,
  type ProbeName,
  type RunOptions,
} from '../../workers/protocol.ts';
import type { SecondAnswerMode } from '../../workers/measures/collapse.ts';
import { heardInEnglish } from './heardInEnglish.ts';

const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);
const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${plural(count, one, many)}`;
/** As the formats write a number, with its thousands apart. */
const sized = (text: string, one: string, many = `${one}s`): string => `${text} ${text === '1' ? one : many}`;

export interface TaskWords {
  name: string;
  whySecondLook: string;
  dials: Record<string, { label: string; hint: string }>;
}

interface MethodWords {
  name: string;
  short: string;
}

type MethodId = (typeof methods)[number]['id'];

/** An option that is a word: in a menu, beside a run's name, and in a sentence about the run. */
interface Choice {
  menu: string;
  mark: string;
  sentence: string;
}

function klChoice(menu: string): Choice {
  const isBroken = menu.startsWith('Broken');
  const meaning = menu.replace(/^\w+: /, '');
  return {
    menu,
    mark: isBroken ? 'KL broken on purpose' : 'KL exact',
    sentence: `The gradient of the KL is ${isBroken ? 'broken on purpose' : 'exact'}: ${meaning}.`,
  };
}

const estimatorChoice = (menu: string): Choice => ({
  menu,
  mark: menu.replace(/(:| \().*$/, ''),
  sentence: `Advantage: ${menu.replace(': ', ', ')}.`,
});

/** The workers' own words, which are English, by what names them. */
const choices = {
  estimator: Object.fromEntries(Object.entries(optionChoices.estimator).map(([key, menu]) => [key, estimatorChoice(menu)])),
  klGradient: Object.fromEntries(Object.entries(optionChoices.klGradient).map(([key, menu]) => [key, klChoice(menu)])),
} as { estimator: Record<RunOptions['estimator'], Choice>; klGradient: Record<RunOptions['klGradient'], Choice> };

const methodWords = Object.fromEntries(methods.map(({ id, name, short }: Method) => [id, { name, short }])) as Record<
  MethodId,
  MethodWords
>;

const taskWords: Record<string, TaskWords> = Object.fromEntries(
  taskLabels.map(({ id, name, whySecondLook, dials }) => [
    id,
    { name, whySecondLook, dials: Object.fromEntries(dials.map(({ key, label, hint }) => [key, { label, hint }])) },
  ]),
);

const optionWords: Record<NumberOption, { label: string; hint: string }> = {
  seed: { label: 'Seed', hint: 'Same seed, same run.' },
  steps: { label: 'Updates', hint: 'Updates of each run.' },
  stageOneShare: { label: 'Share of Stage I', hint: 'Of the updates, where a method has two stages.' },
  alpha: { label: 'α', hint: 'What Stage II pays for progress from the first answer to the second.' },
  gamma: { label: 'γ', hint: 'Share of the second answer’s reward that the first is credited with. Above 1/α it is paid to fail.' },
  beta1: { label: 'β₁', hint: 'The pull to the base where an answer may move.' },
  beta2: { label: 'β₂', hint: 'The pull that holds Stage I’s first answer at the base.' },
  pool: { label: 'Training problems', hint: 'A finite pool to train on; 0 draws fresh problems for ever.' },
  batch: { label: 'Batch', hint: 'Episodes per update; a multiple of the group.' },
  group: { label: 'Group', hint: 'Episodes per problem, each other’s baseline.' },
  branches: { label: 'Branches', hint: 'Second answers to each first one, where the estimator is a tree.' },
  baseFirstShare: { label: 'Base first answers', hint: 'Share of them in SCoRe with base first attempts mixed in.' },
  learningRate: { label: 'Learning rate', hint: 'In the first half of the run.' },
  lateLearningRate: { label: 'Late learning rate', hint: 'In the second half.' },
  warmUp: { label: 'Warm-up', hint: 'Updates over which the learning rate rises from zero.' },
  gradientNorm: { label: 'Gradient norm', hint: 'Larger gradients are scaled down to it.' },
  temperature: { label: 'Sampling temperature', hint: 'Of the answers it trains on.' },
  evaluateEvery: { label: 'Evaluate every', hint: 'Updates between two evaluations.' },
  heldOut: { label: 'Held-out problems', hint: 'Asked at every evaluation, never trained on.' },
  layers: { label: 'Layers', hint: 'Transformer blocks.' },
  heads: { label: 'Heads', hint: 'Attention heads; they divide the width.' },
  width: { label: 'Width', hint: 'Numbers per token.' },
  baseAccuracy: { label: 'Base accuracy', hint: 'Pretraining stops when this share of single answers is right.' },
  pretrainSteps: { label: 'Pretraining updates', hint: 'At most so many, on single answers.' },
  secondLookSteps: { label: 'Second-look updates', hint: 'Then so many on the form of a second answer.' },
  copyShare: { label: 'Copies in pretraining', hint: 'Share of second answers that repeat the first.' },
  baseSeed: { label: 'Base seed', hint: 'Seed of the base model.' },
};

const probeNames: Record<ProbeName, string> = {
  evaluations: 'both answers to every problem',
  swap_test: 'other first answers in the place of its own',
  voting: 'majority votes',
  attempts: 'ten attempts in a row',
  first_attempt_sources: 'mistakes of the base and its own',
  levels: 'problems by level',
  diversity: 'how many different answers it gives',
};

/** What the swap test says of second answers: the end of a sentence about them, and what it means. */
const verdicts: Record<SecondAnswerMode, { word: string; meaning: string }> = {
  copy: { word: 'copies', meaning: 'The second answer repeats the first, whoever wrote it and whether it is right.' },
  ignore: { word: 'ignores', meaning: 'The second answer is as often right whatever the first one was: it does not read it.' },
  flip: { word: 'flips', meaning: 'It changes right answers as readily as wrong ones: it does not know which are which.' },
  corrects: { word: 'corrects', meaning: 'It changes wrong answers more readily than right ones, and gains on its own.' },
  unclear: {
    word: 'no verdict',
    meaning: 'It fits none of copies, ignores, flips and corrects for certain: each asks that whole 95% intervals lie where they should.',
  },
};

const en = {
  title: 'Second Thoughts: does it correct itself, or copy itself?',
  skip: 'Skip to the two runs',
  happening: 'What is happening',
  language: 'Language',
  close: 'Close',
  opening: 'Opening.',
  notLoaded: 'This part of the page could not be loaded. Reload the page and try again.',

  header: {
    starting: (onGpu: boolean) => `Starting ${onGpu ? 'WebGPU' : 'the CPU engine'}…`,
    onCpu: 'On the CPU',
    kernels: (isFused: boolean): string => (isFused ? ', fused kernels' : ', stock operations'),
    noGpu: 'No WebGPU',
    cpuInstead: 'trains on the CPU',
    waiting: 'starts when you train',
    speed: (updates: string) => `${updates} updates/s`,
    lessons: 'Lessons',
  },

  statement: {
    what: (onGpu: boolean) =>
      `A tiny transformer answers, then is asked to look again. Train it here, on your own ${onGpu ? 'GPU' : 'computer'}, and see whether the second look corrects the first answer or only repeats it.`,
    loading: { subject: 'One base model,', verb: 'two ways to train it', detail: '.' },
    absent: { verb: 'has not been trained here', detail: ' yet.' },
    unloaded: { verb: 'could not be loaded', detail: '.' },
    pretraining: { verb: 'waits', detail: ': the base model is being pretrained first.' },
    /** Between a subject and its verb. */
    space: (subject: string) => (subject ? ' ' : ''),
    /** Between numbers of problems, where the runs were asked differently many. */
    or: ' or ',
    /** `{sampled}` and `{greedy}` are buttons. */
    measured: (n: string | null) =>
      `${n === null ? 'Measured on held-out problems' : `${sized(n, 'held-out problem')}`}, never trained on; ± is a 95% interval. Answers sampled {sampled}, each token drawn by its probability, or {greedy}, always the likeliest token.`,
    sampled: 'at temperature 1',
    greedy: 'greedy',
  },

  /** What is happening to a run: `subject verb detail` is a sentence, and the detail starts with its own punctuation. */
  diagnosis: {
    chips: {
      untrained: 'Base model',
      unmeasured: 'Not measured yet',
      collapsed: 'Collapsed',
      collapsing: 'Collapsing',
      'fails-first': 'Fails first',
      corrects: 'Correcting',
      'fixes-more': 'Net correction',
      worse: 'Second look hurts',
      'no-gain': 'No net gain',
    },
    verbs: {
      untrained: 'is trained yet',
      unmeasured: 'is barely trained',
      collapsed: 'has collapsed',
      collapsing: 'is collapsing',
      'fails-first': 'fails first',
      corrects: 'corrects itself',
      'fixes-more': 'fixes more than it breaks',
      worse: 'gets worse on reflection',
      'no-gain': 'gains nothing yet',
    },
    /** Whatever the run is called, before anything is trained. */
    nothing: 'Nothing',
    /** @param delta points, with their sign; null where they are none */
    untrained: (changed: string, delta: { size: string; isLoss: boolean } | null) =>
      `: asked to look again, the base model changes ${changed} of its answers and ${delta === null ? 'gains nothing' : `${delta.isLoss ? 'loses' : 'gains'} ${delta.size} points`}.`,
    unmeasured: (step: number) => `: first measured at step ${step}.`,
    collapsed: (copies: string) => `: ${copies} of its second answers copy the first.`,
    collapsing: (copies: string, atBase: string) => `: ${copies} of second answers are copies, up from ${atBase}.`,
    failsFirst: (points: string) => `: its first answer fell ${points} points below the base.`,
    corrects: (points: string) => `: its second look is right ${points} points more often.`,
    counts: (fixed: string, broken: string) => `: ${fixed} fixed, ${broken} broken.`,
    worse: (fixed: string, broken: string) => `: ${broken} broken, ${fixed} fixed.`,
    doubt: (step: number) => `, though its measurement at step ${step} alone does not show this`,
    marked: (name: string, marks: readonly string[]) => `${name} (${marks.join(', ')})`,
  },

  onset: {
    copies: { long: 'copying from here', short: 'copying' },
    failsFirst: { long: 'failing first from here', short: 'failing' },
    corrects: { long: 'correcting from here', short: 'correcting' },
    worse: { long: 'worse from here', short: 'worse' },
  },

  setup: {
    name: 'Experiment',
    task: 'Task',
    size: 'Size',
    sizes: { small: 'Small', ready: 'Ready', large: 'Large' },
    shape: (layers: number, width: number) => `${counted(layers, 'layer')} of ${width}`,
    sized: (size: string, shape: string) => `${size}: ${shape}`,
    refused: 'Put the marked setting right, then train.',
    pretrainsFirst: 'No base model of this kind ships with the page: training starts by pretraining one.',
    oneUpdate: 'One update',
    reset: 'Reset',
    more: 'More settings',
    fewer: 'Fewer settings',
    defaults: 'Defaults',
  },

  train: {
    pausing: 'Pausing…',
    stopPretraining: 'Stop pretraining',
    starting: 'Starting… press to pause',
    pause: (left: string | null) => (left === null ? 'Pause' : `Pause · ${left} left`),
    again: (seed: number) => `Train again, with seed ${seed}`,
    goOn: 'Continue training',
    both: (onGpu: boolean) => `Train both on ${onGpu ? 'this GPU' : 'the CPU'}`,
  },

  duration: {
    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
    hours: (hours: number, minutes: number) => `${hours} h${minutes ? ` ${minutes} min` : ''}`,
  },
  updates: (count: number) => counted(count, 'update'),

  progress: {
    name: 'Training progress',
    trained: (updates: string, besideRecording: boolean) =>
      besideRecording ? `One run was trained here, ${updates}; the other is a recording.` : `Trained here, ${updates}.`,
    stopped: (step: number) => `Stopped; the run goes on from step ${step}.`,
    paused: (step: number, of: number) =>
      step > 0 ? `Paused at step ${step} of ${of}; nothing is lost.` : 'Paused before the first update.',
    loadingEngine: 'Loading the engine.',
    step: (step: number, of: number, stage: string | null) => `Step ${step} of ${of}${stage === null ? '' : `, ${stage}`}.`,
    recording: (duration: string, device: string, isOther: boolean) =>
      `Now: a recording${isOther ? ' with other settings than these' : ''}, made in ${duration} on ${device}.`,
    aCpu: 'a CPU',
    readingRecording: 'Reading the recording.',
    nothing: 'Nothing is recorded for this yet.',
    unloaded: 'The recording could not be loaded. Choosing it again tries again.',
  },

  reset: {
    title: 'Throw these runs away?',
    body: (updates: string) =>
      `Both runs go back to the base model. ${updates}, their evaluations and their checkpoints are deleted from this browser; what is recorded is shown again.`,
    keep: 'Keep them',
    discard: 'Throw away',
  },

  leave: {
    title: 'Leave a base that is half made?',
    body: 'What you opened shows other runs than those in training. A base cannot be saved before it is done: if you leave it, it is begun anew when you come back.',
    stay: 'Stay with it',
    leave: 'Leave it',
  },

  notices: {
    pausedByStory: 'Training is paused while the story shows other runs. It goes on when the story is closed.',
    pausedUnseen: 'Training is paused, as the page shows another setup than the one that was being trained.',
    goBack: 'Go back and continue',
    kept: (step: number) => (step > 0 ? `The checkpoint from step ${step} is kept.` : 'Nothing was saved yet.'),
    goOn: (step: number) => (step > 0 ? `Continue from step ${step}` : 'Try again'),
    openSettings: 'Open settings',
    gpuReset: (times: number, fromCheckpoint: boolean) =>
      `The GPU was reset${times > 1 ? ` ${times} times` : ''}. ${fromCheckpoint ? 'Training goes on from the last checkpoint.' : 'There was no checkpoint yet, so training begins anew.'}`,
    baseMissing: 'The base model could not be loaded, so one is pretrained here first.',
    newVersion: 'A newer version of this page is ready. It opens once every tab of this page has been closed.',
    leftBehind: (task: string, settings: readonly string[]) =>
      `Settings that were about the task “${task}” alone were left behind: ${settings.join(', ')}. All others are as they were.`,
  },

  more: {
    name: 'More settings',
    measurement: 'Measurement',
    training: 'Training',
    optimiser: 'Optimiser',
    base: 'Base model',
    advantage: 'Advantage',
    klGradient: 'Gradient of the KL',
    ofRun: (label: string, column: 0 | 1) => `${label}, ${column === 0 ? 'left' : 'right'} run`,
    range: (hint: string, min: number, max: number) => `${hint} From ${min} to ${max}.`,
    note: 'α, β₁ and β₂ stand in the cells they act on, below. The advantage and the gradient of the KL are each run’s own; all else holds for both.',
    restore: 'Restore the defaults',
  },
  options: optionWords,
  choices,

  timeline: {
    name: 'Timeline, shared by both runs',
    pause: 'Pause',
    goOn: 'Continue training',
    play: 'Play',
    toBase: 'To the base model',
    toNext: 'To the next evaluation',
    /** Before the number of the step. */
    step: 'step',
    training: 'Training step',
    at: (step: number, of: number) => `step ${step} of ${of}`,
    oneStage: 'one stage',
  },

  runHead: {
    method: (column: 0 | 1) => `Method of the ${column === 0 ? 'left' : 'right'} run`,
    notTrained: ', not trained yet',
    differs: (method: string, what: string) => `differs from ${method}: ${what}`,
    /** `more`: how many settings are not named. */
    recordedWith: (settings: string, more: number) => `a recording with ${settings}${more > 0 ? ` and ${more} more` : ''}`,
  },

  specimen: {
    title: 'One held-out problem',
    map: 'Regions that touch must differ, and differ from the land at their coast. × marks a border of one colour; a frame, a region that the second answer colours anew.',
    right: (answer: string) => `Right answer ${answer}. What changed is underlined. {another}`,
    another: 'Another',
    notAsked: 'Not asked yet.',
  },

  rewards: {
    title: 'What is rewarded',
    /** `{r}` is the letter for a reward. */
    about: (differInWords: boolean) =>
      `${differInWords ? 'Beside what is written below the maps, the only difference' : 'The only difference'} between the runs: base model, problems and seed are the same. {r} is 1 when an answer’s program passes. A spring pulls an answer back to the base model, harder when thick. Press a cell to change what is in it; β and α are set there too.`,
    where: (label: string, cell: string) => `${label} on the ${cell}`,
    cell: (turn: string, stage: string) => `${turn}, ${stage}`,
    recorded: 'The pictures below are a recording with other settings. Train to see this one, or {restore}.',
    restore: 'restore the recorded settings',
    /** Before the name of a turn, where there is room for it. */
    tokensOf: 'tokens of the\u00a0',
    turns: ['first answer', 'second answer', 'third answer'],
    changed: 'changed',
    allUpdates: 'All updates',
    none: 'no reward',
    imitate: 'imitate',
    notAsked: 'not asked for',
    base: 'written by the frozen base; not trained',
    mixed: ['some written by the frozen base; those are not trained', 'behind both kinds'],
    split: ['on its own first answers', 'behind first answers of the frozen base'],
    imitates: (onlyOwn: boolean, keepsRightFirst: boolean, times: number) =>
      `${onlyOwn ? 'right second answers' : 'any right answer to the problem'} ${keepsRightFirst ? 'behind any first answer' : 'behind wrong first answers'}; sampled ${times === 1 ? 'once' : `${times} times`}`,
    verdict: 'written only where the policy’s own verdict says so; right verdicts are rewarded',
    free: 'not pulled; drifts with the shared weights',
    notPulled: 'not pulled to the base',
    stageBefore: 'to the model that the stage before left',
    third: 'behind the second, in every other update',
    noKl: 'no KL',
    /** A reward or coefficient in several cells, or several in one. */
    several: (parts: readonly string[]) => parts.join(', '),
    differs: (method: string, what: string) => `Differs from ${method}: ${what}.`,
    back: (method: string) => `Back to ${method}`,
    choice: {
      title: (turn: string, stage: string) => `Tokens of the ${turn}, ${stage}`,
      change: 'change what is here',
      reward: 'Multiplied by the reward',
      meanings: {
        none: () => 'nothing is paid',
        r1: (earlier: string) => `1 if the ${earlier} is right`,
        r2: (_earlier: string, later: string) => `1 if the ${later} is right`,
        bonus: (earlier: string, later: string) => `for a right ${later}, and for progress from the ${earlier}`,
        weighted: () => 'the same on average',
      },
      kl: 'Pulled to the base by a KL',
      kls: {
        none: 'not pulled',
        beta1: 'lightly: it may move',
        beta2: 'strongly: it is held',
      },
      credit: 'Credited, in the whole run, with this share of the later answer’s reward:',
      row: (method: string, what: string) => `${method} has ${what} here.`,
      back: 'Put it back',
      done: 'Done',
    },
  },

  paid: {
    title: 'What each answer was paid',
    about:
      'Answers to one training problem, and the advantage that multiplies their tokens: blue makes them likelier, dashed orange less likely, the deeper the more. It is what an answer earned beyond a baseline, mostly the other answers to its problem.',
    none: 'Nothing was paid in this update.',
    untrained: 'Nothing was trained here yet.',
    where: (step: number, stage: string) => `in update ${step}, ${stage}`,
    head: ['Attempt', 'Tokens', 'Right or wrong', 'Advantage'],
    attempts: ['first', 'second', 'third'],
    notTrained: 'not trained',
  },

  rows: {
    accuracy: {
      title: 'Is the second answer better?',
      about: 'Held-out accuracy. Dashed: first answer. Solid: second. Shaded: what the second look gained; hatched: lost.',
      bars: (when: string) => `${when}; bars are 95% intervals`,
    },
    portrait: {
      title: 'Correcting or copying?',
      about:
        'On the diagonal both answers are equally good: the second look is worth nothing. Bars: how much of the answer is rewritten; ticks mark the base.',
    },
    transitions: {
      title: 'What the second look does',
      about: 'Every problem is in one of four bands. Fixed is wrong → right, broke is right → wrong.',
    },
    drift: {
      title: 'How far from the base?',
      about:
        'KL is how far the answers’ probabilities have moved from the base model, entropy how undecided they still are. Dashed: first answer. Solid: second. SCoRe’s Stage I holds the first answer near the base; Stage II lets it go.',
    },
  },

  closer: {
    title: 'What does it owe the first answer?',
    about: 'Puts other answers in the place of the first, and counts what becomes of them.',
    open: 'Look closer',
    obstacles: {
      nothing: 'Nothing is trained or recorded here yet.',
      training: 'Pause training to look closer.',
      stopped: 'This run has stopped; continue it first.',
      unmeasured: 'Not measured yet.',
    },
    found: (step: number, modes: readonly string[]) => `At step ${step}: ${modes.join('; ')}.`,
    mode: (word: string, when: string) => `${word}, ${when}`,
    what: 'Swap test, majority votes, ten attempts in a row, whose mistakes it corrects, levels of difficulty.',
    takes: 'Takes seconds to a minute; the run stays as it is.',
    dialog: (method: string) => `${method}, a closer look`,
    stoppedEarly: 'Stopped before the end. ',
    aboutRun: (name: string, step: number, problems: string) =>
      `${name} at step ${step}, on ${sized(problems, 'held-out problem')}, measured in this browser. The run is as it was.`,
    progress: 'Probes made',
    stop: 'Stop',
    measure: 'Measure',
    again: 'Measure again',
    reading: 'Reading what was measured of this recording.',
    recorded: (name: string, step: number, problems: string) =>
      `${name} at step ${step}: the model of this very recording, on ${sized(problems, 'held-out problem')}. It was measured for the study.`,
    none: 'Nothing more was measured of this recording. Train the run here, pause it whenever you like, and look closer then.',
    openingModel: 'Opening the model.',
    measuring: (which: number, of: number, what: string) => `Measuring ${which} of ${of}: ${what}.`,
    probes: probeNames,
    verdicts,
    swap: {
      title: 'What does the second answer do with the first?',
      rests: 'The swap test puts other answers in the place of the first. What the verdict rests on:',
      figure: 'Swap test',
      points: 'Points (95%)',
      dependence: 'Right after a right answer, minus after a wrong one',
      onProblem: 'Right after a right answer, minus after another problem’s',
      selectivity: 'Wrong answers changed, minus right ones changed',
      delta: 'Gain on its own first answers, Δ',
      n: 'n, problems',
    },
    own: {
      caption:
        'What becomes of its own first answers. One who knows which are wrong changes those and leaves the right ones: edit selectivity, the third row.',
      answers: 'First answers (95%)',
      fixed: 'Wrong ones fixed, P(c₂ | ¬c₁)',
      kept: 'Right ones kept right, P(c₂ | c₁)',
      selectivity: 'Wrong ones changed, minus right ones changed, points',
      n: 'n, wrong + right',
      wrongAndRight: (wrong: string, right: string) => `${wrong} + ${right}`,
    },
    sections: {
      both: 'Is the second answer better?',
      votes: 'Are second answers worth more votes?',
      attempts: 'And when it looks ten times?',
      corrections: 'Whose mistakes does it correct?',
      levels: 'Does it fix what is hard?',
      own: 'Does it know which ones are wrong?',
      spread: 'How alike are its answers?',
    },
    tables: {
      swap: (name: string) => `swap test of ${name}`,
      both: (name: string) => `both answers of ${name}`,
      votes: (name: string) => `majority votes of ${name}`,
      attempts: (name: string) => `attempts in a row of ${name}`,
      corrections: (name: string) => `correction rates of ${name}`,
      levels: (name: string) => `transitions by level of ${name}`,
    },
    spread: {
      caption:
        'φ is 1 where both answers are right and wrong together, 0 where one says nothing of the other. Different answers are counted among samples at temperature 1.',
      head: ['Measure', '95% interval', 'n'],
      phi: (when: string) => `φ of both answers being right, ${when}`,
      information: (when: string) => `Mutual information of both being right, nats, ${when}`,
      first: (samples: number) => `Different first answers among ${samples}`,
      second: (samples: number) => `Different second answers among ${samples} to one first`,
      undefined: 'undefined',
    },
  },

  reader: {
    title: 'Read them yourself',
    about: (count: number) => `The first ${counted(count, 'held-out problem')}; none was picked.`,
    show: 'Show',
    none: 'No rollouts yet: they come with the first evaluation.',
    problem: (prompt: string) => `Problem ${prompt}`,
    expected: (answer: string, note: string) => `${answer}; ${note}`,
    more: 'More rollouts',
    few: (count: number) => `Show the first ${count}`,
    all: (count: number) => `Show all ${count}`,
    stopped: (count: number, text: string) =>
      `${sized(text, 'program')} ran out of time or memory in training and ${plural(count, 'counts', 'count')} as wrong.`,
    filters: {
      all: { name: 'All', none: 'No rollouts were recorded at this step.' },
      fixed: { name: 'Fixed', none: 'No rollout here was fixed at this step.' },
      broke: { name: 'Broke', none: 'No rollout here was broken at this step.' },
      copied: { name: 'Copied a wrong answer', none: 'No rollout here copied a wrong answer at this step.' },
    },
    outcomes: {
      kept: 'Kept',
      copied: 'Copied',
      fixed: 'Fixed',
      broke: 'Broke',
      reworded: 'Reworded, still right',
      tried: 'Tried, still wrong',
    },
    leftAlone: 'right, left alone',
    sameAgain: 'the same wrong answer again',
    rewritten: (changed: number, of: number, unit: 'regions' | 'digits' | 'tokens') =>
      `${changed} of ${of} ${{ regions: 'regions coloured anew', digits: 'digits rewritten', tokens: 'tokens rewritten' }[unit]}`,
    broken: (rewritten: string) => `a right answer, ${rewritten}`,
    turns: { first: 'first', second: 'second' },
    right: (isRight: boolean): string => (isRight ? 'right' : 'wrong'),
    nothing: 'nothing',
    answers: (first: string, isFirstRight: string, second: string, isSecondRight: string) =>
      `first answer ${first}, ${isFirstRight}; second answer ${second}, ${isSecondRight}`,
    conflicts: (count: number) => (count === 0 ? 'no conflict' : counted(count, 'conflict')),
    /** Below a map. */
    coloured: (turn: string, conflicts: string) => `${turn}, ${conflicts}`,
    sameColour: (one: number, other: number, colour: string) => `${one} and ${other} are both ${colour}`,
    likeCoast: (region: number, colour: string) => `${region} is ${colour} like its coast`,
    map: (turn: string, conflicts: string, says: readonly string[]) =>
      `Map as the ${turn} answer colours it, ${conflicts}${says.length > 0 ? `: ${says.join(', ')}` : ''}`,
    recoloured: (regions: readonly string[]) =>
      regions.length === 0 ? '; no region was coloured anew' : `; coloured anew: ${regions.join(', ')}`,
    answer: (number: number) => `answer ${number}`,
    noProgram: 'no program can be read from these tokens:',
    ran: 'ran in QuickJS,',
    colon: ':',
    verdicts: {
      pass: 'pass',
      fail: 'fail',
      error: 'error',
      timeout: 'timeout',
      memory: 'memory',
      rejected: 'rejected',
    },
  },

  provenance: {
    title: 'How this was made',
    about: 'The command that recorded each run, typed in the folder of this project.',
    made: (method: string, updates: string, duration: string, onGpu: boolean, adapter: string) =>
      `${method}: ${updates} in ${duration} ${onGpu ? 'on the GPU' : 'on the CPU'} (${adapter}).`,
    copy: 'Copy',
    copied: 'Copied',
    command: (method: string) => ` the command of ${method}`,
    live: (method: string) => `${method} was trained in this browser.`,
    absent: (method: string) => `${method} has not been trained here yet.`,
  },

  keys: {
    title: 'Keys',
    space: 'Space',
    actions: {
      play: 'play or pause',
      next: 'next evaluation',
      previous: 'previous evaluation',
      start: 'the base model',
      end: 'the last evaluation',
      map: 'this map',
    },
    use: 'Use these keys',
  },

  footer: {
    about:
      '{space} plays, {left} {right} step through evaluations, {mark} shows {keys}. Nothing leaves this computer. Recordings were made with the same code that trains in this page. The method is SCoRe: Kumar et al., {title}, {paper}. {study}. {lessons}. {bench}.',
    keys: 'all keys',
    study: 'The study: every method over many seeds',
    lessons: 'For teachers: three lessons',
    bench: 'Measure how fast this device is',
  },

  bench: {
    title: 'How fast is this device?',
    about:
      'Rolls out and trains the same small model with our kernels, with each part of them taken away, and with TensorFlow.js’s own operations, in turns; checks that all give the same results; and shows medians, with the range of the middle eight tenths in brackets. It takes a minute or two.',
    stop: 'Stop',
    measure: 'Measure',
    again: 'Measure again',
    save: 'Save as JSON',
    training: 'Pause training first: the two would slow each other down.',
    on: (adapter: string, backend: string) => `Measured on ${adapter} (${backend}).`,
    head: ['side', 'ms', 'per second', 'time, ours = 1'],
    works: { decode: 'Rollouts, both turns', train_step: 'Training step', score_step: 'Whole SCoRe update', grade: 'Grader' },
    units: { decode: 'tokens', train_step: 'positions', score_step: 'tokens', grade: 'programs' },
    parameters: (size: string) => `${size} parameters`,
    group: (work: string, model: string, batch: number) => `${work}, ${model}, batch ${batch}`,
    graderGroup: (work: string, programs: number) => `${work}, ${counted(programs, 'program')}`,
  },

  /** What any picture says of itself. */
  figure: {
    showTable: 'Show as table',
    hideTable: 'Hide table',
    ofTable: (name: string) => `: ${name}`,
    table: (name: string, of: string) => `${name}, ${of}`,
    notMeasured: 'Not measured yet.',
    sample: (n: string, more: string) => `n = ${n}; ${more}`,
    range: (low: string, high: string) => `${low} to ${high}`,
    interval: (value: string, low: string, high: string) => `${value} (${low} to ${high})`,
    interval95: (low: string, high: string) => `95%: ${low} to ${high}`,
    step0: 'step 0',
    base: (value: string) => `base ${value}`,
    first: (value: string) => `first ${value}`,
    second: (value: string) => `second ${value}`,
    step: 'Step',
    method: 'Method',
    seeds: 'Seeds',
    firstRight: 'First right',
    secondRight: 'Second right',
    within95: (what: string) => `${what} (95%)`,
    deltaPoints: 'Δ, points (95%)',
    rightAnswers: 'right answers',
    stageShort: (name: string) => name.replace(/^Stage /, ''),
    when: (temperature: number) => (temperature === 0 ? 'greedy' : `temperature ${temperature}`),
    /** Two parts of a list, and two sentences, one behind the other. */
    comma: ', ',
    semicolon: '; ',
    sentences: ' ',
  },

  /** What a number of the study is a mean of. */
  samples: {
    problems: (n: string) => sized(n, 'problem'),
    episodes: (n: string) => sized(n, 'episode per point', 'episodes per point'),
    pairs: (n: string) => sized(n, 'pair of answers', 'pairs of answers'),
    seeds: (n: string) => sized(n, 'seed'),
    range: (fewest: string, most: string) => `${fewest} to ${most}`,
    same: (size: string, seeds: string, areSeveral: boolean) => `n = ${size} and ${seeds}${areSeveral ? ' each' : ''}.`,
    apart: (size: string, seeds: readonly string[]) => `n = ${size}; seeds: ${seeds.join(', ')}.`,
    whiskers: 'Whiskers',
    overProblems: (shown: string) => `${shown}: 95% intervals over problems.`,
    overSeeds: (shown: string) =>
      `${shown}: 95% t-intervals over seeds, cut off at the least and the most that the number can be, or over problems where there is one seed or all measure the same.`,
  },

  pictures: {
    attention: {
      parts: { prompt: 'problem', first: 'first answer', separator: '/', second: 'second answer so far' },
      choose: 'Heads',
      all: 'all layers and heads, mean',
      layer: (layer: number) => `layer ${layer}, mean of its heads`,
      head: (layer: number, head: number) => `layer ${layer}, head ${head}`,
      end: 'end',
      label: (shares: string) => `What the second turn looks at while it writes: ${shares}`,
      share: (share: string, part: string) => `${share} ${part}`,
      caption: (of: string, shares: string) =>
        `Each row is a token of the second answer, each column what stood before it; in a narrow window rows and columns change places. The area of a square is how much is looked at, a whole cell being all of it; outlined: the same place of the first answer. Shares by ${of}: ${shares}. One problem, so no interval.`,
      table: 'attention in turn 2',
      head1: 'Writing',
      position: (text: string, part: string) => `${text} (${part})`,
    },
    accuracy: {
      table: 'accuracy',
      axis: 'right, % of problems',
      label: (name: string, first: string, second: string, step: number) =>
        `${name}: first answer right in ${first}, second answer in ${second} of problems at step ${step}`,
      none: (name: string) => `${name}: no accuracy measured yet`,
      equal: 'first = second',
      both: (first: string, second: string) => `${first} and ${second}`,
    },
    changeRate: {
      title: 'Second answer differs',
      table: 'change rate',
      differs: 'Differs',
      label: (name: string, changed: string, base: string) => `${name}: the second answer differs in ${changed} of problems, base ${base}`,
      none: (name: string) => `${name}: no change rate yet`,
    },
    drift: {
      table: 'KL and entropy',
      kl: 'KL to the base, nats',
      entropy: 'entropy, nats',
      notMeasured: 'not measured',
      pair: (first: string, second: string) => `first answer ${first}, second ${second}`,
      label: (name: string, step: number, kl: string, entropy: string) =>
        `${name}, nats at step ${step}: KL to the base, ${kl}; entropy, ${entropy}`,
      none: (name: string) => `${name}: no KL and no entropy yet`,
      caption: (n: string, when: string) =>
        `In nats, summed over an answer’s tokens. Means, without intervals; n = ${sized(n, 'held-out problem')}, ${when}.`,
      kept: 'First answers that were kept are no second ones.',
      head: ['KL to the base, first (nats)', 'KL, second', 'Entropy, first (nats)', 'Entropy, second'],
    },
    histogram: {
      title: 'How much it rewrites',
      table: 'edit distances',
      label: (name: string, copies: string, wrong: string, base: string) =>
        `${name}: ${copies} of second answers are exact copies, ${wrong} copies of wrong answers; base ${base} copies`,
      none: (name: string) => `${name}: no edit distances yet`,
      axis: 'edit distance →',
      longAxis: 'edit distance, first to second →',
      copies: (share: string) => `${share} copies`,
      wrong: (share: string) => `${share} copies of wrong answers`,
      wrongShort: (share: string) => `${share} wrong copies`,
      distance: 'Edit distance',
      zero: '0 (copies)',
      atStep: (step: number) => `Step ${step} (95%)`,
      now: 'Now (95%)',
      base: 'Base (95%)',
    },
    portrait: {
      title: 'Second answer right, %',
      table: 'path',
      label: (name: string, from: readonly [string, string], to: readonly [string, string]) =>
        `${name}: from the base at first ${from[0]}, second ${from[1]}, to first ${to[0]}, second ${to[1]}`,
      none: (name: string) => `${name}: no path yet`,
      above: 'Above the diagonal, points',
      collapse: 'collapse',
      helps: ['second look', 'helps'],
      hurts: 'hurts',
      axis: 'first answer right, % →',
      base: 'base',
    },
    transitions: {
      title: 'Share of problems',
      table: 'transitions',
      none: (name: string) => `${name}: no transitions yet`,
      label: (name: string, shares: readonly string[]) => `${name}: ${shares.join(', ')}`,
      bands: { stayedRight: 'stayed right', fixed: 'fixed', broken: 'broke', stayedWrong: 'stayed wrong' },
      share: (band: string, share: string) => `${band} ${share}`,
    },
    attempts: {
      course: (name: string, first: string, second: string, last: string) => `${name} ${first}, then ${second}, at last ${last}`,
      label: (courses: readonly string[]) => `Accuracy of attempts in a row: ${courses.join('; ')}`,
      caption: (withThree: readonly string[], isAll: boolean) =>
        `Accuracy of attempts in a row, each behind the one right before it; training had ${isAll ? 'three' : ['two', ...withThree.map((name) => `that of ${name} three`)].join(', ')}.`,
      axis: 'attempt',
      attempt: 'Attempt',
    },
    bars: {
      label: (methods: readonly string[]) => `Accuracy of first and second answers: ${methods.join('; ')}`,
      method: (name: string, first: string, second: string, delta: string) => `${name} ${first} and ${second}, Δ ${delta}`,
      caption:
        'Accuracy of the first answer (dashed outline) and of the second (solid); blue is what the second look gains, hatched what it loses.',
      answers: ['first', 'second'],
      shortAnswers: ['1st', '2nd'],
    },
    causes: {
      meanings: { gain: 'SCoRe gains', loss: 'SCoRe loses', strong: 'undecided' },
      yAxis: 'wrong first answers that a retry fixes',
      xAxis: 'edit selectivity of the base, points →',
      point: (name: string, gain: string) => `${name}: ${gain}`,
      label: (bases: readonly string[]) =>
        `Bases by edit selectivity and by how often a retry fixes a wrong answer, with what SCoRe gains over naive RL: ${bases.join('; ')}`,
      base: (name: string, selectivity: string, fixes: string, gain: string) => `${name} at ${selectivity} and ${fixes}, gain ${gain}`,
      caption: (problems: string, seeds: string) =>
        `Every point is a base, at temperature 1: to the right, how much more often it changes wrong first answers than right ones, P(change | ¬c₁) − P(change | c₁) (independent second answers do so too, where right answers are the likelier ones); upwards, how often a retry of a wrong one succeeds, P(c₂ | ¬c₁). The number is the gain, Acc@t2 of SCoRe less that of naive RL from this base on common seeds, in points: a dot where it is above zero, a square where it is below, a ring where its interval holds zero or one seed is all there is. n = ${problems} and ${seeds} per base.`,
      intervals: 'Intervals of the gain',
      head: ['Base', 'Edit selectivity, points', 'Retries that fix', 'Gain, points (95%)'],
    },
    correctionCourse: {
      axis: 'wrong first answers that are corrected',
      rate: (rate: string | null) => rate ?? 'none wrong',
      course: (first: string, last: string, source: string) => `${first} to ${last} ${source}`,
      label: (methods: readonly string[]) =>
        `How often a wrong first answer is corrected, from the first evaluation to the last: ${methods.join('; ')}`,
      caption:
        'How often a wrong first answer is corrected, P(c₂ | ¬c₁), greedily, over training. Fixed first answers are the base’s, to problems of training (squares) or held out (rings); its own (dots) are what the model writes at that step.',
      head: ['Method', 'Step'],
      short: { fixedTraining: 'training', fixedHeldOut: 'held out', ownHeldOut: 'its own' },
    },
    correctionRates: {
      axis: 'wrong first answers that are corrected →',
      sources: { fixedTraining: 'fixed, training', fixedHeldOut: 'fixed, held out', ownHeldOut: 'its own, held out' },
      noneWrong: 'none was wrong',
      rate: (rate: string | null, source: string) => `${rate ?? 'none wrong'} ${source}`,
      method: (name: string, rates: readonly string[]) => `${name} ${rates.join(', ')}`,
      label: (methods: readonly string[]) => `How often a wrong first answer is corrected: ${methods.join('; ')}`,
      caption:
        'How often a wrong first answer is corrected, P(c₂ | ¬c₁). Fixed first answers are the base’s, to problems of training (square) or held out (ring); its own (dot) are what the trained model writes.',
      wrong: (fewest: string, most: string) => `A rate is of the wrong ones among them, ${fewest} to ${most} per seed.`,
      head: ['First answers', 'Corrected (95%)', 'Wrong first answers per seed'],
    },
    curves: {
      accuracy: 'right answers, on training problems',
      change: 'second answer differs from the first',
      method: (name: string, step: number, first: string, second: string, changed: string) =>
        `${name} at step ${step}: first ${first}, second ${second}, ${changed} of second answers differ`,
      label: (methods: readonly string[]) => `Accuracy and change rate over training. ${methods.join('; ')}`,
      caption:
        'Accuracy of the first answer (dashed) and of the second (solid) in training, and how often the second differs. Thin lines are seeds, thick ones their mean; a point is about all episodes since the one before it.',
      differs: 'Second differs',
    },
    editDistances: {
      method: (name: string, copies: string, wrong: string) => `${name} ${copies} exact copies, ${wrong} copies of wrong answers`,
      label: (methods: readonly string[]) => `How much second answers rewrite the first: ${methods.join('; ')}`,
      caption:
        'Edit distance from the first answer to the second: tokens deleted and inserted, per token of both. “=” counts exact copies, hatched where they copy a wrong answer.',
      wrong: 'copies of wrong answers',
    },
    levelTransitions: {
      fixed: '↑ fixed, Δi→c',
      broken: '↓ broke, Δc→i',
      none: 'none',
      level: (level: number) => `level ${level}`,
      levelOf: (level: number, fixed: string, broken: string) => `${level}: ${fixed} and ${broken}`,
      noProblems: (level: number) => `${level}: no problems`,
      method: (name: string, levels: readonly string[]) => `${name} ${levels.join(', ')}`,
      label: (methods: readonly string[]) => `Fixed and broken by level: ${methods.join('; ')}`,
      caption:
        'What the second look does to problems of each level, 1 the easiest: wrong first answers that it fixes (up, plain), right ones that it breaks (down, hatched), in percent of the level’s problems.',
      head: ['Level', 'Fixed, Δi→c (95%)', 'Broke, Δc→i (95%)', 'n per seed'],
    },
    phase: {
      pools: 'problems to learn from →',
      copyShare: 'copy share',
      fresh: 'fresh',
      naive: (delta: string) => `Δ naive ${delta}`,
      score: (delta: string, isShort: boolean) => `${isShort ? '' : 'Δ '}SCoRe ${delta}`,
      cell: (pool: string, copyShare: number, gain: string) => `${pool} and ${copyShare} ${gain}`,
      label: (cells: readonly string[]) =>
        `What SCoRe gains over naive RL in second answers, by the pool of problems and the copy share of the base: ${cells.join(', ')}`,
      caption: (problems: string, seeds: string) =>
        `Large, the gain: Acc@t2 of SCoRe less that of naive RL on common seeds, in points; below, Δ of both. A cell is blue where SCoRe is above, hatched where it is below, plain where the interval holds zero or one seed is all there is. “Fresh” problems are new ones for ever; the copy share is how many of the second answers that the base learnt from repeat the first. n = ${problems} and ${seeds} per cell.`,
      head: ['Copy share', 'Problems to learn from', 'Gain, points (95%)', 'Δ naive RL', 'Δ SCoRe'],
    },
    swap: {
      after: 'after',
      sources: {
        right: 'a right answer',
        own: 'its own answer',
        base: 'the base’s answer',
        wrong: 'a wrong answer',
        another: 'another problem’s',
      },
      axis: 'second answers that are right →',
      source: (share: string, source: string) => `${share} after ${source}`,
      test: (name: string, sources: readonly string[]) => `${name}, ${sources.join(', ')}`,
      label: (tests: readonly string[]) =>
        `How often the second answer is right, by what was put in the place of the first: ${tests.join('; ')}`,
      caption:
        'How often the second answer is right when somebody else wrote the first. The upright line is how often that first answer is right: blue is what the second look gains on it, hatched what it loses.',
      head: [
        'When',
        'First answer',
        'First right (95%)',
        'Second right (95%)',
        'Changed (95%)',
        'Wrong, then right (95%)',
        'Right, still right (95%)',
      ],
    },
    voting: {
      votes: 'votes that are right',
      axis: 'samples per problem',
      kinds: { parallel: 'parallel', sequential: 'sequential' },
      kind: (kind: string, share: string) => `${kind} ${share}`,
      method: (name: string, samples: number, parallel: string, sequential: string) =>
        `${name}, ${samples} samples: parallel ${parallel}, sequential ${sequential}`,
      label: (methods: readonly string[]) => `Accuracy of the majority vote. ${methods.join('; ')}`,
      caption:
        'Accuracy of the majority vote under equal budgets of samples per problem. Parallel (dashed): all are first answers. Sequential (solid): half are first answers, and the second answers to them vote.',
      head: ['Samples', 'Parallel (95%)', 'Sequential (95%)'],
    },
  },

  study: {
    title: 'The study',
    reading: 'Reading the study.',
    askedWatched: 'Asked: held-out problems that runs evaluate on.',
    askedReport: 'Asked: held-out problems for reports alone.',
    askedBoth: (watched: readonly string[], report: readonly string[]) =>
      `Asked, by seeds: held-out problems that runs evaluate on (${watched.join(', ')}), and those for reports alone (${report.join(', ')}).`,
    /** `{done}`, `{train}`, `{write}` and `{rows}` are set apart. */
    about:
      'The claims of the paper, on models of this size: the methods of a task from one base, over several seeds, measured on held-out problems that no run is evaluated on and no setting was chosen on, unless a figure says that it asks others. Figures have the paper’s numbers. {done} {train} trains what is missing, {write} writes these figures from the rows in {rows}; docs/REPRODUCTION.md has the claims, judged.',
    done: (done: number, planned: number) => `${done} of ${planned} planned runs are in.`,
    task: 'Task',
    taskDone: (task: string, done: number, planned: number) => `${task}, ${done} of ${planned}`,
    planned: (task: string, planned: number) => `${task} (${planned} planned)`,
    waiting: (tasks: readonly string[]) => `No runs yet on ${tasks.join(', ')}.`,
    readingFigures: 'Reading the figures.',
    absent: (titles: readonly string[]) => `Not drawn, as their runs are not in yet: ${titles.join('; ')}.`,
    noFigures: (task: string) => `The figures of ${task} could not be loaded. Reload the page and try again.`,
    failed: 'The study could not be loaded. Reload the page and try again.',
  },

  ask: {
    rowTitle: 'Ask it yourself',
    rowNote: 'Type a problem; see both answers token by token, and what the second looks at in the first.',
    button: 'Ask',
    about: 'Your own problem, the probability of every token, the program that is run, and attention.',
    aboutRecorded: 'The model that this recording ended with, or the base it started from.',
    aboutNone: 'Nothing is trained here yet: only the base can be asked.',
    busy: 'Pause training to ask.',
    title: (name: string) => `Ask ${name}`,
    problem: 'Your problem',
    examples: 'For example',
    send: 'Ask',
    again: 'Ask again',
    heldOut: 'Another held-out problem',
    who: 'Who answers',
    policy: (name: string, step: number) => `${name} at step ${step}`,
    base: 'the base it started from',
    draws: 'Tokens',
    greedy: 'always the likeliest',
    sampled: 'drawn by probability',
    asking: 'Asking.',
    answersTo: (problem: string) => `Answers to ${problem}`,
    expected: (expected: string, note: string) => `A right answer is ${expected}; ${note}.`,
    first: 'First answer',
    firstEdited: 'First answer, changed by you',
    second: 'Second answer',
    secondBefore: 'Second answer to its own first',
    secondAfter: 'Second answer to yours',
    same: 'Your change changes nothing in the second answer.',
    differs: (places: number) => `Your change changes ${places === 1 ? '1 token' : `${places} tokens`} of the second answer.`,
    kept: 'It kept its first answer.',
    revised: 'It said itself that it revises its first answer.',
    answer: (title: string, tokens: string, right: boolean) => `${title}: ${tokens}, ${right ? 'right' : 'wrong'}`,
    token: (text: string, probability: string) => `${text}, ${probability}`,
    end: 'end',
    chosenToken: (text: string, probability: string) => `${text}, ${probability}.`,
    chosen: (place: number, answer: string) => `Token ${place} of the ${answer}:`,
    firstName: 'first answer',
    secondName: 'second answer',
    entropy: (nats: string) => `Entropy ${nats} nats. The likeliest tokens here:`,
    put: (text: string) => `put ${text} here`,
    putAny: 'Put another token here',
    putNone: 'choose',
    restore: 'Its own first answer again',
    barNote:
      'The bar under a token is its probability, given all before it. Choose a token to see what else could have stood there; in the first answer, put another in its place and see what becomes of the second.',
    programs: 'What was run',
    attention: 'What the second turn looks at',
  },

  stages: {
    button: 'One stage',
    title: 'An update, stage by stage',
    what: 'An update samples answers, grades them, turns grades into advantages, and makes one gradient step. Nothing is in the model before the last of these.',
    next: { sample: 'Sample', grade: 'Grade', advantage: 'Advantage', gradient: 'Gradient' },
    nextLabel: (stage: string, update: number) => `${stage}: update ${update}`,
    working: 'Working.',
    starting: 'Starting the engine.',
    run: 'Run',
    update: (step: number, name: string) => `Update ${step}, ${name}.`,
    problem: (number: number, of: number) => `Problem ${number} of ${of} of the batch`,
    made: {
      sample: 'The policy has answered every problem of the batch, several times each.',
      grade: 'The programs have been run on hidden tests: 1 where they pass, 0 where not.',
      advantage: 'What multiplies the log-probabilities of an answer’s tokens: what it earned beyond the other answers to its problem.',
      gradient: 'The gradient step is made; the model has changed.',
    },
    imitates: 'This stage imitates chosen answers: its update is the gradient alone.',
    answers: 'Answers to this problem',
    columns: { attempt: 'Attempt', answer: 'Answer', run: 'Run', verdict: 'Verdict', advantage: 'Advantage' },
    episode: (number: number) => `episode ${number}`,
    attempts: { 'first two': ['first', 'second'], 'last two': ['second', 'third'] },
    nothing: 'nothing',
    noProgram: 'no program',
    notTrained: 'not trained',
    loss: 'Loss of the surrogate',
    penalty: (turn: number) => `of which β · KL, turn ${turn}`,
    kl: (turn: number) => `KL to the reference, turn ${turn}, nats`,
    norm: 'Norm of the gradient',
    clipped: (norm: string, limit: string) => `${norm}, clipped to ${limit}`,
    rate: 'Learning rate',
    change: 'The step, as a part of the parameters’ norm',
    rewards: 'Answers right in the batch, first and second',
  },

  ownTask: {
    title: 'Your own task',
    open: 'Your own task',
    draft: 'This is what the editor held last. To begin anew, start from an example.',
    first: 'Change the text or leave it as it is, then try it: ten of its problems are shown, and it can be trained on.',
    intro:
      'A task is a JavaScript text with two functions: make(random) returns a problem as { prompt, answer }, two short texts, and check(prompt, answer) returns true if an answer is right; there may be several. Every character is a token. The text runs in the sandbox, never in the page. Its first comment is its name, the comments behind it say why a second look can help. A function level(prompt) from 1 to 5 may be added.',
    random: 'random has integer(below), pick(list) and shuffle(list).',
    start: 'Start from',
    examples: {
      sort: {
        name: 'Sort five digits',
        why: 'Whether digits are in order is seen at a glance, and which of them is missing by counting.',
      },
      three: {
        name: 'Three that add up',
        why: 'Many choices of three are right, and to add three digits up is easier than to find them.',
      },
      brackets: {
        name: 'Close the brackets',
        why: 'What is left open has to be closed in turn, the last one first: a draft can be read against the prompt.',
      },
    },
    exampleMissing: 'This example could not be loaded.',
    saved: 'Saved in this browser',
    none: 'No task is saved yet.',
    remove: (name: string) => `Delete ${name}`,
    removed: (name: string) => `${name} was deleted.`,
    undo: 'Undo',
    editor: 'Text of the task',
    try: 'Try it',
    trying: 'Making problems in the sandbox.',
    stop: 'Stop',
    save: 'Save',
    savedNow: (name: string) => `${name} is saved in this browser.`,
    notSaved: 'This browser does not let the page save the task. Export it as a file.',
    export: 'Export as a file',
    import: 'Open a file',
    notRead: (name: string) => `${name} could not be read.`,
    train: 'Use it',
    preview: 'Ten of its problems',
    summary: (train: number, heldout: number, characters: string) =>
      `${train.toLocaleString('en')} different problems to train on and ${heldout.toLocaleString('en')} held out, written with ${characters}.`,
    prompt: 'Problem',
    answer: 'Its answer',
    mistake: 'Another answer',
    accepted: 'accepted',
    refused: 'refused',
    trainHint: 'Training starts by pretraining a base on it, then every method can be chosen.',
    changed: 'The text has changed since it was tried.',
  },

  share: {
    row: {
      share: 'Share this experiment',
      runs: 'All runs of this browser',
    },
    queueLine: (done: number, of: number): string => `The queue is being trained: ${done} of ${of} setups done.`,
    drop: {
      here: 'Drop the file of a run to open it.',
      opened: (name: string): string => `Opened ${name}. The run is saved in this browser and shown in its column.`,
      /** Why follows. */
      failed: (name: string): string => `${name} was not opened.`,
    },
    title: 'Share this experiment',
    link: {
      title: 'Link',
      text: 'The address holds the task, both methods, every changed setting and the seed. Who opens it trains the same experiment; on the same device, to the same bits.',
      label: 'Address of this experiment',
      view: 'Open it at this step and temperature',
    },
    embed: {
      title: 'In another page',
      text: 'This line of HTML shows the page in a frame, without its header and footer. What is ticked is left out of it.',
      label: 'HTML of the frame',
      frameTitle: 'Second Thoughts: a small transformer learns to correct itself',
      hide: 'Leave out',
      plain: 'Address that hides the same without a frame',
    },
    files: {
      title: 'Runs as files',
      text: 'One zip file holds a run’s settings, evaluations, rollouts and last checkpoint. Drop it on the page, here or on another computer, and the run goes on from there.',
      save: (name: string, step: number): string => `Save ${name}, step ${step}`,
      none: 'No run of this setup has been trained here yet.',
      headless: 'Unzipped into a folder, it also goes on without a browser:',
      open: 'Open the file of a run',
    },
    logs: {
      title: 'Numbers',
      text: 'Evaluations: a row per temperature and split. Updates: what each update did; kept for the updates of this visit only.',
      none: 'Nothing has been measured of this setup yet.',
      recording: 'recording',
      evaluations: 'evaluations',
      updates: 'updates',
      events: 'TensorBoard',
    },
    copy: 'Copy',
    copied: 'Copied.',
    notCopied: 'This browser does not let the page copy. The text is selected: copy it with the keyboard.',
    picture: {
      stop: '.',
      /** Before commands. */
      again: 'Made again in the folder of this project by:',
      from: (address: string): string => `Opens again at ${address}`,
    },
    parts: {
      header: 'header',
      story: 'story',
      statement: 'what is happening',
      setup: 'settings and Train',
      settings: 'more settings',
      timeline: 'timeline and methods',
      problem: 'one held-out problem',
      rewards: 'what is rewarded',
      paid: 'what an update paid',
      accuracy: 'accuracy',
      portrait: 'correcting or copying',
      transitions: 'transitions',
      drift: 'drift from the base',
      closer: 'closer look',
      ask: 'ask it yourself',
      reader: 'rollouts',
      made: 'how it was made',
      sharing: 'sharing',
      footer: 'footer',
    },
  },

  runs: {
    intro:
      'Every run that was trained in this browser. It stays here until it is deleted, or until another base model ships for its settings.',
    none: 'No run has been trained in this browser yet. Press Train, or open the file of a run.',
    temperature: { label: 'Numbers', one: 'at temperature 1', zero: 'greedy' },
    table: {
      label: 'Runs of this browser',
      choose: 'Draw',
      name: 'Name',
      method: 'Method',
      seed: 'Seed',
      settings: 'Settings that differ',
      tags: 'Tags',
      status: 'Updates',
      first: 'First right',
      second: 'Second right',
      delta: 'Δ',
      started: 'Started',
      actions: 'Actions',
      unknown: '–',
    },
    status: { training: 'in training', stopped: 'stopped', unfinished: 'not finished', finished: 'finished' },
    interval: 'Percent of the held-out problems of the last evaluation, points for Δ, with 95% intervals over problems.',
    called: (arm: string, seed: number) => `${arm}, seed ${seed}`,
    drawOf: (name: string): string => `Draw ${name}`,
    nameOf: (name: string): string => `Name of ${name}`,
    tagsOf: (name: string): string => `Tags of ${name}, with commas between`,
    show: 'Show',
    save: 'Save',
    remove: 'Delete',
    deleted: (name: string): string => `Deleted ${name}. It can be had back until the page is closed.`,
    undo: 'Undo',
    /** @param settings as an address writes them; none, no sentence */
    shared: (settings: readonly string[]): string => (settings.length === 0 ? '' : `All of these runs have ${settings.join(', ')}.`),
    overlay: {
      title: 'The chosen runs, drawn over each other',
      none: 'Tick runs in the table to draw their training curves over each other.',
      caption: 'Runs that differ only in their seed share a panel.',
      table: 'training curves of the chosen runs',
      empty: 'The chosen runs have no training measured yet: the first point comes with the first evaluation after step 0.',
    },
    compare: {
      title: 'Compare two groups',
      text: 'A group is the finished runs that differ only in their seed, or those with one tag. Seeds that both groups have are compared in pairs: means over seeds with 95% t-intervals, and p by exact sign flips, corrected by Holm over the four measures.',
      first: 'First group',
      second: 'Second group',
      few: 'Two groups with finished runs of the same task are needed.',
      measures: { acc_t1: 'First answer right', acc_t2: 'Second answer right', delta: 'Δ', change_rate: 'Second answer differs' },
      head: { measure: 'Measure', difference: 'Second − first', p: 'p', adjusted: 'p, Holm' },
      caption: (seeds: readonly number[], leftOut: readonly number[]): string =>
        `n = ${seeds.length} pairs, seeds ${seeds.join(', ')}.${leftOut.length > 0 ? ` Left out, as one group alone has them: ${leftOut.join(', ')}.` : ''}`,
      otherTask: 'The two groups are of different tasks. Choose groups of one task.',
      many: 'more than 20 pairs',
    },
    queue: {
      title: 'Repeat over seeds',
      text: 'Trains the setup of the page with each seed, both methods side by side, one seed after another. The queue is kept when the page is closed, and waits to be started again.',
      seeds: 'Seeds, like 1-10 or 1, 2, 5',
      add: 'Add to the queue',
      start: 'Start the queue',
      pause: 'Pause the queue',
      clear: 'Clear what is over',
      busy: 'A run is being trained. Pause it, then start the queue.',
      remove: 'Remove',
      label: 'The queue',
      states: { waiting: 'waits', training: 'is being trained', done: 'done', failed: 'failed' },
      setup: (methods: readonly string[], seed: number, task: string): string => `${methods.join(' and ')}, seed ${seed}, ${task}`,
    },
  },

  /** Of the story; what its chapters say is in story/en.ts. */
  story: {
    story: 'Story',
    done: 'Done',
    noChapter: (asked: string, of: number) =>
      `The story has chapters 1 to ${of}; the address asks for “${asked}”. Open the story to choose one.`,
    keys: { toggle: 'open or close the story', next: 'next chapter', previous: 'previous chapter' },
    /** Of the chapters. */
    names: {
      selfCorrection: 'What self-correction is',
      askingAgain: 'Why asking again makes the base worse',
      imitation: 'Why imitating corrections fails',
      naiveRl: 'What naive RL does',
      stageOne: 'Stage I',
      stageTwo: 'Stage II and the bonus',
      copyingOrCorrecting: 'How to tell copying from correcting',
      leak: 'Where the bonus leaks',
      limits: 'Where SCoRe does not help',
    },
  },

  methods: methodWords,
  tasks: taskWords,
  heard: heardInEnglish,
};

export default en;
