import { addition } from './addition.ts';
import { colouring } from './colouring.ts';
import { countdown } from './countdown.ts';
import { functions } from './functions.ts';
import { recall } from './recall.ts';
import type { TaskDefinition, TaskLabel } from './task.ts';
import { transpile } from './transpile.ts';

/** Every task. A new one is its file and a place in this list. */
const tasks: readonly TaskDefinition[] = [addition, countdown, transpile, functions, colouring, recall];

export const taskLabels: readonly TaskLabel[] = tasks.map((task) => task.label);

/** @throws if no task has this id. */
export function taskById(id: string): TaskDefinition {
  const task = tasks.find((candidate) => candidate.label.id === id);
  if (!task) throw new Error(`There is no task "${id}". Choose one of: ${tasks.map((candidate) => candidate.label.id).join(', ')}.`);
  return task;
}
