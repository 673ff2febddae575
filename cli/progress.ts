/** One line that says how far a long command is; on a terminal it is rewritten in place, in a log it appears now and then. */

const barWidth = 24;
const logEverySeconds = 30;

const duration = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '';
  return seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
};

export class Progress {
  private readonly started = performance.now();
  private firstDone: number | null = null;
  private lastLogged = -Infinity;

  constructor(
    private readonly total: number,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** @param done of `total`; @param words what is happening */
  show(done: number, words: string): void {
    this.firstDone ??= done;
    const elapsed = (performance.now() - this.started) / 1000;
    const pace = (done - this.firstDone) / elapsed;
    const filled = Math.round((barWidth * done) / this.total);
    const line =
      `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${done}/${this.total} ${words} ${pace > 0 ? duration((this.total - done) / pace) : ''}`.trimEnd();
    if (this.stream.isTTY) this.stream.write(`\r\x1b[2K${line}`);
    else if (elapsed - this.lastLogged >= logEverySeconds || done >= this.total) {
      this.lastLogged = elapsed;
      this.stream.write(`${line}\n`);
    }
  }

  /** A line that stays. */
  say(words: string): void {
    this.stream.write(this.stream.isTTY ? `\r\x1b[2K${words}\n` : `${words}\n`);
  }
}
