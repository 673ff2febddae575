import { flushSync } from 'svelte';

/** What was done to the drawn page before it lived; scripts/first-paint.mjs writes it. A control goes by its place among all. */
export interface Meanwhile {
  filled: Record<string, string>;
  focused?: number;
  /** The last button, and what it said. */
  pressed?: [place: number, label: string];
}

/** Does to the living page what was done to the drawn one. @param page has as many controls as were drawn, in the same order */
export function doNow(page: Element, { filled, focused, pressed }: Meanwhile): void {
  const controls = [...page.querySelectorAll<HTMLElement>('a, button, input, select')];
  for (const [place, value] of Object.entries(filled)) {
    const field = controls[Number(place)];
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue;
    field.value = value;
    for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));
  }
  flushSync();
  // What was focused went with what was drawn; what has been focused since keeps it.
  if (focused !== undefined && document.activeElement === document.body) controls[focused]?.focus({ preventScroll: true });
  if (!pressed) return;
  const [place, label] = pressed;
  const button = controls[place];
  // A recording that has begun to play by itself is not to be paused by somebody who pressed Play.
  if (button && (button.ariaLabel ?? button.textContent.trim()) === label) button.click();
}
