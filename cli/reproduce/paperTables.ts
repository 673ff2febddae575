/** The paper's tables, in percent and points as they are printed, by method: Δ is Acc@t2 − Acc@t1 and Δi→c − Δc→i in every row. */
import type { Family } from '../../workers/tasks/task.ts';

export interface PaperRow {
  acc_t1: number;
  acc_t2: number;
  delta: number;
  /** Null where the paper does not print it, as in the table of ablations. */
  i_to_c: number | null;
  c_to_i: number | null;
}

export interface PaperTable {
  /** Where it stands and what was measured. */
  title: string;
  /** By method of the method table. */
  rows: Readonly<Record<string, PaperRow>>;
}

const row = (acc_t1: number, acc_t2: number, delta: number, i_to_c: number | null = null, c_to_i: number | null = null): PaperRow => ({
  ...{ acc_t1, acc_t2, delta, i_to_c, c_to_i },
});

const mathematics: PaperTable = {
  title: 'Tables 1, 2 and 4: MATH500, Gemini 1.5 Flash',
  rows: {
    base: row(52.6, 41.4, -11.2, 4.6, 15.8),
    self_refine: row(52.8, 51.8, -1.0, 3.2, 4.2),
    star: row(55.4, 41.2, -14.2, 5.4, 19.6),
    star_plus: row(53.6, 54.0, 0.4, 2.6, 2.2),
    pair_sft: row(52.4, 54.2, 1.8, 5.4, 3.6),
    pair_sft_plus: row(55.0, 55.0, 0, 0, 0),
    score: row(60.0, 64.4, 4.4, 5.8, 1.4),
    single_turn: row(61.8, 59.4, -2.4),
    score_no_stage1: row(59.2, 61.4, 2.2),
    score_no_bonus: row(60.0, 62.6, 2.6),
    score_star_stage2: row(56.2, 58.4, 2.2),
    score_offline_turn1: row(60.4, 60.6, 0.2),
  },
};

const code: PaperTable = {
  title: 'Table 3: HumanEval, Gemini 1.0 Pro',
  rows: {
    base: row(53.7, 56.7, 3.0, 7.9, 4.9),
    self_refine: row(53.7, 52.5, -1.2, 9.8, 11.0),
    pair_sft: row(56.1, 54.3, -1.8, 4.3, 6.1),
    score: row(52.4, 64.6, 12.2, 15.2, 3.0),
  },
};

/** The table that a task of a family is laid beside; none for a control. What is neither mathematics nor code is laid beside the mathematics. */
export function paperTableOf(family: Family): PaperTable | null {
  if (family === 'control') return null;
  return family === 'code' ? code : mathematics;
}
