/**
 * The door between the page and the workers: everything that crosses is declared here, and the page imports nothing else from
 * `workers/` but the pure functions of `workers/measures`. Everything is plain data; the only function is the comlink callback.
 */
import type { EvaluationRow } from './measures/outcome.ts';
import type { Verdict } from './grader/verdict.ts';
import type { RunOptions } from './methods/options.ts';
import type { MapSketch } from './tasks/task.ts';
import type { ProbeName, ProbeResults } from './methods/probes/list.ts';
import type { BenchFindings } from './bench/rows.ts';
import type { OwnFindings } from './tasks/own/examine.ts';

export type { EvaluationRow } from './measures/outcome.ts';
export type { BenchFindings, BenchRow } from './bench/rows.ts';
export type { Verdict } from './grader/verdict.ts';
export type { ChoiceOption } from './methods/choices.ts';
export { isChoiceOption, optionChoices } from './methods/choices.ts';
export type { KlName, Stage } from './methods/stage.ts';
export type { Method } from './methods/table.ts';
export type { NumberOption, RunOptions } from './methods/options.ts';
export type { ProbeName, ProbeResults } from './methods/probes/list.ts';
export { creditsFirstTurn, rewards, stageAt, stageBoundaries } from './methods/stage.ts';
export {
  canChange,
  cellKey,
  cellKls,
  cellName,
  cellNameOf,
  cellRewards,
  cellsOf,
  cellText,
  isCellKey,
  stagesOf,
  turnsOf,
} from './methods/cells.ts';
export { methodById, methods, updatesOf } from './methods/table.ts';
export { baseKey, baseOptions, defaultOptions, isBaseOption, optionLimits, parseRunOptions, sizeOptions } from './methods/options.ts';
export { describeState } from './methods/state.ts';
export { isSoftwareAdapter } from './model/adapter.ts';
export { taskLabels } from './tasks/index.ts';
export type { OwnFindings } from './tasks/own/examine.ts';
export { isOwnTask, labelOf as labelOfOwnTask, longestTask, ownTaskId, sourceOf as sourceOfOwnTask } from './tasks/own/source.ts';
export type { MapSketch, Point, TaskLabel } from './tasks/task.ts';
export { drawingOf } from './tasks/mapDrawing.ts';

export type BackendName = 'webgpu' | 'wasm';

export interface EngineReport {
  backend: BackendName;
  /** Vendor and architecture of the GPU, or the kind of CPU code. */
  adapter: string;
  /** Whether our own kernels are in use; without them training runs on TensorFlow.js's own operations. */
  isFast: boolean;
  /** One plain sentence about what is in use and why. */
  sentence: string;
}

export interface RunRequest {
  /** Chosen by the page; comes back on every event of this run. */
  id: string;
  options: RunOptions;
  /** A base checkpoint (safetensors); null pretrains one first, of the size the options name. */
  base: Uint8Array | null;
  /** The bytes of the last `checkpoint` event of this run, to go on exactly from there. */
  resume: Uint8Array | null;
}

/** One attempt of a shown episode. */
export interface AttemptView {
  /** Text of each answer token, '' behind the end of the answer. */
  tokens: string[];
  right: boolean;
  verdict: Verdict;
  /** The program that was executed; '' if none could be read from the tokens. */
  program: string;
  /** What the sandbox said: the value returned, or what went wrong. */
  result: string;
}

export interface EpisodeView {
  prompt: string;
  /** A right answer, as text. */
  expected: string;
  /** What makes this problem easy or hard. */
  note: string;
  attempts: [AttemptView, AttemptView];
  /** The map that answers colour, of a task that has one: token i is the colour of region i. Episodes of earlier versions have none. */
  map?: MapSketch;
}

export interface EvaluationEvent {
  kind: 'evaluation';
  id: string;
  step: number;
  /** Held-out rows at temperatures 0 and 1, and the training row since the last evaluation. */
  rows: EvaluationRow[];
  /** The same held-out problems at every evaluation, by temperature. */
  episodes: { temperature: number; views: EpisodeView[] }[];
  /** Of the last update before it; not there before the first, nor where that update imitated. */
  paid?: PaidProblem;
}

/** An attempt of an update's batch. */
export interface PaidAttempt {
  /** Up to the end of the answer. */
  tokens: string[];
  right: boolean;
  /** What multiplied the log-probabilities of its tokens, the pull to the base aside; null where they were not trained on. */
  advantage: number | null;
}

/** Episodes of one problem of an update's batch: first and second attempts. */
export interface PaidProblem {
  prompt: string;
  stage: string;
  /** Which turns the update played. */
  turns: 'first two' | 'last two';
  episodes: [PaidAttempt, PaidAttempt][];
}

/** What one update did; means over its batch unless said otherwise. Null where it imitated chosen answers and sampled none. */
export interface UpdateReport {
  /** Updates done, this one included. */
  step: number;
  stage: string;
  r1: number | null;
  r2: number | null;
  change_rate: number | null;
  /** How many programs of both turns ran out of time or memory; a count. */
  stopped_programs: number;
  /** Of the answers that were trained on, 0 if none was; of all of a turn that the stage leaves out. */
  kl_t1: number;
  kl_t2: number;
  entropy_t1: number;
  entropy_t2: number;
  gradient_norm: number;
  learning_rate: number;
}

/** Something of both attempts of an episode. */
export type AttemptPair<T> = [first: T, second: T];

/**
 * What a stage of an update made, of all its batch: lists of attempts are by problem, and by episode of the problem. An update that imitates
 * chosen answers is its gradient alone.
 */
export type StageOfUpdate =
  | { made: 'sample'; stage: string; turns: PaidProblem['turns']; prompts: string[]; answers: AttemptPair<string>[][] }
  | { made: 'grade'; grades: AttemptPair<Pick<AttemptView, 'program' | 'verdict' | 'result'>>[][] }
  | { made: 'advantage'; advantages: AttemptPair<number | null>[][] }
  | {
      made: 'gradient';
      report: UpdateReport;
      loss: number;
      /** Coefficients of both turns' KL in the loss. */
      betas: [number, number];
      /** Euclidean norms: of the parameters before the update, and of what it added to them. */
      length: number;
      change: number;
    };

export type RunEvent =
  | {
      kind: 'phase';
      id: string;
      phase: 'pretraining' | 'sampling' | 'training' | 'evaluating';
      sentence: string;
      /** 0..1 */ progress: number;
    }
  | ({ kind: 'update'; id: string; milliseconds: number } & UpdateReport)
  | EvaluationEvent
  /** A stage of the update that will be number `step`, where updates are made stage by stage. */
  | ({ kind: 'stage'; id: string; step: number } & StageOfUpdate)
  | { kind: 'checkpoint'; id: string; step: number; /** Policy, base, optimiser and step: all that a run is. */ state: Uint8Array }
  /** The base model that was pretrained for this run. */
  | { kind: 'base'; id: string; checkpoint: Uint8Array }
  | { kind: 'finished'; id: string; step: number; /** The trained model, safetensors. */ model: Uint8Array }
  /** The run cannot go on in this worker; the last checkpoint is kept. Where only the GPU was lost, a fresh worker can go on from there. */
  | { kind: 'stopped'; id: string; step: number; sentence: string; gpuWasLost: boolean };

/** Whose answers: those of a run, by the bytes of its last `checkpoint` event, or of its base; or those of a base model alone. */
export type AskedModel = { state: Uint8Array; who: 'policy' | 'base' } | { checkpoint: Uint8Array };

export interface Question {
  /** As a person typed it, or the number of a held-out one, from 0. */
  problem: string | { heldOut: number };
  /** 0 always takes the likeliest token. */
  temperature: number;
  /** Which of several samples of the same question: each has its own random numbers. */
  sample: number;
  /** Ids of the tokens that stand in the place of the model's own first answer. */
  firstAnswer?: readonly number[];
}

/** A token of a task's vocabulary. */
export interface TokenView {
  id: number;
  /** '' for padding and for the end of an answer. */
  text: string;
  isEnd: boolean;
}

export interface LikelyToken extends TokenView {
  /** Given all before it, at temperature 1. */
  probability: number;
}

/** A token of an answer, and what could have stood in its place. */
export interface AskedToken extends LikelyToken {
  /** Of all that could, nats. */
  entropy: number;
  /** The likeliest, from the likeliest on. */
  alternatives: LikelyToken[];
}

/** What of an episode a position belongs to. */
export type AskedPart = 'prompt' | 'first' | 'separator' | 'second';

export interface Asked {
  view: EpisodeView;
  /** Tokens of both answers, the end of the answer included where there is one. */
  turns: [AskedToken[], AskedToken[]];
  /** Where the model says itself whether it revises its first answer: whether it did. */
  revised: boolean | null;
  /** What the model looks at while it writes its second answer. */
  attention: {
    /** All that it reads, but for the last token of the second answer. */
    positions: (TokenView & { part: AskedPart })[];
    /** [layer][head][token of the second answer][position]: weights of all positions before that token, sum 1. */
    weights: number[][][][];
  };
  /** What an answer can be made of. */
  vocabulary: TokenView[];
}

/** How far the probes of a run's model are. */
export interface ProbeProgress {
  /** Probes made, of how many. */
  done: number;
  of: number;
  /** The one that is being made; null once all are. */
  doing: ProbeName | null;
  /** What those that are made have found. */
  results: Partial<ProbeResults>;
}

/** Name of the error with which calls reject because the GPU was lost: a fresh worker can go on from the last checkpoints. */
export const gpuLost = 'GpuLostError';

/** The trainer worker, as comlink exposes it. Every method rejects with a sentence that can be shown as it is. */
export interface TrainerApi {
  /** Chooses a backend, once; later calls give the same report. */
  start(): Promise<EngineReport>;
  /** Makes these the open runs, closing others, and evaluates the new ones. They advance in lock step, update by update. */
  open(requests: RunRequest[], listen: (event: RunEvent) => void): Promise<void>;
  /** Trains until paused, finished or stopped; resolves then. */
  play(): Promise<void>;
  /** Stops after the update in hand and sends a checkpoint of every open run; resolves then. */
  pause(): Promise<void>;
  /** One update of every open run. */
  step(): Promise<void>;
  /**
   * One stage of an update of every open run: sample, grade, advantage or gradient. A run whose update is done waits for the others. Whatever
   * trains next goes on with the update in hand; a checkpoint in the middle of one is that of its beginning.
   */
  stepStage(): Promise<void>;
  /**
   * Probes the model of an open run, which goes on afterwards as if nothing had happened. Refused while runs are trained.
   * @param problems of every probe
   * @returns null if it was stopped
   */
  probe(id: string, problems: number, say: (progress: ProbeProgress) => void): Promise<ProbeResults | null>;
  /** Gives up the probes in hand. */
  stopProbe(): Promise<void>;
  /** Puts a problem to a model; open runs go on afterwards as if nothing had happened. Refused while runs are trained. */
  ask(model: AskedModel, question: Question): Promise<Asked>;
}

/** The bench worker: measures this device once, then it is thrown away. */
export interface BenchApi {
  /**
   * @param base the shipped base model of addition
   * @param say told what is being done, in a sentence
   */
  measure(base: Uint8Array, say: (sentence: string) => void): Promise<BenchFindings>;
}

/** The worker that examines a task which somebody is writing; it is thrown away afterwards. */
export interface OwnTaskApi {
  /** Runs a task's text in the sandbox. Takes seconds; what is wrong with the task is in the findings. */
  examine(text: string): Promise<OwnFindings>;
}

/** A finished run, recorded: what the page shows before anything is trained. Files of this shape lie in `public/recordings`. */
export interface Recording {
  options: RunOptions;
  /** Command that made it. */
  command: string;
  backend: BackendName;
  adapter: string;
  seconds: number;
  /** Name of the file beside the recording that holds the model it ended with. */
  model: string;
  evaluations: EvaluationEvent[];
}
