/** What the rows of the workers' tables are called. What a language does not know, as a task of somebody's own, keeps what it says of itself; what we say for it is translated. */
import type { Method, TaskLabel } from '../../workers/protocol.ts';
import type { TaskWords } from './en.ts';
import { heard } from './heard.ts';
import { words } from './words.ts';

export const methodWords = ({ id, name, short }: Method): { name: string; short: string } => {
  const known: Record<string, { name: string; short: string } | undefined> = words().methods;
  return known[id] ?? { name, short };
};

export function taskWords({ id, name, whySecondLook, dials }: TaskLabel): TaskWords {
  const known: Record<string, TaskWords | undefined> = words().tasks;
  return (
    known[id] ?? {
      name: heard(name),
      whySecondLook: heard(whySecondLook),
      dials: Object.fromEntries(dials.map(({ key, label, hint }) => [key, { label, hint }])),
    }
  );
}
