import type { EventKind, JsonObject } from '@engagex/domain/events';

/** An event on its way into the log. */
export interface LoggedEvent {
  readonly organizationId: string;
  /** The same again is the same event. */
  readonly messageId: string;
  readonly occurredAt: Date;
  readonly kind: EventKind;
  readonly name: string;
  readonly personId: string;
  readonly properties: JsonObject;
  readonly context: JsonObject;
  readonly keyId: string | null;
  readonly isTrusted: boolean;
  readonly anonymousId: string | null;
  readonly userId: string | null;
  readonly warnings: readonly string[];
}

/**
 * `duplicate`: it was stored before. `refused`: no storage would take it, whatever else comes with it. `beyond_plan`: the organization's plan
 * has none left.
 */
export type Appended = 'stored' | 'duplicate' | 'refused' | 'beyond_plan';

/** Where accepted events go first, and from where others take them on. */
export abstract class EventLog {
  /**
   * Resolves, for each event in turn, once what is stored would survive a crash. Rejects when nothing is known of them; the same
   * events can be appended again. Throws a `limit` when too many are waiting.
   */
  abstract append(events: readonly LoggedEvent[]): Promise<readonly Appended[]>;

  /** Calls `listener` with the organizations that have new events, after they were stored. Only a wake-up: rows are the truth. */
  abstract onStored(listener: (organizationIds: readonly string[]) => void): void;
}
