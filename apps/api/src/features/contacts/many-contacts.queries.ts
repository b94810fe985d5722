/** Named SQL that changes many contacts at once. All of it runs in a tenant transaction. */

/** $1 group, $2 contacts. What changes answers its contacts, here and below. */
export const joinMany = `
  insert into group_members (group_id, contact_id)
  select $1, id from contacts where id = any ($2) and deleted_at is null order by id
  on conflict do nothing returning contact_id as id`;

/** $1 group, $2 contacts. */
export const leaveMany = `
  delete from group_members where group_id = $1 and contact_id = any ($2) returning contact_id as id`;

/** $1 attribute, $2 value or null, $3 contacts, $4 who. */
export const setAttribute = `
  update contacts set updated_at = now(), updated_by_id = $4,
    attributes = case when $2::jsonb is null then attributes - $1::text else attributes || jsonb_build_object($1::text, $2::jsonb) end
  where id = any ($3) and deleted_at is null and attributes -> $1::text is distinct from $2::jsonb returning id`;

/** $1 contacts, $2 who: they leave their groups, which are remembered. */
export const deleteMany = `
  with gone as (delete from group_members where contact_id = any ($1) returning contact_id, group_id),
    of_contact as (select contact_id, array_agg(group_id) as ids from gone group by contact_id)
  update contacts c set deleted_at = now(), updated_at = now(), updated_by_id = $2,
    deleted_group_ids = (select ids from of_contact o where o.contact_id = c.id)
  where c.id = any ($1) and c.deleted_at is null returning c.id`;

/** $1 contacts, $2 who. */
export const restoreMany = `
  update contacts set deleted_at = null, updated_at = now(), updated_by_id = $2
  where id = any ($1) and deleted_at is not null and merged_into_id is null returning id`;

/** $1 contacts: back into the groups that still exist. */
export const rejoinMany = `
  insert into group_members (group_id, contact_id)
  select g.id, c.id from contacts c join groups g on g.organization_id = c.organization_id and g.id = any (c.deleted_group_ids)
  where c.id = any ($1) and g.deleted_at is null order by g.id, c.id on conflict do nothing`;
