/** Seconds in which a whole run is played back. */
const playbackSeconds = 9;
/** Where the playhead stops on its way, as many places as a chart has pixels to show them in: the pictures are drawn anew at each. */
const places = 270;
const millisecondsThere = (1000 * playbackSeconds) / places;
/** Milliseconds from one frame to the next when something held it up. */
const longFrame = 20;
/** With reduced motion, playback jumps from evaluation to evaluation this often. */
const calmMilliseconds = 900;

/** Where in training the pictures are, and at which temperature. */
export class Playhead {
  /** The step a person chose, or null to stay at the end as it moves. */
  chosen = $state<number | null>(null);
  temperature = $state<0 | 1>(1);
  playing = $state(false);
  /** Steps of the evaluations shown, in order. */
  readonly #evaluated: () => readonly number[];
  #timer = 0;

  constructor(evaluated: () => readonly number[]) {
    this.#evaluated = evaluated;
  }

  get end(): number {
    return this.#evaluated().at(-1) ?? 0;
  }

  get step(): number {
    return Math.min(this.chosen ?? this.end, this.end);
  }

  set(step: number): void {
    this.chosen = step >= this.end ? null : Math.max(0, step);
  }

  follow(): void {
    this.stop();
    this.chosen = null;
  }

  next(): void {
    this.stop();
    this.set(this.#evaluated().find((step) => step > this.step) ?? this.end);
  }

  previous(): void {
    this.stop();
    this.set(this.#evaluated().findLast((step) => step < this.step) ?? 0);
  }

  toStart(): void {
    this.stop();
    this.set(0);
  }

  toEnd(): void {
    this.follow();
  }

  scrub(step: number): void {
    this.stop();
    this.set(step);
  }

  /** Plays the evaluations back, from the start if at the end. */
  play(): void {
    if (this.end === 0) return;
    if (this.step >= this.end) this.chosen = 0;
    this.playing = true;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.#playCalmly();
    else this.#playSmoothly(performance.now());
  }

  stop(): void {
    this.playing = false;
    cancelAnimationFrame(this.#timer);
    clearTimeout(this.#timer);
  }

  /**
   * Where drawing the pictures takes longer than a frame, the page rests as long before it draws them again: half of its time is for the visitor.
   * @param since when the playhead came where it is
   * @param drawnIn milliseconds that the pictures took when they were drawn last
   */
  #playSmoothly(since: number, drawnIn = 0): void {
    this.#timer = requestAnimationFrame((now) => {
      const moves = Math.max(0, Math.floor((now - since) / millisecondsThere));
      const rests = drawnIn > longFrame && now - since < 2 * drawnIn;
      if (moves === 0 || rests) return this.#playSmoothly(since, drawnIn);
      this.set(this.step + (this.end * moves) / places);
      if (this.chosen === null) this.playing = false;
      else this.#timer = requestAnimationFrame((then) => this.#playSmoothly(since + moves * millisecondsThere, then - now));
    });
  }

  #playCalmly(): void {
    this.#timer = window.setTimeout(() => {
      this.set(this.#evaluated().find((step) => step > this.step) ?? this.end);
      if (this.chosen === null) this.playing = false;
      else this.#playCalmly();
    }, calmMilliseconds);
  }
}
