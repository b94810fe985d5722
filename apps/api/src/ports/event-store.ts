import type { EventKind } from '@engagex/domain/events';

/** An event as it was stored. */
export interface StoredEvent {
  readonly id: string;
  readonly receivedAt: Date;
  readonly occurredAt: Date;
  readonly kind: EventKind;
  readonly name: string;
  readonly personId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  readonly keyId: string | null;
  readonly isTrusted: boolean;
  readonly anonymousId: string | null;
  readonly userId: string | null;
  readonly messageId: string;
  readonly warnings: readonly string[];
}

/** Where an event stands in the log: when it was received, to the microsecond, and its id. */
export interface EventPlace {
  readonly place: string;
  readonly id: string;
}

/** Every condition that is given has to hold. */
export interface EventFilter {
  readonly name?: string | undefined;
  readonly kind?: EventKind | undefined;
  /** A property that is this text, number or boolean. */
  readonly property?: { readonly name: string; readonly value: string } | undefined;
  readonly personIds?: readonly string[] | undefined;
  readonly keyId?: string | undefined;
  readonly hasWarnings?: true | undefined;
  /** Received at this time or later. */
  readonly from?: Date | string | undefined;
  /** Received before this time. */
  readonly to?: Date | string | undefined;
}

/** Reads and forgets events of the scope's organization, within an open transaction or read. */
export abstract class EventStore {
  /** Events received together, by their ids, in the order in which they arrived. */
  abstract received(from: Date, to: Date, ids: readonly string[]): Promise<StoredEvent[]>;

  /** The latest that the filter lets through, last received first; `before` continues where a page ended. */
  abstract latest(
    filter: EventFilter,
    limit: number,
    before: EventPlace | null,
  ): Promise<readonly (StoredEvent & EventPlace)[]>;

  /** Deletes up to `limit` events received before this time; resolves to how many it were. */
  abstract forget(before: Date, limit: number): Promise<number>;
}
