/** Named SQL of topics. All of it runs in a tenant transaction. */

const columns = `id, name, description, is_default as "isDefault", created_at as "createdAt", updated_at as "updatedAt"`;

export const listTopics = `select ${columns} from topics where deleted_at is null order by position, id limit 200`;

/** $1 topic. */
export const topicOf = `select ${columns} from topics where id = $1 and deleted_at is null`;

/** $1 name, $2 description, $3 who. */
export const addTopic = `
  insert into topics (name, description, position, created_by_id, updated_by_id)
  select $1, $2, coalesce(max(position), 0) + 1, $3, $3 from topics returning ${columns}`;

/** $1 topic, $2 name or null, $3 description or null, $4 who. */
export const changeTopic = `
  update topics set name = coalesce($2, name), description = coalesce($3, description), updated_by_id = $4, updated_at = now()
  where id = $1 and deleted_at is null returning ${columns}`;

/** $1 topic or null, $2 name. */
export const nameTaken = `
  select 1 from topics where lower(name) = lower($2) and deleted_at is null and ($1::uuid is null or id <> $1)`;

/** One at a time, or two new defaults could miss each other. */
export const lockTopics = `select id from topics order by id for update`;
export const leaveDefault = `update topics set is_default = false, updated_at = now() where is_default`;
/** $1 topic, $2 who. */
export const becomeDefault = `
  update topics set is_default = true, updated_by_id = $2, updated_at = now() where id = $1 returning ${columns}`;

/** $1 topic, $2 when it was deleted or null, $3 who. */
export const setDeleted = `
  update topics set deleted_at = $2, updated_by_id = $3, updated_at = now() where id = $1 returning ${columns}`;
