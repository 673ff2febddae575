import type { Asked, Question, Recording, RunOptions } from '../../workers/protocol.ts';
import type { Session } from '../state/session.svelte.ts';

/** Questions to the model of a column, one at a time: the latest answer, and what became of it when its first answer was changed. */
export class Asking {
  /** The latest answer, to the model's own first answer or to one that was changed. */
  asked = $state.raw<Asked | null>(null);
  /** What it was before the first answer was changed; null where it is the model's own. */
  own = $state.raw<Asked | null>(null);
  isAsking = $state(false);
  /** Why the last question was not answered. */
  problem = $state<string | null>(null);
  who = $state<'policy' | 'base'>('policy');
  /** Who gave the answers that are here: another may be chosen since. */
  answeredBy = $state<'policy' | 'base'>('policy');
  temperature = $state<0 | 1>(0);
  #heldOut = 0;
  #question: Question = { problem: { heldOut: 0 }, temperature: 0, sample: 0 };
  readonly #session: Session;
  readonly #options: RunOptions;
  readonly #recording: Recording | null;

  constructor(session: Session, options: RunOptions, recording: Recording | null, who: 'policy' | 'base') {
    this.#session = session;
    this.#options = options;
    this.#recording = recording;
    this.who = who;
  }

  /** @param typed what a person typed */
  ask(typed: string): Promise<void> {
    return this.#ask({ problem: typed, temperature: this.temperature, sample: 0 });
  }

  askHeldOut(): Promise<void> {
    return this.#ask({ problem: { heldOut: this.#heldOut++ }, temperature: this.temperature, sample: 0 });
  }

  /** The same problem again: with other random numbers where they are drawn, and of the model and temperature that are chosen now. */
  again(): Promise<void> {
    const { problem, sample } = this.#question;
    return this.#ask({ problem, temperature: this.temperature, sample: sample + 1 });
  }

  /** Puts another token into the first answer. */
  async change(place: number, id: number): Promise<void> {
    if (!this.asked || this.isAsking) return;
    const own = this.own ?? this.asked;
    const firstAnswer = this.asked.turns[0].map((token, index) => (index === place ? id : token.id));
    await this.#send({ ...this.#question, firstAnswer }, own);
  }

  restore(): void {
    this.asked = this.own ?? this.asked;
    this.own = null;
  }

  async #ask(question: Question): Promise<void> {
    if (this.isAsking) return;
    if (await this.#send(question, null)) this.#question = question;
    // What stands there answers another question.
    else this.asked = this.own = null;
  }

  /** Whether it was answered. */
  async #send(question: Question, own: Asked | null): Promise<boolean> {
    this.isAsking = true;
    this.problem = null;
    const { who } = this;
    try {
      this.asked = await this.#session.ask(this.#options, this.#recording, who, question);
      this.answeredBy = who;
      this.own = own;
    } catch (error) {
      this.problem = (error as Error).message || 'It could not be asked.';
    }
    this.isAsking = false;
    return this.problem === null;
  }
}
