import {
  baseKey,
  cellKey,
  cellNameOf,
  cellsOf,
  cellText,
  defaultOptions,
  isBaseOption,
  isCellKey,
  isChoiceOption,
  isOwnTask,
  methodById,
  optionChoices,
  optionLimits,
  parseRunOptions,
  type ChoiceOption,
  type NumberOption,
  type RunOptions,
} from '../../workers/protocol.ts';

/** What the page opens on. */
export const firstTask = 'addition';

/** The numbers that a person can set for one run and not for the other. */
export const coefficients = ['alpha', 'gamma', 'beta1', 'beta2'] as const satisfies readonly NumberOption[];

export type Coefficient = (typeof coefficients)[number];

/** The options of the left and the right run. They differ in the method and, where a person sets them apart, in coefficients and words. */
export type Columns = readonly [RunOptions, RunOptions];

/** A setting of one column, or of both. */
export interface Setting {
  /** A number option, or `dial.` and the key of one of the task's dials, `cell.` and the name of a cell, or an option that is a word. */
  key: string;
  value: string;
  column: 0 | 1 | 'both';
}

const numberOptions = Object.keys(optionLimits) as NumberOption[];

const choiceOptions = Object.keys(optionChoices) as ChoiceOption[];

const columnKeys: readonly string[] = ['method', ...coefficients, ...choiceOptions];

export const isNumberOption = (key: string): key is NumberOption => key in optionLimits;

/** @param methods of the left and the right run; each starts from the settings of its row */
export function defaultColumns(task: string, methods: readonly [string, string] = ['naive', 'score']): Columns {
  return [defaultOptions(task, methods[0]), defaultOptions(task, methods[1])];
}

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/**
 * A number as a person types it; an empty field is not zero.
 * @throws with a sentence that says what was typed
 */
function numberOf(name: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isNaN(value)) throw new Error(`${name} must be a number; got ${text.trim() === '' ? 'nothing' : `"${text}"`}.`);
  return value;
}

/**
 * The columns with some settings changed, all of them at once.
 * @throws with a sentence if a value is not allowed, or is not allowed for one column alone.
 */
export function applySettings(columns: Columns, settings: readonly Setting[]): Columns {
  const changed = columns.map((options, index) => {
    const draft: Record<string, unknown> = { ...options };
    const dials: Record<string, number> = { ...options.dials };
    let cells: Record<string, string> = { ...options.cells };
    for (const { key, value, column } of settings) {
      if (column !== 'both' && column !== index) continue;
      if (column !== 'both' && !columnKeys.includes(key) && !isCellKey(key))
        throw new Error(`Only ${listed([...columnKeys, 'cells'])} can be set for one run; got ${key}. Set it for both.`);
      if (key.startsWith('dial.')) dials[key.slice(5)] = numberOf(`The dial "${key.slice(5)}"`, value);
      else if (isNumberOption(key)) draft[key] = numberOf(key, value);
      else if (isCellKey(key)) cells[cellNameOf(key)] = value;
      else {
        // Cells are of one row of the method table.
        if (key === 'method' && value !== draft.method) cells = {};
        draft[key] = value;
      }
    }
    return parseRunOptions({ ...draft, dials, cells });
  });
  return [changed[0], changed[1]];
}

/** The setup that shows a run: in the column of its method, or else the left one; what must be the same for both is its. */
export function columnsShowing(options: RunOptions, columns: Columns): Columns {
  const column = columns[1].method === options.method ? 1 : 0;
  const { method } = columns[1 - column];
  const own = defaultOptions(options.task, method);
  const other: RunOptions = { ...options, method, alpha: own.alpha, gamma: own.gamma, beta1: own.beta1, beta2: own.beta2 };
  delete other.cells;
  return column === 1 ? [other, options] : [options, other];
}

/** What a run has in a cell; '' where its method has no such cell. */
function cellTextOf({ method, cells }: RunOptions, name: string): string {
  const own = cellsOf(methodById(method)).get(name);
  return cells?.[name] ?? (own ? cellText(own) : '');
}

/** The text of a setting's value. */
export function settingText(options: RunOptions, key: string): string {
  if (key.startsWith('dial.')) return String(options.dials[key.slice(5)]);
  if (isNumberOption(key)) return String(options[key]);
  if (isCellKey(key)) return cellTextOf(options, cellNameOf(key));
  return isChoiceOption(key) ? options[key] : options.method;
}

/** Keys of the settings, dials and cells included, in which two runs differ; the task is not one of them. */
export function differences(a: RunOptions, b: RunOptions): string[] {
  const ownCells = new Set([...Object.keys(a.cells ?? {}), ...Object.keys(b.cells ?? {})]);
  const keys = [...numberOptions, ...choiceOptions, ...Object.keys(a.dials).map((key) => `dial.${key}`), ...[...ownCells].map(cellKey)];
  return keys.filter((key) => settingText(a, key) !== settingText(b, key));
}

/** A setting as an address and a command write it: "steps=500". */
export const writtenSetting = (options: RunOptions, key: string): string => `${key}=${settingText(options, key)}`;

/** Every setting, beside task and methods, that is not the default, as what makes these columns of the defaults. */
export function changedSettings(columns: Columns): Setting[] {
  const defaults = defaultColumns(columns[0].task, [columns[0].method, columns[1].method]);
  const keys = [...new Set(columns.flatMap((options, index) => differences(options, defaults[index])))];
  return keys.flatMap((key): Setting[] => {
    const [left, right] = columns.map((options) => settingText(options, key));
    if (left === right) return [{ key, value: left, column: 'both' }];
    const apart = [left, right].map((value, index): Setting => ({ key, value, column: index === 0 ? 0 : 1 }));
    return apart.filter(({ value }, index) => value !== settingText(defaults[index], key));
  });
}

/** Whether a setting of these columns is about their task alone: its dials, and what decides the base of a task that is not one's own. */
export const isOfTask = ({ task }: RunOptions, key: string): boolean => key.startsWith('dial.') || (isBaseOption(key) && !isOwnTask(task));

/** These columns on a task of one's own: with their methods, and with every changed setting that is not about the task before alone. */
export function columnsOnOwnTask(columns: Columns, task: string): Columns {
  const kept = changedSettings(columns).filter(({ key }) => !isOfTask(columns[0], key));
  return applySettings(defaultColumns(task, [columns[0].method, columns[1].method]), kept);
}

/** Settings of one run that are not as in its method's row, words aside. */
export function departuresFromRow(options: RunOptions): string[] {
  return differences(options, defaultOptions(options.task, options.method)).filter(
    (key) => isCellKey(key) || coefficients.some((name) => name === key),
  );
}

/** Whether the base checkpoint that ships with the page is the one these options ask for. Another batch trains from it just as well. */
export function usesShippedBase(options: RunOptions): boolean {
  if (isOwnTask(options.task)) return false;
  const shipped = defaultOptions(options.task);
  return baseKey({ ...options, batch: shipped.batch }) === baseKey(shipped);
}
