import { methodById, updatesOf, type EvaluationRow, type RunOptions } from '../../workers/protocol.ts';
import type { RunInFile } from '../share/runFile.ts';
import type { LiveRun } from '../state/liveRun.svelte.ts';
import type { Session } from '../state/session.svelte.ts';
import { keepingSentence, Storage, type ListedRun } from '../state/storage.ts';

export type RunStatus = 'training' | 'stopped' | 'unfinished' | 'finished';

/** A run of this browser, saved or in training. */
export interface RunEntry {
  id: string;
  options: RunOptions;
  /** '' where nobody has named it. */
  name: string;
  tags: readonly string[];
  /** Milliseconds since 1970. */
  created: number | undefined;
  step: number;
  /** Of the whole run. */
  updates: number;
  status: RunStatus;
  /** Rows of its last evaluation. */
  lastRows: readonly EvaluationRow[];
}

const updatesOfRun = ({ method, steps }: RunOptions): number => updatesOf(methodById(method), steps);

const ofSaved = ({ id, options, name = '', tags = [], created, step, finished, lastRows }: ListedRun): RunEntry => ({
  ...{ id, options, name, tags, created, step, lastRows },
  updates: updatesOfRun(options),
  status: finished ? 'finished' : 'unfinished',
});

/** All runs of this browser: listed, named, deleted. */
export class RunLibrary {
  #saved = $state.raw<readonly ListedRun[]>([]);
  /** Deleted since the page was opened, the latest last; they can be had back. */
  deleted = $state.raw<readonly RunEntry[]>([]);
  /** Why the last thing that was asked for could not be done. */
  problem = $state<string | null>(null);
  readonly #storage = new Storage();
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  readonly entries: readonly RunEntry[] = $derived.by(() => {
    const live = [...this.#session.runs.values()].filter(({ step, evaluations }) => step > 0 || evaluations.length > 0);
    const unsaved = live.filter(({ id }) => !this.#saved.some((saved) => saved.id === id));
    const fresh = unsaved.map(({ id, options }): ListedRun => ({ id, options, step: 0, finished: false, lastRows: [] }));
    return [...this.#saved, ...fresh]
      .filter(({ id }) => this.deleted.every((entry) => entry.id !== id))
      .map((saved) => this.#withLive(ofSaved(saved), this.#session.runs.get(saved.id)))
      .sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
  });

  #withLive(entry: RunEntry, live: LiveRun | undefined): RunEntry {
    if (!live) return entry;
    const status = live.finished ? 'finished' : this.#session.isTrained(live.id) ? 'training' : live.stopped ? 'stopped' : 'unfinished';
    return { ...entry, step: live.step, status, lastRows: live.evaluations.at(-1)?.rows ?? entry.lastRows };
  }

  async refresh(): Promise<void> {
    await this.#try(async () => {
      this.#saved = await this.#storage.list();
    });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#label(id, { name: name.trim() });
  }

  async tag(id: string, tags: readonly string[]): Promise<void> {
    const said = tags.map((tag) => tag.trim());
    await this.#label(id, { tags: said.filter((tag, index) => tag !== '' && said.indexOf(tag) === index) });
  }

  async #label(id: string, labels: { name: string } | { tags: string[] }): Promise<void> {
    await this.#try(async () => {
      if (!(await this.#storage.label(id, labels)))
        throw new Error('This run is not saved yet. Give it a name after its first evaluation.');
      this.#saved = await this.#storage.list();
    });
  }

  /** Takes a run away that is not being trained. It can be had back until the page is closed. */
  async remove(entry: RunEntry): Promise<void> {
    await this.#try(async () => {
      if (this.#session.isTrained(entry.id)) throw new Error('This run is being trained. Pause it, then delete it.');
      await this.#storage.label(entry.id, { deleted: true });
      this.#session.release(entry.id);
      this.deleted = [...this.deleted, entry];
    });
  }

  /** Brings back the run that was deleted last. @returns it, or null if there is none */
  async undo(): Promise<RunEntry | null> {
    const entry = this.deleted.at(-1);
    if (!entry) return null;
    await this.#try(async () => {
      this.deleted = this.deleted.slice(0, -1);
      const isThere = await this.#storage.label(entry.id, { deleted: undefined });
      await this.refresh();
      await this.#session.restore([entry.options]);
      if (!isThere) throw new Error('This run is gone: the page was opened in another tab since it was deleted.');
    });
    return entry;
  }

  /** The training rows of a run, and all others, in the order of their steps. */
  async rowsOf(id: string): Promise<EvaluationRow[]> {
    const live = this.#session.runs.get(id);
    const evaluations = live?.evaluations ?? (await this.#storage.load(id).catch(() => null))?.evaluations ?? [];
    return evaluations.flatMap(({ rows }) => rows);
  }

  /** A run as it was last saved, to be written to a file. @throws with a sentence if it was not */
  async saved(id: string): Promise<RunInFile> {
    const [run, state] = await Promise.all([this.#storage.load(id), this.#storage.checkpoint(id)]);
    if (!run || !state) throw new Error('This run is not saved yet: its first checkpoint comes with its first evaluation.');
    const { evaluations, ...about } = run;
    return { run: about, evaluations, state };
  }

  /** Saves a run that was made elsewhere. @throws with a sentence if this browser has it already */
  async add({ run, evaluations, state }: RunInFile): Promise<void> {
    const own = await this.#storage.load(run.id);
    if (own)
      throw new Error(
        `This browser has that run already, with ${own.step} updates; the file has ${run.step}. To open the file's, save yours to a file, delete it in the table of runs, and open the file again.`,
      );
    this.#session.release(run.id);
    await this.#storage.addRun(run, evaluations, state);
    this.deleted = this.deleted.filter(({ id }) => id !== run.id);
    await this.refresh();
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.problem = null;
    try {
      await act();
    } catch (error) {
      this.problem = keepingSentence(error);
    }
  }
}
