/** The tasks that were saved in this browser. They have a database of their own: runs come and go, a text that somebody wrote stays. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface SavedTask {
  /** One text is kept of a name. */
  name: string;
  text: string;
  /** Milliseconds since 1970. */
  savedAt: number;
}

interface Tables extends DBSchema {
  tasks: { key: string; value: SavedTask };
}

let database: Promise<IDBPDatabase<Tables>> | null = null;

function open(): Promise<IDBPDatabase<Tables>> {
  database ??= openDB<Tables>('second-thoughts-tasks', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('tasks', { keyPath: 'name' }),
  });
  return database;
}

/** The latest first. */
export async function savedTasks(): Promise<SavedTask[]> {
  return (await (await open()).getAll('tasks')).sort((a, b) => b.savedAt - a.savedAt);
}

export async function saveTask(task: SavedTask): Promise<void> {
  await (await open()).put('tasks', task);
}

export async function deleteTask(name: string): Promise<void> {
  await (await open()).delete('tasks', name);
}
