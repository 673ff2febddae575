import { flushSync } from 'svelte';

/** What can be pressed, filled in or focused: as many on the drawn page as on the living one, in the same order. */
const controls = 'a, button, input, select';

/** What a control says of itself. */
const labelOf = (control: Element): string => control.ariaLabel ?? control.textContent.trim();

/** What was done to the drawn page before it lived. A control goes by its place among all. */
interface Meanwhile {
  filled: Record<string, string>;
  focused?: number;
  /** The last button, and what it said. */
  pressed?: [place: number, label: string];
}

/**
 * Keeps in mind what is done to the drawn page, in its `data-meanwhile`. It is written into the page as it stands, so it names nothing
 * outside itself.
 */
function keepInMind(page: HTMLElement, controls: string, labelOf: (control: Element) => string): void {
  for (const kind of ['click', 'input', 'focusin']) {
    page.addEventListener(
      kind,
      (event) => {
        const control = (event.target as Element).closest(controls);
        if (page.dataset.drawn === undefined || !control || (kind === 'click' && control.tagName !== 'BUTTON')) return;
        const meanwhile = { filled: {}, ...(JSON.parse(page.dataset.meanwhile ?? '{}') as Partial<Meanwhile>) };
        const place = [...page.querySelectorAll(controls)].indexOf(control);
        if (kind === 'focusin') meanwhile.focused = place;
        else if (kind === 'input') meanwhile.filled[place] = (control as HTMLInputElement).value;
        else {
          // One in a form would send it, and load the page again; one of a part that lives would act twice.
          event.preventDefault();
          event.stopImmediatePropagation();
          meanwhile.pressed = [place, labelOf(control)];
        }
        page.dataset.meanwhile = JSON.stringify(meanwhile);
      },
      true,
    );
  }
}

/**
 * What the build writes into index.html to have that kept in mind (scripts/first-paint.mjs).
 * @public
 */
export const keepInMindScript = (): string =>
  `(${String(keepInMind)})(document.getElementById('app'), ${JSON.stringify(controls)}, ${String(labelOf)})`;

/** Does to the living page what was done to the drawn one, once. */
export function doNow(page: HTMLElement): void {
  const { meanwhile } = page.dataset;
  delete page.dataset.meanwhile;
  if (!meanwhile) return;
  const { filled, focused, pressed } = JSON.parse(meanwhile) as Meanwhile;
  const all = [...page.querySelectorAll<HTMLElement>(controls)];
  for (const [place, value] of Object.entries(filled)) {
    const field = all[Number(place)];
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue;
    field.value = value;
    for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));
  }
  flushSync();
  // What was focused went with what was drawn; what has been focused since keeps it.
  if (focused !== undefined && document.activeElement === document.body) all[focused]?.focus({ preventScroll: true });
  if (!pressed) return;
  const [place, label] = pressed;
  const button = all[place];
  // A recording that has begun to play by itself is not to be paused by somebody who pressed Play.
  if (button && labelOf(button) === label) button.click();
}
