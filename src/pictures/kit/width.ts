import type { Attachment } from 'svelte/attachments';

const listeners = new WeakMap<Element, (width: number) => void>();
let shared: ResizeObserver | null = null;

function report(entries: readonly ResizeObserverEntry[]): void {
  for (const { target, contentBoxSize } of entries) listeners.get(target)?.(Math.round(contentBoxSize[0].inlineSize));
}

/**
 * Says how wide an element is inside its padding, in whole pixels, before it is first painted and whenever that changes. All elements are told of
 * at once, when the browser has laid out the page anyway: to ask one element makes it lay out everything for that one.
 */
export function watchWidth(set: (width: number) => void): Attachment<Element> {
  return (element) => {
    shared ??= new ResizeObserver(report);
    listeners.set(element, set);
    shared.observe(element);
    return () => shared?.unobserve(element);
  };
}
