/** What somebody has typed and not saved: it is there again when the editor is opened, also in a later visit. */
import { isOwnTask } from '../../workers/protocol.ts';
import { recall, remember } from '../state/remember.ts';

const key = 'own-task-draft';
/** What stands before the text: the own task that it was made of, or nothing. */
const originOf = (task: string): string => (isOwnTask(task) ? task : '');

/**
 * The text to go on with.
 * @param task of the page; one of one's own has a text already, and another draft does not stand in for it
 */
export function recallDraft(task: string): string | null {
  const kept = recall(key);
  if (!kept) return null;
  const [origin, ...lines] = kept.split('\n');
  return originOf(task) === '' || originOf(task) === origin ? lines.join('\n') : null;
}

/** @param text null forgets the draft */
export function rememberDraft(task: string, text: string | null): void {
  remember(key, text === null ? '' : `${originOf(task)}\n${text}`);
}
