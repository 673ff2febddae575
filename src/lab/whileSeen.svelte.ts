import type { Attachment } from 'svelte/attachments';
import { SvelteSet } from 'svelte/reactivity';
import type { Playhead } from '../state/playhead.svelte.ts';

/** What a part of the page shows: where nobody sees the part it stays as it was while a recording plays, until it ends or the part comes near. */
export class WhileSeen<T> {
  /** Those of the part's elements that are in sight or about to be. */
  readonly #near = new SvelteSet<Element>();
  #held: T | undefined;
  readonly #read: () => T;
  readonly #playhead: Playhead;
  readonly #current = $derived.by((): T => {
    if (this.#held === undefined || this.#near.size > 0 || !this.#playhead.playing) this.#held = this.#read();
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
    this.#near.add(element);
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry.isIntersecting) this.#near.add(element);
        else this.#near.delete(element);
      },
      { rootMargin: '50%' },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      this.#near.delete(element);
    };
  };
}
