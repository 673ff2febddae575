/**
 * The part of the address behind the #: its version, task, the two methods, every setting that is not the default, and the view. An address
 * without a version is of version 1, which had no view; version 3 deflates tasks of one's own. An address has the oldest version that can say
 * it, so that pages that are older still open it. Frozen examples of every version in test/unit/address.test.ts keep old addresses opening
 * what they opened: a default that changes needs a new version.
 */
import { isOwnTask, methodById, methods, taskLabels, updatesOf } from '../../workers/protocol.ts';
import { applySettings, changedSettings, defaultColumns, type Columns, type Setting } from './setup.ts';
import { deflateTask, inflateTask } from './taskText.ts';
import { isViewPart, openingView, readView, viewParts, type View } from './view.ts';

const newestVersion = 3;

/** In front of a task that is deflated. No character of it is escaped. */
const deflatedMark = 'own.';

const columnNames = ['left', 'right'] as const;

/** The address of a setup and a view of it, without the #; '' for the page as it opens. */
export function writeAddress(columns: Columns, view: View = openingView): string {
  const parts = new URLSearchParams();
  const { task } = columns[0];
  const opening = defaultColumns(task);
  const isOwn = isOwnTask(task);
  if (task !== taskLabels[0].id) parts.set('task', isOwn ? deflatedMark + deflateTask(task) : task);
  columns.forEach((options, index) => {
    if (options.method !== opening[index].method) parts.set(columnNames[index], options.method);
  });
  for (const { key, value, column } of changedSettings(columns))
    parts.set(column === 'both' ? key : `${columnNames[column]}.${key}`, value);
  for (const [name, value] of viewParts(view)) parts.set(name, value);
  return parts.size === 0 ? '' : `v=${isOwn ? newestVersion : 2}&${parts.toString()}`;
}

function settingOf(name: string, value: string): Setting {
  const column = name === 'left' || name.startsWith('left.') ? 0 : name === 'right' || name.startsWith('right.') ? 1 : 'both';
  const key = column === 'both' ? name : name.includes('.') ? name.slice(name.indexOf('.') + 1) : 'method';
  return { key, value, column };
}

/** The task that an address names, and a sentence if there is none; the page's first task stands in for it then. */
function readTask(named: string, version: number): { task: string; complaints: string[] } {
  try {
    const isDeflated = version > 2 && named.startsWith(deflatedMark);
    const task = isDeflated ? inflateTask(named.slice(deflatedMark.length)) : named;
    defaultColumns(task);
    return { task, complaints: [] };
  } catch (error) {
    return { task: taskLabels[0].id, complaints: [(error as Error).message] };
  }
}

/** The version of an address, and a sentence if this page does not know it. It is read as the newest then. */
function readVersion(text: string | null): { version: number; complaints: string[] } {
  if (text === null) return { version: 1, complaints: [] };
  const version = /^\d+$/.test(text) ? Number(text) : NaN;
  if (version >= 1 && version <= newestVersion) return { version, complaints: [] };
  const complaint =
    version > newestVersion
      ? `This address is of version ${version}; this page reads versions 1 to ${newestVersion}. It shows what it understands. Reload the page: there may be a newer one.`
      : `In the address: v must be a whole number from 1 to ${newestVersion}; got "${text}". It is read as version ${newestVersion}.`;
  return { version: newestVersion, complaints: [complaint] };
}

export interface ReadAddress {
  columns: Columns;
  view: View;
  /** One sentence per part of the address that was refused; the default stands in for it. */
  complaints: string[];
}

/** The setup and the view an address asks for. Nothing in an address can make the page fail. */
export function readAddress(hash: string): ReadAddress {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const { version, complaints: ofVersion } = readVersion(parts.get('v'));
  parts.delete('v');
  const { task, complaints: ofTask } = readTask(parts.get('task') ?? taskLabels[0].id, version);
  parts.delete('task');
  const complaints = [...ofVersion, ...ofTask];

  // A row of the method table can have settings of its own, which the address does not repeat.
  const methodOf = (index: 0 | 1): string | undefined => methods.find(({ id }) => id === parts.get(columnNames[index]))?.id;
  let columns = defaultColumns(task, [methodOf(0) ?? 'naive', methodOf(1) ?? 'score']);
  const isView = ([name]: [string, string]): boolean => version > 1 && isViewPart(name);
  const settings = [...parts].filter((part) => !isView(part)).map(([name, value]) => settingOf(name, value));
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
  const updates = Math.max(...columns.map(({ method, steps }) => updatesOf(methodById(method), steps)));
  const { view, complaints: ofView } = readView([...parts].filter(isView), updates);
  return { columns, view, complaints: [...complaints, ...ofView] };
}
