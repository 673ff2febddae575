import { baseKey, type AskedModel, type Recording, type RunEvent, type RunOptions } from '../../workers/protocol.ts';
import { isReachable } from './identity.ts';
import type { LiveRun } from './liveRun.svelte.ts';
import { usesShippedBase } from './setup.ts';
import { fetchBase, fetchRecordedModel } from './shipped.ts';
import { Storage, storageSentence, type LoadedRun, type StoredRun } from './storage.ts';

/** What this browser keeps of the runs of a tab, and the models that they start from, go on from, or are asked with. */
export class KeptRuns {
  /** Why a run could not be saved. */
  problem = $state<string | null>(null);
  /** The shipped base model could not be had, so one is pretrained. */
  baseMissing = $state(false);
  readonly #storage = new Storage();
  #saved: Promise<void> = Promise.resolve();
  /** Those that were asked: each question puts one to the trainer. */
  readonly #recordedModels = new WeakMap<Recording, Uint8Array>();

  constructor() {
    void this.#storage.forgetUnless(isReachable).catch(() => undefined);
  }

  /** Settles once all that was told of the runs so far is saved. */
  get saved(): Promise<void> {
    return this.#saved;
  }

  /** The run of this id as it was last saved, without its checkpoint; null if it cannot be had. */
  load(id: string): Promise<LoadedRun | null> {
    return this.#storage.load(id).catch(() => null);
  }

  async forget(id: string): Promise<void> {
    await this.#storage.forget(id).catch(() => undefined);
  }

  /** The last checkpoint of a run; null if none was made, or it was not saved. */
  async stateOf(run: LiveRun): Promise<Uint8Array | null> {
    return run.checkpoint ?? (await this.#storage.checkpoint(run.id).catch(() => null));
  }

  /** The base that a run with these options starts from; null if it must be pretrained. */
  async baseOf(options: RunOptions): Promise<Uint8Array | null> {
    const shipped = usesShippedBase(options) ? await fetchBase(options.task) : null;
    this.baseMissing = usesShippedBase(options) && shipped === null;
    return shipped ?? (await this.#storage.base(baseKey(options)).catch(() => null));
  }

  /**
   * The model to put a problem to.
   * @param run of these options in this tab
   * @param recording of these options, where there is no such run
   * @throws with a sentence if there is none yet, or it cannot be had
   */
  async modelOf(run: LiveRun | undefined, options: RunOptions, recording: Recording | null, who: 'policy' | 'base'): Promise<AskedModel> {
    const state = run && (await this.stateOf(run));
    if (state) return { state, who };
    if (who === 'policy' && recording) {
      const checkpoint = this.#recordedModels.get(recording) ?? (await fetchRecordedModel(recording));
      if (!checkpoint) throw new Error('The model of this recording could not be loaded. Check the connection, then ask again.');
      this.#recordedModels.set(recording, checkpoint);
      return { checkpoint };
    }
    const checkpoint = who === 'base' ? await this.baseOf(options) : null;
    if (!checkpoint) throw new Error('There is no model of this kind to ask yet. Train it for an update, then ask.');
    return { checkpoint };
  }

  /** Saves what a run says. */
  save(run: LiveRun, event: RunEvent): void {
    const saving = this.#save(run, event);
    this.#saved = this.#saved.then(() => saving);
  }

  async #save(run: LiveRun, event: RunEvent): Promise<void> {
    const { id, options, savedStoppedPrograms: stoppedPrograms } = run;
    const stored = (step: number, finished: boolean): StoredRun => ({ id, options, step, finished, stoppedPrograms });
    try {
      if (event.kind === 'evaluation') await this.#storage.saveEvaluation(event);
      else if (event.kind === 'checkpoint') await this.#storage.saveCheckpoint(stored(event.step, event.step >= run.updates), event.state);
      else if (event.kind === 'finished') await this.#storage.saveRun(stored(event.step, true));
      else if (event.kind === 'base') await this.#storage.saveBase(baseKey(run.options), event.checkpoint);
    } catch (error) {
      this.problem = storageSentence(error);
    }
  }
}
