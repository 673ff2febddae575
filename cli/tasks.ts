import { ownTaskId } from '../workers/tasks/own/source.ts';
import { taskById } from '../workers/tasks/index.ts';
import { readInput } from './files.ts';

/**
 * The id of the task that a command names: of one that comes with the project by its id, of one's own by the file of its text.
 * @throws with a sentence if there is no such task or file
 */
export async function taskNamed(word: string): Promise<string> {
  if (!/\.m?js$/.test(word)) return taskById(word).label.id;
  const text = new TextDecoder().decode(await readInput(word));
  try {
    return ownTaskId(text);
  } catch (error) {
    throw new Error(`${word}: ${(error as Error).message}`, { cause: error });
  }
}
