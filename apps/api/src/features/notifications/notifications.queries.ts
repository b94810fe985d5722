/** Named SQL of what is stored for members. All of it runs in a tenant transaction. */

/**
 * $1 content type, $2 object, $3 kind, $4 why, $5 now, $6 facts, $7 key or null, $8 roles that may be told, $9 the only users to be told
 * or null, $10 who is not, $11 users who are told with the owners or null, $12 the kind that a user must have been told of last or null,
 * $13 whether of any such object. One for each of these members, whose address is known to be theirs.
 */
export const addNotifications = `
  insert into notifications (content_type, object_id, user_id, kind, why, due_at, facts, key)
  select $1::text, $2::uuid, m.user_id, $3, $4, $5::timestamptz, $6::jsonb, coalesce($7::text, uuidv7()::text)
  from memberships m join users u on u.id = m.user_id
  where u.email_verified_at is not null and m.role = any ($8::text[])
    and ($9::uuid[] is null or m.user_id = any ($9)) and m.user_id <> all ($10::uuid[])
    and ($11::uuid[] is null or m.role = 'owner' or m.user_id = any ($11))
    and ($12::text is null or $12 = (
      select p.kind from notifications p where p.user_id = m.user_id and p.content_type = $1 and ($13::boolean or p.object_id = $2)
        and p.state not in ('pending', 'dropped') order by p.seq desc limit 1))
  order by m.user_id -- everybody locks inboxes in the same order
  on conflict do nothing returning id, user_id as "userId"`;

/** $1 content type, $2 object or null for any, $3 kinds: what of these was not told yet is out of date. */
export const dropPending = `
  update notifications set state = 'dropped', updated_at = now()
  where content_type = $1 and ($2::uuid is null or object_id = $2) and state = 'pending' and kind = any ($3::text[])
  returning id, user_id as "userId"`;
