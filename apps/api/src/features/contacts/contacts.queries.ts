/**
 * Named SQL of contacts. All of it runs in a tenant transaction; lists are in find-contacts.ts.
 */

/** What lists show of a contact `c`. */
export const contactColumns = `c.id, c.email, c.first_name as "firstName", c.last_name as "lastName", c.phone, c.language,
  c.time_zone as "timeZone", c.country, c.external_id as "externalId", c.attributes, c.subscription,
  c.unsubscribed_at as "unsubscribedAt", c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** $1 contact, $2 now, $3 who: leaves its groups and remembers them. */
export const deleteContact = `
  with left_groups as (delete from group_members where contact_id = $1 returning group_id)
  update contacts set deleted_at = $2, updated_at = $2, updated_by_id = $3,
    deleted_group_ids = (select array_agg(group_id) from left_groups)
  where id = $1 and deleted_at is null returning id`;

/** $1 address key, $2 external id: everyone who already has one of them, deleted or not. */
export const contactsWith = `
  select id, email_key as "emailKey", external_id as "externalId", deleted_at as "deletedAt",
    merged_into_id as "mergedIntoId" from contacts
  where email_key = $1 or external_id = $2 order by id for update`;
