/**
 * Cells of the method table that a run fills itself. A cell is what the tokens of one turn of one stage are multiplied by, and what pulls them
 * back; it is named by the numbers of its stage and turn, as in `2.1`, and written as the loss has it, a reward less a KL: `r2-beta1`. Whatever
 * trains or draws a run asks `stagesOf` for its stages, and gets the method's row with the run's own cells in it.
 */
import { stagesWithShare } from './stage.ts';
import type { KlName, RewardName, Stage, Turn } from './stage.ts';
import { methodById } from './table.ts';
import type { Method } from './table.ts';

/** Texts of the cells that differ from the method's, by their names. */
export type Cells = Readonly<Record<string, string>>;

/** What a cell can be paid; imitation belongs to the stages that choose what to imitate. */
export const cellRewards = ['none', 'r1', 'r2', 'bonus', 'weighted'] as const satisfies readonly RewardName[];

export const cellKls = ['none', 'beta1', 'beta2'] as const satisfies readonly KlName[];

/** A cell as an address and a command write it. */
export const cellText = ({ reward, kl }: Turn): string => (kl === 'none' ? reward : `${reward}-${kl}`);

/** Every cell that can be written, by its text. */
const cellsByText = new Map(cellRewards.flatMap((reward) => cellKls.map((kl) => [cellText({ reward, kl }), { reward, kl }] as const)));

export const cellName = (stage: number, turn: number): string => `${stage + 1}.${turn + 1}`;

const keyPrefix = 'cell.';

/** The setting that a cell is in an address and a command, as in `cell.2.1`. */
export const cellKey = (name: string): string => `${keyPrefix}${name}`;

export const isCellKey = (key: string): boolean => key.startsWith(keyPrefix);

/** The name of the cell that a setting is. */
export const cellNameOf = (key: string): string => key.slice(keyPrefix.length);

/** The turns of a stage in order, the third where there is one. */
export const turnsOf = ({ turns, third }: Stage): readonly Turn[] => (third ? [...turns, third] : turns);

/** What is trained on in a stage is a choice only where it is the policy's own: chosen answers are imitated as they are. */
export const canChange = ({ imitates, firstAttempts }: Stage, turn: number): boolean =>
  !imitates && !(turn === 0 && firstAttempts === 'base');

/** The cells of a method by their names, with what its row has in them. */
export const cellsOf = ({ stages }: Pick<Method, 'stages'>): Map<string, Turn> =>
  new Map(stages.flatMap((stage, index) => turnsOf(stage).map((turn, number) => [cellName(index, number), turn] as const)));

/**
 * The cells among those given in which a run differs from its method's row, in the table's order; none if it does not.
 * @throws with a sentence if the method has no such cell, it cannot be changed, or cannot hold what is given, or a stage would train nothing
 */
export function changedCells(method: Method, given: Cells): Cells | undefined {
  const own = cellsOf(method);
  for (const name of Object.keys(given)) {
    if (!own.has(name)) throw new Error(`${method.name} has no cell ${name} in its table. It has ${[...own.keys()].join(', ') || 'none'}.`);
    if (!cellsByText.has(given[name]))
      throw new Error(
        `The cell ${name} must hold one of ${cellRewards.join(', ')}, with -beta1 or -beta2 behind it where a KL pulls it back; got "${given[name]}".`,
      );
  }
  const changed = [...own].filter(([name, turn]) => name in given && given[name] !== cellText(turn)).map(([name]) => [name, given[name]]);
  if (changed.length === 0) return undefined;
  const cells = Object.fromEntries(changed) as Cells;
  requireTrainable(method, cells);
  return cells;
}

function requireTrainable(method: Method, cells: Cells): void {
  method.stages.forEach((stage, index) => {
    turnsOf(stage).forEach((_, turn) => {
      const name = cellName(index, turn);
      if (name in cells && !canChange(stage, turn))
        throw new Error(
          `The cell ${name} of ${method.name} cannot be changed: ${stage.imitates ? 'its stage imitates chosen answers as they are' : 'its answers are written by the frozen base, and nothing trains on them'}.`,
        );
    });
    const filled = turnsOf(withCells(stage, index, cells));
    const isEmpty = filled.every(({ reward, kl }) => reward === 'none' && kl === 'none');
    if (isEmpty && !stage.verdict)
      throw new Error(`${stage.name} would train nothing: none of its turns has a reward or a KL. Give one of them either.`);
  });
}

function withCells(stage: Stage, index: number, cells: Cells): Stage {
  const filled = (own: Turn, turn: number): Turn => cellsByText.get(cells[cellName(index, turn)]) ?? own;
  const [first, second] = stage.turns;
  const turns = [filled(first, 0), filled(second, 1)] as const;
  return stage.third ? { ...stage, turns, third: filled(stage.third, 2) } : { ...stage, turns };
}

/** Stages of a run: those of its method, with its own cells, and its share of updates in Stage I where the method has one. */
export function stagesOf({ method, stageOneShare, cells }: { method: string; stageOneShare: number; cells?: Cells }): Stage[] {
  const { stages } = methodById(method);
  return stagesWithShare(cells ? stages.map((stage, index) => withCells(stage, index, cells)) : stages, stageOneShare);
}
