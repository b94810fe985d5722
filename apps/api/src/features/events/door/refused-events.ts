import { Injectable } from '@nestjs/common';

/** An event that arrived and was refused. */
export interface RefusedEvent {
  readonly organizationId: string;
  readonly keyId: string;
  /** As it was sent; anything may be in it. */
  readonly context: unknown;
  readonly userAgent: string | null;
  readonly at: Date;
}

type Listener = (events: readonly RefusedEvent[]) => Promise<void>;

/** Tells others which events were refused, before their senders hear of it. */
@Injectable()
export class RefusedEvents {
  readonly #listeners: Listener[] = [];

  onRefused(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Rejects when somebody could not take note: the sender then sends them again. */
  async tell(events: readonly RefusedEvent[]): Promise<void> {
    if (events.length > 0) await Promise.all(this.#listeners.map((listener) => listener(events)));
  }
}
