import { recall, remember } from '../state/remember.ts';

/** How far down the page was, across a reload: the browser goes back there before there is a page that is long enough. */
const key = 'scrolled';

/** What somebody does who goes on from where the page is. */
const signs = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** Where the page was before it was loaded again, CSS pixels; 0 of a page that was opened. */
function lastPlace(): number {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.type === 'reload' ? Number(recall(key, 'sessionStorage')) : 0;
}

/** Scrolls to where the page was before it was loaded again, as its rows come, and gives way to whoever scrolls; the next reload comes back here as well. */
export function returnToPlace(): void {
  addEventListener('pagehide', () => remember(key, String(scrollY), 'sessionStorage'));
  const top = lastPlace();
  if (!(top > 0)) return;
  const over = new AbortController();
  const root = document.documentElement;
  const growing = new ResizeObserver(() => {
    scrollTo({ top, behavior: 'instant' });
    if (root.scrollHeight - innerHeight >= top) over.abort();
  });
  over.signal.addEventListener('abort', () => growing.disconnect());
  for (const sign of signs) addEventListener(sign, () => over.abort(), { passive: true, signal: over.signal });
  growing.observe(document.body);
}
