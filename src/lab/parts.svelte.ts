import { flushSync, getContext, setContext } from 'svelte';
import type { Attachment } from 'svelte/attachments';

const inContext = Symbol('parts');

/** A part of the page, which comes to life behind others. */
class Waiting {
  lives = $state(false);
  /** What the build has drawn of it; undefined of a part that nobody sees at first. */
  readonly drawn: Element | undefined;

  constructor(drawn: Element | undefined) {
    this.drawn = drawn;
  }

  /** Puts what is drawn of the part beside an element that marks its place. */
  readonly standIn: Attachment<Element> = (mark) => {
    const { drawn } = this;
    if (!drawn) return;
    mark.after(drawn);
    return () => drawn.remove();
  };
}

/** What somebody does who turns to the page. */
const signs = ['pointermove', 'pointerdown', 'wheel', 'touchstart', 'scroll', 'focusin'] as const;

/** What may act on a part, so that the part must be there. */
const acts = ['keydown', 'click', 'beforeprint'] as const;

/**
 * The parts of a page of which the build has drawn the first view. They come to life one after another, each in a task of its own, so that the
 * page never stands still for long, and what is drawn of a part stays until the part lives.
 */
export class Parts {
  readonly #drawn: Element[];
  readonly #waiting: Waiting[] = [];
  /** Where the others come to stand. */
  readonly #places: Element[] = [];
  /** Ended once the others are on their way, and once they are there. */
  readonly #coming = new AbortController();
  readonly #there = new AbortController();

  /** Made by the component that has the parts. @param drawn what the build has drawn of each that is seen at first, in their order on the page */
  constructor(drawn: Iterable<Element>) {
    this.#drawn = [...drawn];
    setContext(inContext, this);
  }

  /** Parts are added in their order on the page. @param below nobody sees it at first: the build has not drawn it */
  add(below: boolean): Waiting {
    const part = new Waiting(below ? undefined : this.#drawn.shift());
    this.#waiting.push(part);
    return part;
  }

  /** Brings the parts to life that are drawn, then acts; the others when somebody turns to the page. */
  begin(act: () => void): void {
    bring(
      this.#waiting.filter(({ drawn }) => drawn),
      setTimeout,
      () => {
        act();
        this.#heed();
      },
    );
  }

  #heed(): void {
    const bringOthers = (): void => this.bringOthers();
    const bringAtOnce = (): void => {
      for (const part of this.#waiting) part.lives = true;
      flushSync();
      this.#coming.abort();
      this.#there.abort();
    };
    // Before anybody else hears of it.
    for (const sign of signs) addEventListener(sign, bringOthers, { passive: true, capture: true, signal: this.#coming.signal });
    for (const act of acts) addEventListener(act, bringAtOnce, { capture: true, signal: this.#there.signal });
    const near = new IntersectionObserver((places) => places.some(({ isIntersecting }) => isIntersecting) && bringOthers(), {
      rootMargin: '10%',
    });
    for (const place of this.#places) near.observe(place);
    this.#coming.signal.addEventListener('abort', () => near.disconnect());
  }

  /** Brings the parts to life that nobody sees at first, if they are not on their way. */
  bringOthers(): void {
    if (this.#coming.signal.aborted) return;
    this.#coming.abort();
    bring(
      this.#waiting.filter(({ lives }) => !lives),
      whenIdle,
      () => this.#there.abort(),
    );
  }

  /** Put this on the place of a part that nobody sees at first, and the others come when the place is nearly in sight. */
  readonly place: Attachment<Element> = (mark) => void this.#places.push(mark);
}

/** Brings parts to life, each when it is its time, and then acts. */
function bring([part, ...others]: readonly (Waiting | undefined)[], inTime: (act: () => void) => void, act: () => void): void {
  inTime(() => {
    if (!part) return act();
    part.lives = true;
    bring(others, inTime, act);
  });
}

/** In a moment in which the page has nothing else to do. */
function whenIdle(act: () => void): void {
  // Safari has no such call.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(act, { timeout: 300 });
  else setTimeout(act, 30);
}

/** The parts that a component is among, where they come to life one after another. */
export const partsAround = (): Parts | undefined => getContext(inContext);
