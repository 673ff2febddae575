import { addition } from './addition.ts';
import { colouring } from './colouring.ts';
import { countdown } from './countdown.ts';
import { functions } from './functions.ts';
import { ownTask, prepareOwnTask } from './own/ownTask.ts';
import { isOwnTask, labelOf, ownTaskId, sourceOf } from './own/source.ts';
import type { Sandboxed } from './own/table.ts';
import { recall } from './recall.ts';
import type { TaskDefinition, TaskLabel } from './task.ts';
import { transpile } from './transpile.ts';

/** Every task. A new one is its file and a place in this list. */
const tasks: readonly TaskDefinition[] = [addition, countdown, transpile, functions, colouring, recall];

/** Of those that come with the page; a visitor's own are known by their ids alone. */
export const taskLabels: readonly TaskLabel[] = tasks.map((task) => task.label);

/** @throws if no task has this id. */
export function taskById(id: string): TaskDefinition {
  if (isOwnTask(id)) return ownTask(ownTaskId(sourceOf(id)));
  const task = tasks.find((candidate) => candidate.label.id === id);
  if (!task) throw new Error(`There is no task "${id}". Choose one of: ${tasks.map((candidate) => candidate.label.id).join(', ')}.`);
  return task;
}

/**
 * Does what a task needs before it is configured: a visitor's own is made ready in the sandbox.
 * @throws with a sentence if it cannot be used
 */
export async function prepareTask(id: string, sandbox: Sandboxed): Promise<void> {
  if (isOwnTask(id)) await prepareOwnTask(ownTaskId(sourceOf(id)), sandbox);
}

/** What a sentence calls a task: a visitor's own by its name, any other by its id. */
export const taskName = (id: string): string => (isOwnTask(id) ? labelOf(id).name : id);
