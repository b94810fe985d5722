import type { Compose } from '../deliveries/index.ts';

/** A person whose message cannot be prepared has failed, so content that fails for everyone is stopped before everyone has failed. */
const mostInRow = 25;

/** Watches how often in a row no message can be made of a campaign's content. */
export class ContentWatch {
  readonly #failed = new Set<string>();
  #problem = '';

  constructor(private readonly composer: Compose) {}

  /** Why the campaign has to stop; null while somebody can be written to. */
  get reason(): string | null {
    if (this.#failed.size < mostInRow) return null;
    return `Its content could not be prepared for ${this.#failed.size} people in a row: ${this.#problem}`;
  }

  readonly compose: Compose = (delivery) => {
    try {
      const message = this.composer(delivery);
      if (this.#failed.size < mostInRow) this.#failed.clear();
      return message;
    } catch (error) {
      this.#failed.add(delivery.id); // each is tried twice
      this.#problem = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      throw error;
    }
  };
}
