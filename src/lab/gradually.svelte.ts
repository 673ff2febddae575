/** Safari has no such call. */
const whenIdle = (act: () => void): (() => void) => {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(act, { timeout: 300 });
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(act, 30);
  return () => clearTimeout(handle);
};

/**
 * How many of so many parts of the page are drawn: the first few at once, each of the others in a moment in which the page has nothing else to do,
 * so that it never stands still for long. To be made where effects can be.
 */
export class Gradually {
  drawn = $state(0);

  constructor(first: number, all: number) {
    this.drawn = first;
    $effect(() => {
      if (this.drawn < all) return whenIdle(() => this.drawn++);
    });
  }
}
