/** Named SQL of comments on templates. All of it runs in a tenant transaction. */

const person = (id: string) =>
  `(select jsonb_build_object('id', u.id, 'name', u.name) from users u where u.id = ${id})`;

const comment = `
  select c.id, c.thread_id as "threadId", c.block_id as "blockId", c.body, c.created_at as "createdAt", c.edited_at as "editedAt",
    c.resolved_at as "resolvedAt", ${person('c.resolved_by_id')} as "resolvedBy", ${person('c.created_by_id')} as author,
    (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.name), '[]')
      from users u where u.id = any (c.mentions)) as mentions
  from template_comments c`;

/** $1 template. An answer goes with the first comment of its thread. */
export const commentsOf = `${comment}
  where c.template_id = $1 and c.deleted_at is null order by c.id`;

/** $1 comment. */
export const commentById = `${comment} where c.id = $1 and c.deleted_at is null`;

/** $1 template. Those who comment on the same one come one after the other, so that its limit holds. */
export const lockComments = `select pg_advisory_xact_lock(hashtextextended('template comments ' || $1::text, 0))`;

/** $1 template. */
export const countComments = `
  select count(*)::int as count from template_comments where template_id = $1 and deleted_at is null`;

/** $1 template, $2 thread or null, $3 block or null, $4 body, $5 users mentioned, $6 who. */
export const addComment = `
  insert into template_comments (template_id, thread_id, block_id, body, mentions, created_by_id)
  values ($1, $2, $3, $4, $5::uuid[], $6) returning id`;

/** $1 comment, $2 body, $3 users mentioned, $4 when. One that says again what it said first is not edited. */
export const editComment = `
  update template_comments set body = $2, mentions = $3::uuid[],
    first_body = nullif(coalesce(first_body, body), $2),
    edited_at = case when coalesce(first_body, body) <> $2 then $4::timestamptz end
  where id = $1`;

/** $1 templates: those that there are, with their names. */
export const namesOfTemplates = `
  select id, name from templates where id = any ($1::uuid[]) and deleted_at is null order by array_position($1::uuid[], id)`;

/** $1 comment: locked, also when it is deleted. */
export const lockComment = `
  select c.id, c.template_id as "templateId", c.thread_id as "threadId", c.resolved_at as "resolvedAt",
    c.deleted_at as "deletedAt", c.created_by_id as "createdById", c.body, c.mentions
  from template_comments c where c.id = $1 for update`;

/** $1 comment, also when it is deleted. */
export const templateOf = 'select template_id as "templateId" from template_comments where id = $1';

/** $1 thread, $2 when or null, $3 who or null. */
export const setResolved = `
  update template_comments set resolved_at = $2, resolved_by_id = $3 where id = $1 and thread_id is null`;

/** $1 comment, $2 when or null, $3 who or null. */
export const setDeleted = 'update template_comments set deleted_at = $2, deleted_by_id = $3 where id = $1';

/** $1 roles that may see templates. */
export const membersWhoSee = `
  select u.id, u.name from memberships m join users u on u.id = m.user_id
  where m.role = any ($1::text[]) order by lower(u.name), u.id limit 1000`;
