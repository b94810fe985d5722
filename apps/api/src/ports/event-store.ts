/** An event as it was stored. */
export interface StoredEvent {
  readonly id: string;
  readonly receivedAt: Date;
  readonly occurredAt: Date;
  readonly kind: string;
  readonly name: string;
  readonly personId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  readonly keyId: string | null;
  readonly trusted: boolean;
  readonly anonymousId: string | null;
  readonly userId: string | null;
  readonly messageId: string;
  readonly warnings: readonly string[];
}

/** Where an event stands in the log. */
export interface EventPlace {
  readonly receivedAt: Date;
  readonly id: string;
}

/** Reads and forgets events of the scope's organization, within an open transaction or read. */
export abstract class EventStore {
  /** Events received together, by their ids, in the order in which they arrived. */
  abstract received(from: Date, to: Date, ids: readonly string[]): Promise<StoredEvent[]>;

  /** The latest, newest first; `before` continues where a page ended. */
  abstract latest(limit: number, before: EventPlace | null): Promise<StoredEvent[]>;

  /** Deletes up to `limit` events received before this time; resolves to how many it were. */
  abstract forget(before: Date, limit: number): Promise<number>;
}
