/** Room that is left between a panel and the edge of the window, CSS pixels. */
const margin = 8;

const gap = 4;

/**
 * Puts a panel of the top layer under what it is about, or above where it only fits there, and else where all of it is seen. It scrolls with the page.
 * @param panel shown, and positioned absolutely
 */
export function placeBelow(about: Element, panel: HTMLElement): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const { left, top, bottom } = about.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const above = top - gap - height;
  const below = bottom + gap;
  const last = clientHeight - margin - height;
  const y = below <= last ? below : above >= margin ? above : Math.max(margin, last);
  const x = Math.max(margin, Math.min(left, clientWidth - margin - width));
  panel.style.left = `${x + scrollX}px`;
  panel.style.top = `${y + scrollY}px`;
}
