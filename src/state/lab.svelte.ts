import { diagnosisOf, verdictsOf, type Diagnosis } from '../../workers/measures/diagnosis.ts';
import type { EpisodeView, EvaluationRow, Recording } from '../../workers/protocol.ts';
import { heard } from '../languages/heard.ts';
import { methodWords } from '../languages/names.ts';
import { words } from '../languages/words.ts';
import { sharedDomains } from '../pictures/kit/domains.ts';
import type { PictureInput } from '../pictures/kit/picture.ts';
import { lastAt, rowsBy } from '../pictures/kit/series.ts';
import { readerRows, type ReaderRow } from '../pictures/rollouts/reading.ts';
import { kindsOfMoments, type Moment } from './kindsOfMoments.ts';
import type { LiveRun } from './liveRun.svelte.ts';
import { Looks } from './looks.svelte.ts';
import { onsetOf, type Onset } from './onset.ts';
import { Playhead } from './playhead.svelte.ts';
import { recall, remember } from './remember.ts';
import { Session } from './session.svelte.ts';
import { differences, firstTask } from './setup.ts';
import { SetupStore } from './setupStore.svelte.ts';
import { fetchRecordings, recordingsFor } from './shipped.ts';
import { chooseShown, evaluatedSteps, heldOutRows, type ShownRun } from './shown.ts';
import { variantsOf, type Variant } from './variants.ts';

/** The left run or the right one. */
export type Column = 0 | 1;

/** All that the page shows, derived from the setup, the runs of this tab, the recordings and the playhead. */
export class Lab {
  readonly setup = new SetupStore();
  readonly session = new Session();
  readonly looks = new Looks(this.session);
  readonly playhead: Playhead;
  /** By the names of their files; null where they could not be loaded. */
  #recordings = $state.raw<Readonly<Record<string, readonly Recording[] | null | undefined>>>({});
  readonly #requested: Record<string, Promise<void>> = {};

  /** While the story tells of a run, a recording is shown in the place of one that has only begun, unless it is being trained. */
  isTold = $state(false);
  readonly live: readonly (LiveRun | undefined)[] = $derived(this.setup.columns.map((options) => this.session.runOf(options)));
  readonly shown: readonly ShownRun[] = $derived(
    this.setup.columns.map((options, column) => {
      const recordings = recordingsFor([options]).flatMap((name) => this.#recordings[name] ?? []);
      const live = this.live[column];
      const waits = this.isTold && live && !live.finished && !this.isTraining;
      const shown = chooseShown(options, waits ? undefined : live, recordings);
      return shown.source === 'none' ? chooseShown(options, live, recordings) : shown;
    }),
  );
  readonly #evaluatedSteps: readonly number[] = $derived(evaluatedSteps(this.shown));
  /** The step of the last evaluation at or before the playhead, which moves at every frame: what is known at evaluations only changes with this. */
  readonly evaluated: number = $derived.by(() => this.#evaluatedSteps[rowsBy(this.#evaluatedSteps, this.playhead.step) - 1] ?? 0);

  /** @param recordings of the first task, where they are at hand already */
  constructor(recordings: readonly Recording[] | null = null) {
    if (recordings) {
      this.#recordings = { [firstTask]: recordings };
      this.#requested[firstTask] = Promise.resolve();
    }
    this.playhead = new Playhead(() => this.#evaluatedSteps);
  }

  readonly rows: readonly EvaluationRow[][] = $derived.by(() =>
    this.shown.map((run) => heldOutRows(run.evaluations, this.playhead.temperature)),
  );
  /** What sets the runs that are shown apart from their methods, or from each other, by a word. */
  readonly variants: readonly (readonly Variant[])[] = $derived(
    this.shown.map(({ options }, column) => variantsOf(options, this.shown[1 - column].options)),
  );
  /** What the runs are called where a sentence is about them. */
  readonly subjects: readonly string[] = $derived(
    this.shown.map(({ method }, column) => {
      const { short } = methodWords(method);
      const marks = this.variants[column].map(({ mark }) => mark);
      return marks.length > 0 ? words().diagnosis.marked(short, marks) : short;
    }),
  );
  readonly domains = $derived(sharedDomains(this.rows.flat()));
  /** Updates the axes end at. */
  readonly steps = $derived(Math.max(...this.shown.map((run) => run.boundaries.at(-1) ?? 0)) || this.setup.columns[0].steps);
  readonly inputs: readonly PictureInput[] = $derived.by(() =>
    this.shown.map((run, column) => ({
      name: [methodWords(run.method).name, ...this.variants[column].map(({ mark }) => mark)].join(words().figure.comma),
      rows: this.rows[column],
      step: this.playhead.step,
      steps: this.steps,
      boundaries: run.boundaries,
      stageNames: run.stages.map((stage) => heard(stage.name)),
    })),
  );
  /** What every evaluation says with those before it: the playhead moves at every frame, and they do not change with it. */
  readonly #verdicts = $derived(this.rows.map(verdictsOf));
  readonly #verdictsSoFar = $derived.by(() =>
    // The base's row has no verdict.
    this.rows.map((rows, column) => this.#verdicts[column].slice(0, Math.max(0, rowsBy(rows, this.evaluated) - 1))),
  );
  readonly diagnoses: readonly Diagnosis[] = $derived.by(() => {
    const verdicts = this.#verdictsSoFar.map((ofRun) => ofRun.at(-1));
    return this.#diagnosesOf(verdicts, ({ step }) => (this.playhead.chosen === null ? step : this.playhead.step));
  });
  /** The same at one moment of every kind that the histories of both runs come to, the base's first. */
  readonly diagnosesOfMoments: readonly (readonly Diagnosis[])[] = $derived.by(() => {
    const moments = kindsOfMoments(this.#verdicts);
    return [this.#diagnosesOf(moments[0], () => 0), ...moments.map((moment) => this.#diagnosesOf(moment, () => Infinity))];
  });
  readonly onsets: readonly (Onset | null)[] = $derived.by(() => this.#verdictsSoFar.map(onsetOf));
  /** The rollouts of the evaluation at the playhead, problem by problem. */
  readonly rollouts: readonly ReaderRow[] = $derived.by(() => readerRows(this.shown.map((run) => this.#episodesAt(run, this.evaluated))));
  /** The rollouts of the last evaluation, wherever the playhead is. */
  readonly lastRollouts: readonly ReaderRow[] = $derived.by(() =>
    readerRows(this.shown.map((run) => this.#episodesAt(run, this.playhead.end))),
  );

  #diagnosesOf(verdicts: Moment, stepOf: (run: ShownRun) => number): Diagnosis[] {
    return this.shown.map((run, column) => {
      const firstEvaluationAt = Math.min(run.options.evaluateEvery, run.options.steps);
      return diagnosisOf(this.rows[column][0], verdicts[column], { step: stepOf(run), firstEvaluationAt });
    });
  }

  #episodesAt(run: ShownRun, step: number): readonly EpisodeView[] {
    return lastAt(run.evaluations, step)?.episodes.find((set) => set.temperature === this.playhead.temperature)?.views ?? [];
  }

  /** The address of the setup that was trained last; '' if none was. */
  get lastSetup(): string {
    return recall('last-setup') ?? '';
  }

  /** Fetches what the setup can show: its recordings, and its saved runs. */
  async refresh(): Promise<void> {
    for (const name of recordingsFor(this.setup.columns)) {
      this.#requested[name] ??= fetchRecordings(name).then((recordings) => {
        this.#recordings = { ...this.#recordings, [name]: recordings };
        // Whoever wants it again has it asked for again.
        if (!recordings) delete this.#requested[name];
      });
    }
    await this.session.restore(this.setup.columns);
  }

  /** Whether recordings of this setup are still on their way. */
  get loading(): boolean {
    return recordingsFor(this.setup.columns).some((name) => this.#recordings[name] === undefined);
  }

  /** Whether there is nothing to show in a column because its recordings could not be loaded. */
  isUnloaded(column: number): boolean {
    const { source, options } = this.shown[column];
    return source === 'none' && recordingsFor([options]).some((name) => this.#recordings[name] === null);
  }

  get isTraining(): boolean {
    return this.session.status !== 'idle';
  }

  /** Whether a base is being made, of the runs that are shown or of others. */
  get isPretraining(): boolean {
    return this.isTraining && [...this.session.runs.values()].some((run) => run.isPretraining);
  }

  /** Whether closing the page now would lose work: what cannot be saved, or a base that is half made. */
  get couldLose(): boolean {
    return this.isPretraining || (this.session.kept.problem !== null && this.live.some((run) => run));
  }

  /** Runs of this setup that have begun and are not finished. */
  get unfinished(): boolean {
    return this.live.some((run) => run && !run.finished);
  }

  get finished(): boolean {
    return this.live.every((run) => run?.finished);
  }

  /** Whether both columns show one and the same run. */
  get sameRun(): boolean {
    const [left, right] = this.setup.columns;
    return left.method === right.method && differences(left, right).length === 0;
  }

  /** Fields that hold something that is not allowed. */
  get refused(): boolean {
    return this.setup.drafts.length > 0;
  }

  /** What the main button does: train, pause, continue, or train again with the next seed. */
  async train(): Promise<void> {
    if (this.isTraining) return this.session.pause();
    if (this.refused) return;
    if (this.finished) this.setup.set({ key: 'seed', value: String(this.setup.columns[0].seed + 1), column: 'both' });
    remember('last-setup', this.setup.address);
    this.looks.stop();
    this.playhead.follow();
    await this.session.restore(this.setup.columns);
    await this.session.play(this.setup.columns);
  }

  stepOnce(): Promise<void> {
    return this.#step(() => this.session.stepOnce(this.setup.columns));
  }

  stepStage(): Promise<void> {
    return this.#step(() => this.session.stepStage(this.setup.columns));
  }

  async #step(work: () => Promise<void>): Promise<void> {
    if (this.isTraining || this.refused || this.finished) return;
    remember('last-setup', this.setup.address);
    this.looks.stop();
    this.playhead.follow();
    await work();
  }

  async reset(): Promise<void> {
    this.playhead.follow();
    await this.session.reset(this.setup.columns);
  }

  /** The transport's play: goes on training a run that is not finished, plays back everything else. */
  async toggle(): Promise<void> {
    if (this.isTraining || (this.unfinished && this.playhead.chosen === null)) return this.train();
    if (this.playhead.playing) this.playhead.stop();
    else this.playhead.play();
  }
}
