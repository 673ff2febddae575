import type { Lab } from './lab.svelte.ts';
import type { Columns } from './setup.ts';

/** What is trained, or was until the page came to show another setup. */
interface Trained {
  columns: Columns;
  address: string;
}

interface Paused extends Trained {
  /** It was to go on behind the update in hand. */
  played: boolean;
  /** It goes on as soon as it is shown again. */
  resumes: boolean;
}

/** Keeps training from going on unseen: pauses it when the page comes to show another setup, and takes it up again when it is given back. */
export class SetAside {
  /** Until it is shown again, or something else is trained. */
  paused = $state.raw<Paused | null>(null);
  /** Another setup is shown while a base is pretrained, which would be lost: it goes on until a person says whether to leave it. */
  asks = $state(false);
  #trained: Trained | null = null;
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Follows what is shown and what is trained: call it in an effect. @param inStory the story chooses what is shown, and gives back what was */
  watch(inStory: boolean): void {
    const { setup, session, isTraining, isPretraining } = this.#lab;
    const { address, columns } = setup;
    if (!isTraining) {
      this.asks = false;
      this.#trained = { address, columns };
      if (!inStory) this.#cameBackTo(address);
    } else if (address === this.#trained?.address) {
      this.asks = false;
      if (session.status !== 'pausing' && (!inStory || address === this.paused?.address)) this.paused = null;
    } else if (session.status !== 'pausing') {
      this.asks = isPretraining;
      if (!isPretraining) this.leave(inStory);
    }
  }

  /** Pauses what is trained and not shown. */
  leave(inStory: boolean): void {
    const goesBack = this.paused?.address === this.#lab.setup.address;
    const { session } = this.#lab;
    if (this.#trained && !goesBack) this.paused = { ...this.#trained, played: session.playsOn, resumes: inStory && session.playsOn };
    void session.pause();
  }

  /** Shows what is trained. */
  stay(): void {
    if (this.#trained && this.#trained.address !== this.#lab.setup.address) this.#lab.setup.show(this.#trained.columns);
  }

  /** Shows what was paused, and goes on with it where it was to go on. */
  goBack(): void {
    if (!this.paused) return;
    this.paused = { ...this.paused, resumes: this.paused.played };
    this.#lab.setup.show(this.paused.columns);
  }

  #cameBackTo(address: string): void {
    if (!this.paused) return;
    const { resumes } = this.paused;
    if (this.paused.address === address) {
      this.paused = null;
      if (resumes && this.#lab.unfinished) void this.#lab.train();
    } else if (resumes) this.paused = { ...this.paused, resumes: false };
  }
}
