/** A task that cannot be used, and the line of its text where that shows, counted from 1, if the engine tells it. */
export class OwnTaskError extends Error {
  constructor(
    sentence: string,
    readonly line: number | null = null,
  ) {
    super(line === null ? sentence : `Line ${line}: ${sentence}`);
  }
}
