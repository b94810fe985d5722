import { firstRows } from '../../platform/http/paging.ts';

/** Named SQL of the inbox of one member. All of it runs in a tenant transaction. */

/** $1 user: their place in the organization. */
export const reader = `
  select m.role, u.name, o.name as organization, coalesce(o.time_zone, 'UTC') as "timeZone"
  from memberships m join users u on u.id = m.user_id join organizations o on o.id = m.organization_id where m.user_id = $1`;

/** $1 user, $2 kinds that they see: what is over before it was told is in no inbox. */
const shown = `n.user_id = $1 and n.state <> 'dropped' and n.kind = any ($2::text[])`;

/** $1 user, $2 kinds, $3 whether read ones too, $4 before this place or null, $5 how many. */
export const listInbox = firstRows(
  `select n.id, n.seq, n.kind, n.why, n.facts, n.content_type as "contentType", n.object_id as "objectId",
     n.created_at as "createdAt", n.read_at as "readAt"
   from notifications n where ${shown} and ($3::boolean or n.read_at is null) and ($4::bigint is null or n.seq < $4)
   order by n.seq desc`,
  '$5',
);

/** $1 user, $2 kinds, $3 how many are counted at most. One snapshot: the count is that of the version. */
export const countUnread = `
  select coalesce((select version from inboxes where user_id = $1), 0) as version,
    (select count(*) from (select from notifications n where ${shown} and n.read_at is null limit $3) counted)::int as unread`;

/** $1 user, $2 kinds, $3 notification, $4 whether it is read. */
export const markOne = `
  update notifications n set read_at = case when $4::boolean then coalesce(n.read_at, now()) end
  where ${shown} and n.id = $3 returning n.id`;

/** $1 user, $2 kinds, $3 up to this place. */
export const markUpTo = `update notifications n set read_at = now() where ${shown} and n.read_at is null and n.seq <= $3`;
