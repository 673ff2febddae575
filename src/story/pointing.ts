/** What a chapter points at on the page: a row is outlined and scrolled to, and a control is focused. */

const scrolling = (): ScrollBehavior => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');

/** The row whose heading has this id. */
const rowOf = (heading: string): HTMLElement | null => document.getElementById(heading)?.closest('section') ?? null;

/** Outlines a row. @returns what takes the outline away */
export function outline(heading: string): () => void {
  const row = rowOf(heading);
  row?.setAttribute('data-pointed', '');
  return () => row?.removeAttribute('data-pointed');
}

/** For so long after a chapter begins, pictures are still being drawn above what it points at. */
const settlingMilliseconds = 4000;

/**
 * Scrolls a row to below the timeline, which stays at the top of the window, and again while the page grows, until somebody takes over.
 * @returns what stops it
 */
export function bringIntoView(heading: string): () => void {
  const main = document.querySelector('main');
  const scroll = (): void => {
    const row = rowOf(heading)?.firstElementChild;
    const timeline = document.querySelector('.time');
    if (!row || !timeline) return;
    const top = row.getBoundingClientRect().top + window.scrollY - timeline.getBoundingClientRect().height;
    window.scrollTo({ top, behavior: scrolling() });
  };
  const observer = new ResizeObserver(scroll);
  if (main) observer.observe(main);
  const taken = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
  const stop = (): void => {
    observer.disconnect();
    clearTimeout(timer);
    for (const event of taken) removeEventListener(event, stop);
  };
  for (const event of taken) addEventListener(event, stop, { passive: true });
  const timer = setTimeout(stop, settlingMilliseconds);
  return stop;
}

/** Takes a visitor to the control that an exercise is done with. */
export function showControl(selector: string): void {
  const control = document.querySelector<HTMLElement>(selector);
  control?.scrollIntoView({ block: 'center', behavior: scrolling() });
  control?.focus({ preventScroll: true });
}
