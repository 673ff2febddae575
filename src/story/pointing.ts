/** What a chapter points at on the page: a row is set off and scrolled to, and a control is focused. */
import type { Chapter } from './chapter.ts';

const scrolling = (): ScrollBehavior => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth');

/** The row whose heading has this id. */
const rowOf = (heading: string): HTMLElement | null => document.getElementById(heading)?.closest('section') ?? null;

/** Sets a row off. @returns what takes that back */
export function setOff(heading: string): () => void {
  const row = rowOf(heading);
  row?.setAttribute('data-pointed', '');
  return () => row?.removeAttribute('data-pointed');
}

/** For so long after a chapter begins, pictures are still being drawn above what it points at. */
const settlingMilliseconds = 4000;

/** What of a row is looked at: all of it, or one run's cell where the cells stand below one another. */
function lookedAt(heading: string, column: number | undefined): Element | null {
  const [label, ...cells] = rowOf(heading)?.children ?? [];
  const cell = column === undefined ? undefined : cells[column];
  const isBelow = cell && cell.getBoundingClientRect().top > cells[0].getBoundingClientRect().top;
  return (isBelow ? cell : label) ?? null;
}

/**
 * Scrolls a row to below the timeline, which stays at the top of the window, and again while the page grows, until somebody takes over.
 * @returns what stops it
 */
export function bringIntoView({ points, column }: Pick<Chapter, 'points' | 'column'>): () => void {
  const main = document.querySelector('main');
  const scroll = (): void => {
    const target = lookedAt(points, column);
    const timeline = document.querySelector('.time');
    if (!target || !timeline) return;
    const top = target.getBoundingClientRect().top + window.scrollY - timeline.getBoundingClientRect().height;
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
