/** What survives a reload: every run's options, evaluations and last checkpoint, and the base models that were pretrained here. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { EvaluationEvent, RunOptions } from '../../workers/protocol.ts';

/** Everything about a run that is small. */
export interface StoredRun {
  id: string;
  options: RunOptions;
  /** Updates done in the last checkpoint. */
  step: number;
  finished: boolean;
  /** Programs that ran out of time or memory up to that checkpoint; runs saved by an earlier version do not say. */
  stoppedPrograms?: number;
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

const evaluationsOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity]);

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
    if (!run) return null;
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
    await Promise.all([
      transaction.objectStore('runs').put(run),
      transaction.objectStore('checkpoints').put(state, run.id),
      transaction.done,
    ]);
  }

  async saveRun(run: StoredRun): Promise<void> {
    await (await this.#open()).put('runs', run);
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

  /** Deletes the runs that nothing can ask for any more; what is left of them would only take up room. */
  async forgetUnless(isReachable: (run: StoredRun) => boolean): Promise<void> {
    const runs = await (await this.#open()).getAll('runs');
    for (const run of runs) if (!isReachable(run)) await this.forget(run.id);
  }

  async base(key: string): Promise<Uint8Array | null> {
    return (await (await this.#open()).get('bases', key)) ?? null;
  }

  async saveBase(key: string, checkpoint: Uint8Array): Promise<void> {
    await (await this.#open()).put('bases', checkpoint, key);
  }
}

/** One sentence about a save that failed. Training goes on without it. */
export function storageSentence(error: unknown): string {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  return full
    ? 'This browser has no room left to save the run. Training goes on, but closing the page would lose what is not saved: free some space, or keep the page open.'
    : 'This browser does not let the page save the run. Training goes on, but closing the page would lose it.';
}
