import type { ChangeReason } from '@engagex/domain/segment-memberships';
import type { TenantDb } from '@engagex/tenancy';

/** Somebody entered or left a watched segment. */
export interface RecordedChange {
  readonly segmentId: string;
  /** Of the segment, without gaps. */
  readonly sequence: number;
  readonly contactId: string;
  /** Of the contact in this segment: 1 for the first change, and one more each time. */
  readonly version: number;
  readonly kind: 'entered' | 'left';
  readonly reason: ChangeReason;
  readonly eventId: string | null;
  /** The name of the event; for messages `sent`, `open` or `click`. */
  readonly detail: string | null;
  readonly at: Date;
}

/**
 * Something that follows who enters and leaves watched segments. Every provider of this kind gets all changes of each
 * segment, each once, in their order.
 */
export abstract class SegmentChangeReader {
  abstract readonly name: string;

  /**
   * Runs in the open transaction and commits with the record that these changes are read, so it writes rows and nothing else:
   * no network, no files. When it throws, the same changes come again later; other readers go on.
   */
  abstract read(tx: TenantDb, changes: readonly RecordedChange[]): Promise<void>;
}
