import { getContext, setContext } from 'svelte';
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

/**
 * The parts of a page of which the build has drawn the first view. They come to life one after another, each in a task of its own, so that the
 * page never stands still for long, and what is drawn of a part stays until the part lives.
 */
export class Parts {
  readonly #drawn: Element[];
  readonly #waiting: Waiting[] = [];

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

  /** Brings all parts to life, those that are drawn first. @param act called when these live */
  begin(act: () => void): void {
    const seen = this.#waiting.filter(({ drawn }) => drawn);
    const below = this.#waiting.filter(({ drawn }) => !drawn);
    bring(seen, setTimeout, () => {
      act();
      bring(below, whenIdle, () => undefined);
    });
  }
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
