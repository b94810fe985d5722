/** Named SQL of groups and who is in them. All of it runs in a tenant transaction. */

export const listGroups = `
  select id, name, member_count as "memberCount", created_at as "createdAt", updated_at as "updatedAt" from groups
  where deleted_at is null order by lower(name), id limit 1000`;

/** $1 group, $2 contact. */
export const addMember = `insert into group_members (group_id, contact_id) values ($1, $2) on conflict do nothing`;
export const removeMember = `delete from group_members where group_id = $1 and contact_id = $2`;

/** $1 contact. */
export const groupsOfContact = `
  select g.id, g.name from group_members m join groups g on g.organization_id = m.organization_id and g.id = m.group_id
  where m.contact_id = $1 and g.deleted_at is null order by lower(g.name), g.id`;

/** $1 contact: back into the groups that still exist. */
export const rejoinGroups = `
  insert into group_members (group_id, contact_id)
  select g.id, c.id from contacts c join groups g on g.organization_id = c.organization_id and g.id = any (c.deleted_group_ids)
  where c.id = $1 and g.deleted_at is null on conflict do nothing`;

/** $1 name, which the caller knows to be free. */
export const addGroup = 'insert into groups (name) values ($1) returning id';

/** Puts the contacts of a query into groups; it answers a group and a contact, in the order of their locks. */
export const joinGroups = (members: string): string => `
  insert into group_members (group_id, contact_id) ${members} on conflict do nothing`;

/** Ends the memberships whose `ctid` a query answers. */
export const leaveGroups = (members: string): string =>
  `delete from group_members where ctid = any (array(${members}))`;

/** Deletes groups `g`, of which others know whether they are still needed. */
export const dropGroups = ({ from, where }: { readonly from: string; readonly where: string }): string => `
  update groups g set deleted_at = now(), updated_at = now() from ${from} where ${where}`;
