import { z } from 'zod';

/**
 * Part of the body of an update: the `updatedAt` of what the caller read and edited. When the thing was changed since,
 * the answer is 409 `conflict.changed`. Left out, the update is done whatever happened in between.
 */
export const version = z.iso.datetime().optional();

/** Who changed something since it was read, and when. */
export interface Changed {
  /** Null when a program or the product itself did. */
  readonly by: string | null;
  /** The caller did, elsewhere. */
  readonly isYou: boolean;
  /** ISO 8601. */
  readonly at: string;
}
