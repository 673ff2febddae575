/** Room that is left between a panel and the edge of the window, CSS pixels. */
const margin = 8;

/** Room that a panel is sure to need below what opened it; with less, and more above, it opens upwards. */
const enough = 380;

/**
 * Puts a panel of the top layer under what opened it, or above where there is more room. It scrolls with the page, and stays within its width.
 * @param panel positioned absolutely; it may not be shown yet, so its width is read from its style
 */
export function placeBelow(opener: HTMLElement, panel: HTMLElement): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const around = (opener.closest<HTMLElement>('.cell') ?? opener).getBoundingClientRect();
  const width = Math.min(340, clientWidth - 2 * margin);
  panel.style.left = `${Math.max(margin, Math.min(around.left, clientWidth - width - margin)) + scrollX}px`;
  const below = clientHeight - around.bottom;
  const opensUp = below < enough && around.top > below;
  panel.style.top = opensUp ? 'auto' : `${around.bottom + scrollY + 4}px`;
  panel.style.bottom = opensUp ? `${clientHeight - around.top - scrollY + 4}px` : 'auto';
}
