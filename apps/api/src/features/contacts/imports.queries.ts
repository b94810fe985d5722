/** Named SQL of imports. All of it runs in a tenant transaction. */

export const importColumns = `
  id, file_name as "fileName", file_key as "fileKey", file_bytes as "fileBytes", delimiter, status, row_count as rows, columns,
  sample, mapping, group_id as "groupId", processed, created, updated, unchanged, rejected, problem, attempts,
  created_by_id as "createdById", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Rows of the file on their way in; temporary, since COPY cannot write to a table under row-level security. */
export const createStaging = `
  create temp table import_rows (
    line bigint, email text, first_name text, last_name text, is_unsubscribed boolean, attributes jsonb, reason text, fields json
  ) on commit drop`;

export const copyIntoStaging = `
  copy import_rows (line, email, first_name, last_name, is_unsubscribed, attributes, reason, fields) from stdin`;

/** One row per person, the first of the file, numbered in the order of the address index. */
export const createPeople = `
  create temp table import_people on commit drop as
  select row_number() over (order by email_key) as number, * from (
    select distinct on (lower(email collate "C")) lower(email collate "C") as email_key, line, email, first_name, last_name,
      is_unsubscribed, attributes
    from import_rows where reason is null order by lower(email collate "C"), line) first`;

/**
 * $1 from, $2 to (numbers), $3 who. Empty cells change nothing; nobody is resubscribed; a deleted person comes back
 * as they were. Rows that change nothing are not returned.
 */
export const upsertPeople = `
  insert into contacts as c (email, first_name, last_name, attributes, subscription, unsubscribed_at, created_by_id, updated_by_id)
  select email, first_name, last_name, attributes, case when is_unsubscribed then 'unsubscribed' else 'subscribed' end,
    case when is_unsubscribed then now() end, $3, $3
  from import_people where number > $1 and number <= $2 order by number
  on conflict (organization_id, email_key) do update set
    first_name = coalesce(excluded.first_name, c.first_name), last_name = coalesce(excluded.last_name, c.last_name),
    attributes = c.attributes || excluded.attributes,
    subscription = case when excluded.subscription = 'unsubscribed' then 'unsubscribed' else c.subscription end,
    unsubscribed_at = coalesce(c.unsubscribed_at, excluded.unsubscribed_at),
    deleted_at = null, deleted_group_ids = null, updated_at = now(), updated_by_id = excluded.updated_by_id
  where c.deleted_at is not null
    or coalesce(excluded.first_name, c.first_name) is distinct from c.first_name
    or coalesce(excluded.last_name, c.last_name) is distinct from c.last_name
    or not c.attributes @> excluded.attributes
    or (excluded.subscription = 'unsubscribed' and c.subscription = 'subscribed')`;

/** The same, counted. */
export const upsertPeopleCounted = `
  with done as (${upsertPeople} returning old.id is null as is_new)
  select count(*) filter (where is_new)::int as created, count(*) filter (where not is_new)::int as updated from done`;

/** $1 group. */
export const joinGroup = `
  insert into group_members (group_id, contact_id)
  select $1, c.id from import_people p join contacts c on c.email_key = p.email_key order by c.id on conflict do nothing`;

/** $1 import. */
export const storeRejections = `
  insert into import_rejections (import_id, line, reason, row)
  select $1, r.line, coalesce(r.reason, 'Same address as line ' || p.line || '.'),
    array(select json_array_elements_text(r.fields))
  from import_rows r left join import_people p on r.reason is null and p.email_key = lower(r.email collate "C")
  where r.reason is not null or p.line <> r.line`;
