/** Milliseconds after which nobody waits for a frame any more: a hidden tab draws none. */
const longest = 100;

/**
 * Hands on what arrives together, once a frame, in order: a small model makes hundreds of updates a second, and the page would do nothing
 * but say so.
 */
export class EachFrame<T> {
  readonly #take: (arrived: T) => void;
  #waiting: T[] = [];
  #cancel: (() => void) | null = null;

  constructor(take: (arrived: T) => void) {
    this.#take = take;
  }

  add(arrived: T): void {
    this.#waiting.push(arrived);
    this.#cancel ??= this.#soon();
  }

  /** Hands on now what has arrived. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const arrived = this.#waiting;
    this.#waiting = [];
    for (const each of arrived) this.#take(each);
  }

  #soon(): () => void {
    const flush = (): void => this.flush();
    const frame = requestAnimationFrame(flush);
    const timer = setTimeout(flush, longest);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }
}
