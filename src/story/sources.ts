/** The lines of this project's code that the story's claims rest on. vite.config.ts finds them when the page is built. */
export const sources = {
  /** The second answer's prompt holds no verdict on the first. */
  episode: { path: 'workers/model/layout.ts', find: 'export interface EpisodeLayout {', lines: 12 },
  blindCopies: { path: 'workers/methods/pretrain.ts', find: 'const y2 = Int32Array.from(again);', lines: 5 },
  chosenPairs: { path: 'workers/methods/imitation.ts', find: 'if (r1[row] === 1 && !keepsRightFirst) continue;', lines: 5 },
  naive: { path: 'workers/methods/table.ts', find: "id: 'naive',", lines: 5 },
  leaveOneOut: { path: 'workers/methods/advantages.ts', find: 'export function leaveOneOut(', lines: 9 },
  stageOne: { path: 'workers/methods/table.ts', find: 'const stageOne: Stage = {', lines: 11 },
  bonus: { path: 'workers/methods/stage.ts', find: 'bonus: { label:', lines: 3 },
  withoutBonus: { path: 'workers/methods/table.ts', find: 'const stageTwoWithoutBonus = ', lines: 1 },
  editDistance: { path: 'workers/measures/editDistance.ts', find: 'export function editDistanceRatio(', lines: 5 },
  leak: { path: 'workers/methods/advantages.ts', find: 'if (!creditsFirstTurn(stage, gamma)) return [first, second];', lines: 3 },
  recall: { path: 'workers/tasks/recall.ts', find: "family: 'control',", lines: 3 },
  transpile: { path: 'workers/tasks/transpile.ts', find: "id: 'transpile',", lines: 4 },
} as const satisfies Readonly<Record<string, { path: string; find: string; lines: number }>>;

export type SourceName = keyof typeof sources;
