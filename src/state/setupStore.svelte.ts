import { readAddress, writeAddress } from './address.ts';
import {
  applySettings,
  changedSettings,
  coefficients,
  columnsOnOwnTask,
  defaultColumns,
  departuresFromRow,
  firstTask,
  isOfTask,
  settingText,
  type Columns,
  type Setting,
} from './setup.ts';
import type { View } from './view.ts';

/** What was typed and is not allowed, and why. */
export interface Draft extends Setting {
  complaint: string;
}

/** Keys of settings that were left behind with a task. */
interface LeftBehind {
  task: string;
  keys: readonly string[];
}

const isSame = (a: Setting, b: Setting): boolean => a.key === b.key && a.column === b.column;

/** The options of both runs as a person sets them. What is not allowed stays in its field, with a sentence, until it is. */
export class SetupStore {
  columns = $state.raw<Columns>(defaultColumns(firstTask));
  drafts = $state.raw<readonly Draft[]>([]);
  /** What the address asked for and did not get. */
  complaints = $state.raw<readonly string[]>([]);
  /** Settings that were about the task before alone, until the setup changes again; null if there were none. */
  leftBehind = $state.raw<LeftBehind | null>(null);

  /** @returns the view that the address asks for */
  readAddress(hash: string): View {
    const { columns, view, complaints } = readAddress(hash);
    this.complaints = complaints;
    this.show(columns);
    return view;
  }

  /** These columns, and nothing that was typed and not allowed. */
  show(columns: Columns): void {
    this.columns = columns;
    this.drafts = [];
    this.leftBehind = null;
  }

  get address(): string {
    return writeAddress(this.columns);
  }

  /** Whether a setting, beside task and methods, is not the default. */
  get isChanged(): boolean {
    return this.drafts.length > 0 || changedSettings(this.columns).length > 0;
  }

  draft(key: string, column: Setting['column']): Draft | undefined {
    return this.drafts.find((draft) => isSame(draft, { key, column, value: '' }));
  }

  /** The text a field shows. */
  text(key: string, column: Setting['column']): string {
    return this.draft(key, column)?.value ?? settingText(this.columns[column === 'both' ? 0 : column], key);
  }

  set(...settings: Setting[]): void {
    this.leftBehind = null;
    const waiting = [...this.drafts.filter((draft) => !settings.some((setting) => isSame(setting, draft))), ...settings];
    try {
      // All together first: a batch of 12 is right once the group is 4.
      this.columns = applySettings(this.columns, waiting);
      this.drafts = [];
      return;
    } catch {
      this.drafts = waiting.flatMap((setting) => {
        try {
          this.columns = applySettings(this.columns, [setting]);
          return [];
        } catch (error) {
          return [{ ...setting, complaint: (error as Error).message }];
        }
      });
    }
  }

  chooseTask(task: string): void {
    const [left, right] = this.columns;
    this.show(defaultColumns(task, [left.method, right.method]));
  }

  /** A task of one's own in place of the task, with every setting that is not about that one alone; what is left behind is in `leftBehind`. */
  chooseOwnTask(id: string): void {
    const before = this.columns[0];
    const keys = [...changedSettings(this.columns), ...this.drafts]
      .map(({ key }) => key)
      .filter((key, index, all) => isOfTask(before, key) && all.indexOf(key) === index);
    const drafts = this.drafts.filter(({ key }) => !isOfTask(before, key));
    this.show(columnsOnOwnTask(this.columns, id));
    this.set(...drafts);
    this.leftBehind = keys.length === 0 ? null : { task: before.task, keys };
  }

  /** Another row of the method table for one run, with the coefficients that either row sets for itself at their defaults. */
  chooseMethod(method: string, column: 0 | 1): void {
    const { task, method: before } = this.columns[column];
    const [old, fresh] = defaultColumns(task, [before, method]);
    const changed = coefficients.filter((key) => old[key] !== fresh[key]);
    this.set({ key: 'method', value: method, column }, ...changed.map((key) => ({ key, value: String(fresh[key]), column })));
  }

  /** The cells and coefficients of one run as in its method's row. */
  restoreRow(column: 0 | 1): void {
    const { task, method } = this.columns[column];
    const row = defaultColumns(task, [method, method])[column];
    const settings = departuresFromRow(this.columns[column]).map((key) => ({ key, value: settingText(row, key), column }));
    this.drafts = this.drafts.filter((draft) => draft.column !== column || !coefficients.some((key) => key === draft.key));
    this.set(...settings);
  }

  /** Why a setting would be refused now, or null if it would not. */
  refusalOf(setting: Setting): string | null {
    try {
      applySettings(this.columns, [setting]);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Every setting at its default; task and methods stay. */
  restoreDefaults(): void {
    this.chooseTask(this.columns[0].task);
  }
}
