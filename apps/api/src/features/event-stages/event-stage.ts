import type { TenantDb } from '@engagex/tenancy';

export type EventKind = 'track' | 'page' | 'identify' | 'alias' | 'group';

/** An event as it was accepted. */
export interface StageEvent {
  readonly id: string;
  readonly kind: EventKind;
  readonly name: string;
  readonly personId: string;
  readonly anonymousId: string | null;
  readonly userId: string | null;
  readonly receivedAt: Date;
  readonly occurredAt: Date;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
  /** Whether a secret key or a valid signature vouches for the user id. */
  readonly isTrusted: boolean;
  /** The API key it came with. */
  readonly keyId: string | null;
  readonly messageId: string;
}

/**
 * Something that is made of events. Every provider of this kind gets all events of every organization, each once, in the
 * order in which they were committed; one worker at a time applies those of an organization.
 */
export abstract class EventStage {
  abstract readonly name: string;
  /** The stage that has to see events before this one does. */
  readonly after: string | null = null;

  /**
   * Runs in the open transaction and commits with the record that these events are applied, so it writes rows and nothing
   * else: no network, no files. When it throws, events are applied one by one, and those that fail are tried again later,
   * after events that came later: it must bear that order.
   */
  abstract apply(tx: TenantDb, events: readonly StageEvent[]): Promise<void>;
}
