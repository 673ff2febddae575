import type { Outputs } from './outputs.ts';

/** Longest key and outputs together that are worth keeping, in characters; with `mostEntries` this bounds the memory used. */
const longestEntry = 2048;
const mostEntries = 16384;

/** Outputs of programs already run. As a policy's entropy falls its samples repeat, and second answers copy first ones. */
export class OutputsCache {
  private readonly entries = new Map<string, Outputs>();

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Outputs | undefined {
    return this.entries.get(key);
  }

  /** Keeps the outputs; the oldest entry makes room. */
  set(key: string, outputs: Outputs): void {
    if (key.length + outputs.length > longestEntry) return;
    if (this.entries.size >= mostEntries) {
      const [oldest] = this.entries.keys();
      this.entries.delete(oldest);
    }
    this.entries.set(key, outputs);
  }
}
