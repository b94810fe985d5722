import type { WishSource } from '@engagex/domain/wishes';
import { currentScope, type TenantDb } from '@engagex/tenancy';
import { currentRequest } from '../../platform/audit/request-context.ts';

/** How a wish came about, for the consent ledger. */
export interface WishOrigin {
  readonly source: WishSource;
  /** What the person read, with its version; or the file it came in. */
  readonly wording?: string | null;
  readonly actorId?: string | null;
  /** Of the client. */
  readonly address?: string | null;
}

/**
 * Says how the wishes that change in the open transaction came about; to be called before they change. Triggers write
 * the ledger itself, so no change of a wish is ever missing there.
 */
export async function noteOrigin(db: TenantDb, origin: WishOrigin): Promise<void> {
  await db.rows(`select set_config('app.wish', $1, true)`, [JSON.stringify(origin)]);
}

/** The same for what a member, or a program with a key, does in the running request. */
export async function noteCaller(db: TenantDb, wording: string | null = null): Promise<void> {
  const { actor } = currentScope();
  const { address } = currentRequest();
  if (actor.kind === 'user') return noteOrigin(db, { source: 'member', actorId: actor.userId, address, wording });
  if (actor.kind === 'key') return noteOrigin(db, { source: 'api key', actorId: actor.keyId, address, wording });
  throw new Error('Nobody asked for this; say where the wish comes from.');
}
