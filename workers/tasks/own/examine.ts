/** What somebody who writes a task is told of it. */
import { OwnTaskError } from './ownTaskError.ts';
import { prepareOwnTask } from './ownTask.ts';
import { ownTaskId } from './source.ts';
import type { OwnTable, Sandboxed } from './table.ts';

/** One problem of a preview. Its own answer is one that the task's checker accepts. */
export type OwnExample = OwnTable['examples'][number];

/** A task that can be trained on, or what is wrong with it. */
export type OwnFindings =
  | { usable: false; sentence: string; /** Of the text, from 1; null if it is not known. */ line: number | null }
  | {
      usable: true;
      /** Names the task wherever a run's options do. */
      id: string;
      examples: OwnExample[];
      /** How many different problems there are to train on, and held out. */
      train: number;
      heldout: number;
      characters: string[];
      longestPrompt: number;
      longestAnswer: number;
    };

const shownExamples = 10;

/** Makes the problems of a task and says what they are like. Throws nothing because of the task. */
export async function examineOwnTask(text: string, sandbox: Sandboxed): Promise<OwnFindings> {
  try {
    const id = ownTaskId(text);
    const { train, heldout, examples, characters, longestPrompt, longestAnswer } = await prepareOwnTask(id, sandbox);
    const shown = examples.slice(0, shownExamples);
    return {
      usable: true,
      id,
      examples: shown,
      train: train.length,
      heldout: heldout.length,
      characters,
      longestPrompt,
      longestAnswer,
    };
  } catch (error) {
    if (!(error instanceof OwnTaskError)) throw error;
    return { usable: false, sentence: error.message, line: error.line };
  }
}
