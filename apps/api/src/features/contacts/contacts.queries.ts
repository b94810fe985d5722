/**
 * Named SQL of contacts and groups. All of it runs in a tenant transaction; lists are in find-contacts.ts.
 */

/** What lists show of a contact `c`. */
export const contactColumns = `c.id, c.email, c.first_name as "firstName", c.last_name as "lastName", c.phone, c.language,
  c.time_zone as "timeZone", c.country, c.external_id as "externalId", c.attributes, c.subscription,
  c.unsubscribed_at as "unsubscribedAt", c.created_at as "createdAt", c.updated_at as "updatedAt"`;

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
  select id, email_key as "emailKey", external_id as "externalId", deleted_at as "deletedAt",
    merged_into_id as "mergedIntoId" from contacts
  where email_key = $1 or external_id = $2 order by id for update`;

export const listGroups = `
  select id, name, member_count as "memberCount", created_at as "createdAt", updated_at as "updatedAt" from groups
  where deleted_at is null order by lower(name), id limit 1000`;

/** $1 group, $2 contact. */
export const addMember = `insert into group_members (group_id, contact_id) values ($1, $2) on conflict do nothing`;
export const removeMember = `delete from group_members where group_id = $1 and contact_id = $2`;
