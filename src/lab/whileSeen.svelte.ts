import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import type { Playhead } from '../state/playhead.svelte.ts';

/** What a part of the page shows: where nobody sees the part it stays as it was while a recording plays, until it ends or the part comes near. */
export class WhileSeen<T> {
  /** How many of the part's elements are in sight or about to be. */
  #near = $state(0);
  #held: T | undefined;
  readonly #read: () => T;
  readonly #playhead: Playhead;
  readonly #current = $derived.by((): T => {
    if (this.#held === undefined || this.#near > 0 || !this.#playhead.playing) this.#held = this.#read();
    return this.#held;
  });

  constructor(playhead: Playhead, read: () => T) {
    this.#playhead = playhead;
    this.#read = read;
  }

  get current(): T {
    return this.#current;
  }

  /** Put this on every element that the part is made of. They must have boxes: what is never laid out is never in sight. */
  readonly watch: Attachment<Element> = (element) => {
    let isNear = false;
    const set = (near: boolean): void => {
      if (near !== isNear) untrack(() => (this.#near += near ? 1 : -1));
      isNear = near;
    };
    set(true);
    const observer = new IntersectionObserver(([entry]) => set(entry.isIntersecting), { rootMargin: '10%' });
    observer.observe(element);
    return () => {
      observer.disconnect();
      set(false);
    };
  };
}
