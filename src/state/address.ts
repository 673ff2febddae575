/** The part of the address behind the #: task, the two methods, and every setting that is not the default. */
import { methods, taskLabels } from '../../workers/protocol.ts';
import { applySettings, defaultColumns, differences, settingText, type Columns, type Setting } from './setup.ts';

const columnNames = ['left', 'right'] as const;

/** The address of a setup, without the #; '' for the page as it opens. */
export function writeAddress(columns: Columns): string {
  const parts = new URLSearchParams();
  const { task } = columns[0];
  const opening = defaultColumns(task);
  const defaults = defaultColumns(task, [columns[0].method, columns[1].method]);
  if (task !== taskLabels[0].id) parts.set('task', task);
  columns.forEach((options, index) => {
    if (options.method !== opening[index].method) parts.set(columnNames[index], options.method);
  });
  const changed = new Set(columns.flatMap((options, index) => differences(options, defaults[index])));
  for (const key of changed) {
    const [left, right] = columns.map((options) => settingText(options, key));
    if (left === right) parts.set(key, left);
    else {
      if (left !== settingText(defaults[0], key)) parts.set(`left.${key}`, left);
      if (right !== settingText(defaults[1], key)) parts.set(`right.${key}`, right);
    }
  }
  return parts.toString();
}

function settingOf(name: string, value: string): Setting {
  const column = name === 'left' || name.startsWith('left.') ? 0 : name === 'right' || name.startsWith('right.') ? 1 : 'both';
  const key = column === 'both' ? name : name.includes('.') ? name.slice(name.indexOf('.') + 1) : 'method';
  return { key, value, column };
}

/** Why there is no such task, or null if there is. */
function refusalOf(task: string): string | null {
  try {
    defaultColumns(task);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

export interface ReadAddress {
  columns: Columns;
  /** One sentence per part of the address that was refused; the default stands in for it. */
  complaints: string[];
}

/** The setup an address asks for. Nothing in an address can make the page fail. */
export function readAddress(hash: string): ReadAddress {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const complaints: string[] = [];
  const task = parts.get('task') ?? taskLabels[0].id;
  parts.delete('task');
  const refusal = refusalOf(task);
  const known = refusal === null;
  if (!known) complaints.push(refusal);

  // A row of the method table can have settings of its own, which the address does not repeat.
  const methodOf = (index: 0 | 1): string | undefined => methods.find(({ id }) => id === parts.get(columnNames[index]))?.id;
  let columns = defaultColumns(known ? task : taskLabels[0].id, [methodOf(0) ?? 'naive', methodOf(1) ?? 'score']);
  const settings = [...parts].map(([name, value]) => settingOf(name, value));
  try {
    // Together first: some values are only right beside one another.
    columns = applySettings(columns, settings);
  } catch {
    for (const setting of settings) {
      try {
        columns = applySettings(columns, [setting]);
      } catch (error) {
        complaints.push(`In the address: ${(error as Error).message} The default is used.`);
      }
    }
  }
  return { columns, complaints };
}
