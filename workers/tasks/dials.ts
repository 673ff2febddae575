import type { TaskLabel } from './task.ts';

/**
 * A task's dials: the given ones over the defaults.
 * @throws with a sentence if a dial is unknown, out of range, or not one of its steps.
 */
export function setDials(label: TaskLabel, given: Readonly<Record<string, number>> = {}): Record<string, number> {
  const known = label.dials.map((dial) => dial.key).join(', ');
  for (const key of Object.keys(given)) {
    if (!label.dials.some((dial) => dial.key === key)) throw new Error(`The task "${label.id}" has no dial "${key}". Its dials: ${known}.`);
  }
  const dials: Record<string, number> = {};
  for (const { key, min, max, step, value } of label.dials) {
    const set = given[key] ?? value;
    const steps = (set - min) / step;
    if (!(set >= min && set <= max) || Math.abs(steps - Math.round(steps)) > 1e-9) {
      throw new Error(`The dial "${key}" of "${label.id}" must be from ${min} to ${max} in steps of ${step}; got ${set}.`);
    }
    dials[key] = set;
  }
  return dials;
}
