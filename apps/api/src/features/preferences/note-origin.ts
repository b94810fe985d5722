import type { ConsentSource } from '@engagex/domain/preferences';
import { currentScope, type TenantDb } from '@engagex/tenancy';
import { currentRequest } from '../../platform/audit/request-context.ts';

/** How a preference came about, for the consent ledger. */
export interface ConsentOrigin {
  readonly source: ConsentSource;
  /** What the person read, with its version; or the file it came in. */
  readonly wording?: string | null;
  readonly actorId?: string | null;
  /** Of the client. */
  readonly address?: string | null;
}

/**
 * Says how the preferences that change in the open transaction came about; to be called before they change. Triggers write
 * the ledger itself, so no change of a preference is ever missing there.
 */
export async function noteOrigin(db: TenantDb, origin: ConsentOrigin): Promise<void> {
  await db.rows(`select set_config('app.consent', $1, true)`, [JSON.stringify(origin)]);
}

/** The same for what a member, or a program with a key, does in the running request. */
export async function noteCaller(db: TenantDb, wording: string | null = null): Promise<void> {
  const { actor } = currentScope();
  const { address } = currentRequest();
  if (actor.kind === 'user') return noteOrigin(db, { source: 'member', actorId: actor.userId, address, wording });
  if (actor.kind === 'key') return noteOrigin(db, { source: 'api_key', actorId: actor.keyId, address, wording });
  throw new Error('Nobody asked for this; say where the preference comes from.');
}
