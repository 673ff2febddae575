import { getContext, setContext } from 'svelte';
import type { Recording, RunOptions } from '../../../workers/protocol.ts';

/** Where the numbers of a picture are from, for those who see it away from the page. */
export interface PictureSource {
  /** The runs that are drawn, where the page knows them. */
  runs?: readonly { options: RunOptions; recording?: Recording | null }[];
  /** The id of the task, where no runs are named. */
  task?: string;
  /** The command that makes the numbers again, where no runs are named. */
  command?: string;
  /** What lines and fills mean, where that stands beside the picture and not in its caption. */
  reading?: string;
}

const inContext = Symbol();

/** @param source asked when a picture is saved */
export const provideSource = (source: () => PictureSource): unknown => setContext(inContext, source);

/** What the components around this one say of its pictures. Undefined where none does. */
export const sourceAround = (): (() => PictureSource) | undefined => getContext(inContext);
