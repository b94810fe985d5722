import type { TenantDb } from '@engagex/tenancy';
import { addContacts } from './add-contacts.ts';

/** Somebody who says themselves that they want mail. */
export interface SignedUp {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** $1 address, $2 first name, $3 last name. What is known already is not overwritten. */
const subscribe = `
  ${addContacts(`values ($1, $2, $3, null, null, null, null, null, '{}', 'subscribed', null, null, null)`)}
  on conflict (organization_id, email_key) do update set subscription = 'subscribed', unsubscribed_at = null,
    deleted_at = null, deleted_group_ids = null, first_name = coalesce(c.first_name, excluded.first_name),
    last_name = coalesce(c.last_name, excluded.last_name), updated_at = now()
  returning c.id, case when old.id is null then null else old.subscription end as was`;

/** $1 groups, $2 contact. Groups that were deleted are left out. */
const joinGroups = `
  insert into group_members (group_id, contact_id)
  select g.id, $2 from groups g where g.id = any($1::uuid[]) and g.deleted_at is null order by g.id on conflict do nothing`;

/** Makes a contact of them or brings theirs back; `was` is how it was subscribed before, null for a new one. */
export async function signUp(
  db: TenantDb,
  { email, firstName, lastName }: SignedUp,
  groupIds: readonly string[],
): Promise<{ readonly id: string; readonly was: string | null }> {
  const contact = await db.row<{ id: string; was: string | null }>(subscribe, [email, firstName, lastName]);
  if (!contact) throw new Error('An upsert returns its row.');
  await db.rows(joinGroups, [groupIds, contact.id]);
  return contact;
}
