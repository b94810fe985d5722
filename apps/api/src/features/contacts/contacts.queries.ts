/**
 * Named SQL of contacts and groups. All of it runs in a tenant transaction. Searches are ranges on the *_key columns:
 * LIKE is not leakproof, so row-level security would keep it off the indexes.
 */

export interface ContactFilter {
  readonly search?: string | undefined;
  readonly groupId?: string | undefined;
  readonly subscription?: string | undefined;
}

const columns = `c.id, c.email, c.first_name as "firstName", c.last_name as "lastName", c.phone, c.language,
  c.time_zone as "timeZone", c.country, c.external_id as "externalId", c.attributes, c.subscription,
  c.unsubscribed_at as "unsubscribedAt", c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** The ids a search finds: $1 start, $2 its upper bound. Each part can use its own index. */
const found = `(
  select id from contacts where email_key >= $1 and email_key < $2
  union select id from contacts where first_name_key >= $1 and first_name_key < $2
  union select id from contacts where last_name_key >= $1 and last_name_key < $2)`;

/** Builds the list or count for a filter; values go into parameters only. */
function matching(filter: ContactFilter, upperBound: (text: string) => string) {
  const parameters: unknown[] = [];
  const conditions = ['c.deleted_at is null'];
  if (filter.search) {
    const start = filter.search.normalize('NFC').toLowerCase();
    parameters.push(start, upperBound(start));
    conditions.push(`c.id in ${found}`);
  }
  if (filter.groupId) {
    parameters.push(filter.groupId);
    conditions.push(`exists (select from group_members m where m.organization_id = c.organization_id
      and m.contact_id = c.id and m.group_id = $${parameters.length})`);
  }
  if (filter.subscription) {
    parameters.push(filter.subscription);
    conditions.push(`c.subscription = $${parameters.length}`);
  }
  return { parameters, conditions };
}

/** Newest first, after `cursor`. */
export function listContacts(
  filter: ContactFilter,
  cursor: string | null,
  limit: number,
  upperBound: (text: string) => string,
) {
  const { parameters, conditions } = matching(filter, upperBound);
  if (cursor) {
    parameters.push(cursor);
    conditions.push(`c.id < $${parameters.length}`);
  }
  parameters.push(limit);
  const sql = `select ${columns} from contacts c where ${conditions.join(' and ')} order by c.id desc limit $${parameters.length}`;
  return { sql, parameters };
}

export function countContacts(filter: ContactFilter, upperBound: (text: string) => string) {
  const { parameters, conditions } = matching(filter, upperBound);
  return { sql: `select count(*) as count from contacts c where ${conditions.join(' and ')}`, parameters };
}

/** $1 contact. */
export const groupsOfContact = `
  select g.id, g.name from group_members m join groups g on g.organization_id = m.organization_id and g.id = m.group_id
  where m.contact_id = $1 and g.deleted_at is null order by lower(g.name), g.id`;

/** $1 contact, $2 now, $3 who: leaves its groups and remembers them. */
export const deleteContact = `
  with left_groups as (delete from group_members where contact_id = $1 returning group_id)
  update contacts set deleted_at = $2, updated_at = $2, updated_by_id = $3,
    deleted_group_ids = (select array_agg(group_id) from left_groups)
  where id = $1 and deleted_at is null returning id`;

/** $1 contact: back into the groups that still exist. */
export const rejoinGroups = `
  insert into group_members (group_id, contact_id)
  select g.id, c.id from contacts c join groups g on g.organization_id = c.organization_id and g.id = any (c.deleted_group_ids)
  where c.id = $1 and g.deleted_at is null on conflict do nothing`;

/** $1 address key, $2 external id: everyone who already has one of them, deleted or not. */
export const contactsWith = `
  select id, email_key as "emailKey", external_id as "externalId", deleted_at as "deletedAt" from contacts
  where email_key = $1 or external_id = $2 order by id for update`;

export const listGroups = `
  select id, name, member_count as "memberCount", created_at as "createdAt" from groups
  where deleted_at is null order by lower(name), id limit 1000`;

/** $1 group, $2 contact. */
export const addMember = `insert into group_members (group_id, contact_id) values ($1, $2) on conflict do nothing`;
export const removeMember = `delete from group_members where group_id = $1 and contact_id = $2`;
