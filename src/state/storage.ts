/** What survives a reload: every run's options, evaluations and last checkpoint, and the base models that were pretrained here. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { EvaluationEvent, EvaluationRow, RunOptions } from '../../workers/protocol.ts';

/** Everything about a run that is small. */
export interface StoredRun {
  id: string;
  options: RunOptions;
  /** Updates done in the last checkpoint. */
  step: number;
  finished: boolean;
  /** Programs that ran out of time or memory up to that checkpoint; runs saved by an earlier version do not say. */
  stoppedPrograms?: number;
  /** When it was first saved, milliseconds since 1970. Not known of runs saved by an earlier version. */
  created?: number;
  /** What a person calls it; without one it goes by its method. */
  name?: string;
  tags?: string[];
  /** It is shown nowhere, and gone once the page is opened again. */
  deleted?: true;
}

/** A run as the table of runs lists it. */
export interface ListedRun extends StoredRun {
  /** Rows of the last evaluation up to its checkpoint; none before the first. */
  lastRows: EvaluationRow[];
}

export interface LoadedRun extends StoredRun {
  evaluations: EvaluationEvent[];
}

interface Tables extends DBSchema {
  runs: { key: string; value: StoredRun };
  evaluations: { key: [string, number]; value: EvaluationEvent };
  checkpoints: { key: string; value: Uint8Array };
  bases: { key: string; value: Uint8Array };
}

const evaluationsOf = (id: string, last = Infinity): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, last]);

/** A run with what a person said of it before. One that was deleted and is trained anew begins without. */
function withLabels(run: StoredRun, before: StoredRun | undefined): StoredRun {
  const { created = Date.now(), name, tags } = before && !before.deleted ? before : {};
  return { created, ...(name === undefined ? {} : { name }), ...(tags === undefined ? {} : { tags }), ...run };
}

export class Storage {
  #database: Promise<IDBPDatabase<Tables>> | null = null;

  #open(): Promise<IDBPDatabase<Tables>> {
    this.#database ??= openDB<Tables>('second-thoughts', 1, {
      upgrade(database) {
        database.createObjectStore('runs', { keyPath: 'id' });
        database.createObjectStore('evaluations', { keyPath: ['id', 'step'] });
        database.createObjectStore('checkpoints');
        database.createObjectStore('bases');
      },
    });
    return this.#database;
  }

  /** The run of this id as it was last saved, without its checkpoint. */
  async load(id: string): Promise<LoadedRun | null> {
    const database = await this.#open();
    const run = await database.get('runs', id);
    if (!run || run.deleted) return null;
    const evaluations = await database.getAll('evaluations', evaluationsOf(id));
    // Evaluations later than the checkpoint will be made again.
    return { ...run, evaluations: evaluations.filter((evaluation) => evaluation.step <= run.step) };
  }

  async checkpoint(id: string): Promise<Uint8Array | null> {
    return (await (await this.#open()).get('checkpoints', id)) ?? null;
  }

  async saveEvaluation(evaluation: EvaluationEvent): Promise<void> {
    await (await this.#open()).put('evaluations', evaluation);
  }

  /** Saves a checkpoint and what belongs to it together: after a crash both are there, or neither. */
  async saveCheckpoint(run: StoredRun, state: Uint8Array): Promise<void> {
    const transaction = (await this.#open()).transaction(['runs', 'checkpoints'], 'readwrite');
    const runs = transaction.objectStore('runs');
    await Promise.all([
      runs.get(run.id).then((before) => runs.put(withLabels(run, before))),
      transaction.objectStore('checkpoints').put(state, run.id),
      transaction.done,
    ]);
  }

  async saveRun(run: StoredRun): Promise<void> {
    const { store, done } = (await this.#open()).transaction('runs', 'readwrite');
    await Promise.all([store.get(run.id).then((before) => store.put(withLabels(run, before))), done]);
  }

  /** Saves a run that was made elsewhere, all of it or nothing. */
  async addRun(run: StoredRun, evaluations: readonly EvaluationEvent[], state: Uint8Array): Promise<void> {
    const transaction = (await this.#open()).transaction(['runs', 'evaluations', 'checkpoints'], 'readwrite');
    await transaction.objectStore('evaluations').delete(evaluationsOf(run.id));
    await Promise.all([
      transaction.objectStore('runs').put(run),
      ...evaluations.map((evaluation) => transaction.objectStore('evaluations').put(evaluation)),
      transaction.objectStore('checkpoints').put(state, run.id),
      transaction.done,
    ]);
  }

  /** All runs of this browser but those that are deleted. */
  async list(): Promise<ListedRun[]> {
    const transaction = (await this.#open()).transaction(['runs', 'evaluations']);
    const runs = (await transaction.objectStore('runs').getAll()).filter((run) => !run.deleted);
    return Promise.all(
      runs.map(async (run) => {
        const last = await transaction.objectStore('evaluations').openCursor(evaluationsOf(run.id, run.step), 'prev');
        return { ...run, lastRows: last?.value.rows ?? [] };
      }),
    );
  }

  /**
   * Changes what a person says of a run.
   * @returns whether the run is there
   */
  async label(id: string, labels: Pick<StoredRun, 'name' | 'tags' | 'deleted'>): Promise<boolean> {
    const { store, done } = (await this.#open()).transaction('runs', 'readwrite');
    const run = await store.get(id);
    if (run) await store.put({ ...run, ...labels });
    await done;
    return run !== undefined;
  }

  async forget(id: string): Promise<void> {
    const transaction = (await this.#open()).transaction(['runs', 'evaluations', 'checkpoints'], 'readwrite');
    await Promise.all([
      transaction.objectStore('runs').delete(id),
      transaction.objectStore('checkpoints').delete(id),
      transaction.objectStore('evaluations').delete(evaluationsOf(id)),
      transaction.done,
    ]);
  }

  /** Deletes the runs that were deleted in an earlier visit, and those that nothing can ask for any more. */
  async forgetUnless(isReachable: (run: StoredRun) => boolean): Promise<void> {
    const runs = await (await this.#open()).getAll('runs');
    for (const run of runs) if (run.deleted || !isReachable(run)) await this.forget(run.id);
  }

  async base(key: string): Promise<Uint8Array | null> {
    return (await (await this.#open()).get('bases', key)) ?? null;
  }

  async saveBase(key: string, checkpoint: Uint8Array): Promise<void> {
    await (await this.#open()).put('bases', checkpoint, key);
  }
}

/** One sentence about what could not be done with what is kept: its own, or about the browser that keeps nothing. */
export const keepingSentence = (error: unknown): string =>
  error instanceof Error && error.name === 'Error' ? error.message : storageSentence(error);

/** One sentence about a save that failed. Training goes on without it. */
export function storageSentence(error: unknown): string {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  return full
    ? 'This browser has no room left to save the run. Training goes on, but closing the page would lose what is not saved: free some space, or keep the page open.'
    : 'This browser does not let the page save the run. Training goes on, but closing the page would lose it.';
}
