/** Room that is left between a panel and the edge of the window, CSS pixels. */
const margin = 8;

const gap = 4;

/**
 * Puts a panel of the top layer under what it is about, or above where it only fits there, and else where all of it is seen. It scrolls with the page.
 * @param panel shown, and positioned absolutely
 */
export function placeBelow(about: Element, panel: HTMLElement): void {
  const { offsetWidth: width, offsetHeight: height } = panel;
  // Places in the window are told in its pixels; a large window draws a length of the page with more of them.
  const scale = panel.getBoundingClientRect().width / width;
  const { left, top, bottom } = about.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const above = top / scale - gap - height;
  const below = bottom / scale + gap;
  const lowest = clientHeight / scale - margin - height;
  const y = below <= lowest ? below : above >= margin ? above : Math.max(margin, lowest);
  const x = Math.max(margin, Math.min(left / scale, clientWidth / scale - margin - width));
  panel.style.left = `${x + scrollX / scale}px`;
  panel.style.top = `${y + scrollY / scale}px`;
}
