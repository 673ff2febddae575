import type { Playhead } from '../state/playhead.svelte.ts';
import { recall, remember } from '../state/remember.ts';
import { writeAddress } from '../state/address.ts';
import { applySettings, defaultColumns, type Columns } from '../state/setup.ts';
import type { SetupStore } from '../state/setupStore.svelte.ts';
import { fetchStudy } from '../study/fetchStudy.ts';
import type { StudyFile } from '../study/studyFile.ts';
import { withChapter } from './address.ts';
import type { Chapter, ChapterId, ChapterSetup, StoryLab } from './chapter.ts';
import { chapters } from './chapters.ts';
import type { TermId } from './chapter.ts';

/** What the visitor had when the story was opened. */
type Before = Pick<SetupStore, 'columns' | 'drafts'> & Pick<Playhead, 'chosen' | 'temperature'>;

/** The options of both runs that a chapter sets. */
export const columnsOf = ({ task, methods, settings = [] }: ChapterSetup): Columns =>
  applySettings(defaultColumns(task, methods), settings);

/** The guided lesson: which chapter is open, what was done, and what the lab goes back to. */
export class Story {
  #index = $state<number | null>(null);
  #done = $state.raw<readonly ChapterId[]>([]);
  #studies = $state.raw<Readonly<Record<string, StudyFile | null | 'unloaded'>>>({});
  #before = $state.raw<Before | null>(null);
  /** The term whose explanation is shown. */
  openTerm = $state<TermId | null>(null);
  readonly #lab: StoryLab;

  constructor(lab: StoryLab) {
    this.#lab = lab;
  }

  /** Place of the open chapter, from 0; null while the story is closed. */
  get index(): number | null {
    return this.#index;
  }

  get chapter(): Chapter | null {
    return this.#index === null ? null : chapters[this.#index];
  }

  isDone(id: ChapterId): boolean {
    return this.#done.includes(id);
  }

  /** What the study says of a task: undefined until it has been read, null if it says nothing, a word if it could not be loaded. */
  study(task: string): StudyFile | null | 'unloaded' | undefined {
    return this.#studies[task];
  }

  /** The address while the page is as it is: in the story it is the visitor's own setup, and the chapter. */
  addressOf(setupAddress: string): string {
    if (this.#index === null || !this.#before) return setupAddress;
    return withChapter(writeAddress(this.#before.columns), this.#index + 1);
  }

  /** Opens a chapter: the lab gets its setup, real runs or recordings included. */
  goTo(index: number): void {
    const { setup, playhead } = this.#lab;
    this.#before ??= { columns: setup.columns, drafts: setup.drafts, chosen: playhead.chosen, temperature: playhead.temperature };
    this.#index = index;
    this.#lab.isTold = true;
    this.openTerm = null;
    const { id, setup: own, claims } = chapters[index];
    this.#show({ columns: columnsOf(own), drafts: [], chosen: own.playhead === 'start' ? 0 : null, temperature: own.temperature });
    remember('story', id);
    for (const { figure } of claims) void this.#read(figure.task);
  }

  /**
   * Opens the chapter that an address names.
   * @param asked its number, from 1
   * @returns whether there is one
   */
  follow(asked: string): boolean {
    const index = Number(asked) - 1;
    if (!(index in chapters)) return false;
    this.goTo(index);
    return true;
  }

  next(): void {
    if (this.#index !== null && this.#index < chapters.length - 1) this.goTo(this.#index + 1);
  }

  previous(): void {
    if (this.#index !== null && this.#index > 0) this.goTo(this.#index - 1);
  }

  /** Opens the chapter that was open last, or closes the story. */
  toggle(): void {
    if (this.#index !== null) return this.close();
    const last = chapters.findIndex(({ id }) => id === recall('story'));
    this.goTo(Math.max(0, last));
  }

  /** Gives the lab back as it was, or leaves it as it is now. */
  close({ keepsSetup = false } = {}): void {
    if (!this.#before) return;
    if (!keepsSetup) this.#show(this.#before);
    this.#before = null;
    this.#index = null;
    this.#lab.isTold = false;
    this.openTerm = null;
  }

  #note(id: ChapterId): void {
    if (!this.isDone(id)) this.#done = [...this.#done, id];
  }

  /** Notes that the open chapter's exercise is done, if the lab says so. */
  watch(): void {
    if (this.chapter?.exercise.isDone?.(this.#lab)) this.#note(this.chapter.id);
  }

  /** Notes that something on the page was pressed. */
  press(target: Element): void {
    const exercise = this.chapter?.exercise;
    if (this.chapter && exercise && !exercise.isDone && target.closest(exercise.control)) this.#note(this.chapter.id);
  }

  #show({ columns, drafts, chosen, temperature }: Before): void {
    const { setup, playhead } = this.#lab;
    setup.columns = columns;
    setup.drafts = drafts;
    playhead.stop();
    playhead.chosen = chosen;
    playhead.temperature = temperature;
  }

  async #read(task: string): Promise<void> {
    const known = this.#studies[task];
    if (known !== undefined && known !== 'unloaded') return;
    const study = await fetchStudy(task).catch(() => 'unloaded' as const);
    this.#studies = { ...this.#studies, [task]: study };
  }
}
