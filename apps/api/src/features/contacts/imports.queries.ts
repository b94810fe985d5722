/** Named SQL of imports. All of it runs in a tenant transaction. */

const isRunning = `status = 'running' and heartbeat_at >= now() - interval '30 seconds'`;

export const importColumns = `
  id, file_name as "fileName", file_key as "fileKey", file_bytes as "fileBytes", delimiter, status, row_count as rows, columns,
  sample, mapping, group_id as "groupId", processed, created, updated, unchanged, rejected, problem, attempts,
  created_by_id as "createdById", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/**
 * $1 import: makes it this worker's own, unless another is alive at it. An organization has one import running at a
 * time, so that nobody's pile of files keeps the others waiting.
 */
export const takeImport = `
  update imports i set status = 'running', attempts = attempts + 1, heartbeat_at = now(), processed = 0,
    started_at = coalesce(started_at, now()), updated_at = now()
  where id = $1 and (status = 'queued' or (status = 'running' and not (${isRunning})))
    and not exists (select from imports where ${isRunning} and id <> $1)
  returning ${importColumns}`;

/** Which of the organization's imports, but for $1, waits longest. */
export const nextImport = `select id from imports where status = 'queued' and id <> $1 order by id limit 1`;

/** Every statement of a worker names its attempt ($2): one that was taken over changes nothing any more. */
const mine = `id = $1 and status = 'running' and attempts = $2`;

/** $1 import, $2 attempt, $3 rows processed. */
export const keepAlive = `update imports set heartbeat_at = now(), processed = $3 where ${mine} returning id`;

/** $1 import, $2 attempt, $3 created, $4 updated, $5 unchanged, $6 rejected. */
export const finishImport = `
  update imports set status = 'done', processed = row_count, created = $3, updated = $4, unchanged = $5, rejected = $6,
    finished_at = now(), updated_at = now() where ${mine} returning id`;

/** $1 import, $2 attempt: to be begun again by whoever sweeps next. */
export const requeueImport = `
  update imports set status = 'queued', processed = 0, heartbeat_at = null, updated_at = now() where ${mine} returning id`;

/** The same, as if this attempt had never been. */
export const giveBackImport = `
  update imports set status = 'queued', attempts = attempts - 1, processed = 0, heartbeat_at = null, updated_at = now()
  where ${mine} returning id`;

/** $1 import, $2 attempt, $3 problem. */
export const failImport = `
  update imports set status = 'failed', problem = $3, processed = 0, finished_at = now(), updated_at = now()
  where ${mine} returning id`;

/** Rows of the file on their way in; temporary, since COPY cannot write to a table under row-level security. */
export const createRows = `
  create temp table import_rows (
    line int, email text, first_name text, last_name text, subscription text, attributes jsonb, reason text, fields text
  ) on commit drop`;

export const copyRows = `
  copy import_rows (line, email, first_name, last_name, subscription, attributes, reason, fields) from stdin`;

/**
 * One row per person, the first of the file, numbered in the order of the address index: inserting goes through the
 * index once, and two imports meet their common people in the same order, so they cannot deadlock.
 */
export const createPeople = `
  create temp table import_people on commit drop as
  select (row_number() over (order by email_key))::int as number, * from (
    select distinct on (email_key) email_key, line, email, first_name, last_name, subscription, attributes
    from (select lower(email collate "C") as email_key, * from import_rows where reason is null) valid
    order by email_key, line) first`;

export const indexPeople = `alter table import_people add primary key (number)`;
export const analyzePeople = `analyze import_people (number, email_key)`;

/** Empty cells change nothing, nobody is resubscribed, and a deleted person comes back as they were. */
const changes = (given: string) => `(
  c.deleted_at is not null
  or coalesce(${given}.first_name, c.first_name) is distinct from c.first_name
  or coalesce(${given}.last_name, c.last_name) is distinct from c.last_name
  or not c.attributes @> ${given}.attributes
  or (${given}.subscription = 'unsubscribed' and c.subscription = 'subscribed'))`;

/**
 * $1 from and $2 to (numbers), $3 who: how many were created and updated. Those whom nothing changes are left out
 * beforehand, since ON CONFLICT would lock them, and their unsubscribe links would wait for the import to end.
 */
export const upsertPeople = `
  with done as (
    insert into contacts as c
      (email, first_name, last_name, attributes, subscription, unsubscribed_at, created_by_id, updated_by_id)
    select p.email, p.first_name, p.last_name, p.attributes, p.subscription,
      case when p.subscription = 'unsubscribed' then now() end, $3, $3
    from import_people p left join contacts c on c.email_key = p.email_key
    where p.number > $1 and p.number <= $2 and (c.id is null or ${changes('p')})
    order by p.number
    on conflict (organization_id, email_key) do update set
      first_name = coalesce(excluded.first_name, c.first_name), last_name = coalesce(excluded.last_name, c.last_name),
      attributes = c.attributes || excluded.attributes,
      subscription = case when excluded.subscription = 'unsubscribed' then 'unsubscribed' else c.subscription end,
      unsubscribed_at = coalesce(c.unsubscribed_at, excluded.unsubscribed_at),
      deleted_at = null, deleted_group_ids = null, updated_at = now(), updated_by_id = excluded.updated_by_id
    where ${changes('excluded')}
    returning old.id is null as is_new)
  select count(*) filter (where is_new)::int as created, count(*) filter (where not is_new)::int as updated from done`;

/** $1 from and $2 to (numbers), $3 group. */
export const joinGroup = `
  insert into group_members (group_id, contact_id)
  select $3, c.id from import_people p join contacts c on c.email_key = p.email_key
  where p.number > $1 and p.number <= $2 and c.deleted_at is null
  order by p.number on conflict do nothing`;

/** $1 import: every row that is not somebody's first valid one; resolves to how many. */
export const storeRejections = `
  with stored as (
    insert into import_rejections (import_id, line, reason, row)
    select $1, r.line, coalesce(r.reason, 'Same address as line ' || p.line || '.'),
      array(select json_array_elements_text(r.fields::json))
    from import_rows r left join import_people p on r.reason is null and p.email_key = lower(r.email collate "C")
    where r.reason is not null or p.line <> r.line
    returning 1)
  select count(*)::int as rejected from stored`;
