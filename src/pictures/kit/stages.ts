import { words } from '../../languages/words.ts';

export interface StageMark {
  x: number;
  /** Name of the stage that ends here, and of the one that begins. */
  before: string;
  after: string;
}

/** Where a run of more than one stage goes from one to the next. */
export function stageMarks(
  boundaries: readonly number[],
  names: readonly string[],
  x: (step: number) => number,
  narrow: boolean,
): StageMark[] {
  const short = (name: string): string => (narrow ? words().figure.stageShort(name) : name);
  return names.slice(1).map((name, index) => ({ x: x(boundaries[index + 1]), before: short(names[index]), after: short(name) }));
}
