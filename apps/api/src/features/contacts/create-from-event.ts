import type { TenantDb } from '@engagex/tenancy';
import { noteOrigin } from '../preferences/index.ts';
import { addContacts } from './add-contacts.ts';

/** Somebody whom a server of the organization identified. */
export interface Identified {
  readonly email: string | null;
  readonly externalId: string;
  readonly keyId: string | null;
  /** What they agreed to, in the words they read; null when nobody says that they did. */
  readonly consent: string | null;
}

/** $1 address, $2 external id, whoever has one of them, deleted or not, stays as they are. */
const add = `
  ${addContacts(`values ($1, null, null, null, null, null, null, $2, '{}', 'unsubscribed', now(), null, null)`)}
  on conflict do nothing returning c.id`;

const subscribe = `update contacts set subscription = 'subscribed', unsubscribed_at = null, updated_at = now() where id = $1`;

/** Creates a contact who gets no campaigns, unless they agreed to that; null when there is one, which may be deleted. */
export async function createFromEvent(
  db: TenantDb,
  { email, externalId, keyId, consent }: Identified,
): Promise<string | null> {
  await noteOrigin(db, { source: 'api_key', actorId: keyId, wording: 'Created from an event, without consent.' });
  const contact = await db.row<{ id: string }>(add, [email, externalId]);
  if (!contact) return null;
  if (consent === null) return contact.id;
  await noteOrigin(db, { source: 'api_key', actorId: keyId, wording: consent });
  await db.rows(subscribe, [contact.id]);
  return contact.id;
}
