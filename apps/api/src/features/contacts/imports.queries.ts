/** Named SQL of imports. All of it runs in a tenant transaction. */

export const importColumns = `
  id, file_name as "fileName", file_key as "fileKey", file_bytes as "fileBytes", delimiter, status, row_count as rows, columns,
  sample, mapping, group_id as "groupId", processed, created, updated, unchanged, rejected, problem, attempts,
  created_by_id as "createdById", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Rows of the file on their way in; temporary, since COPY cannot write to a table under row-level security. */
export const createStaging = `
  create temp table import_rows (
    line bigint, email text, first_name text, last_name text, is_unsubscribed boolean, attributes jsonb, reason text, fields text
  ) on commit drop`;

export const copyIntoStaging = `
  copy import_rows (line, email, first_name, last_name, is_unsubscribed, attributes, reason, fields) from stdin`;

/**
 * One row per person, the first of the file, with the contact who already has the address; numbered in the order of
 * the address index, so that chunks of it touch neighbouring pages.
 */
export const createPeople = `
  create temp table import_people on commit drop as
  select row_number() over (order by p.email_key) as number, k.id as contact_id, p.* from (
    select distinct on (lower(email collate "C")) lower(email collate "C") as email_key, line, email, first_name, last_name,
      is_unsubscribed, attributes
    from import_rows where reason is null order by lower(email collate "C"), line) p
  left join contacts k on k.email_key = p.email_key order by p.email_key;
  create index on import_people (number);
  analyze import_people (number, email_key, contact_id)`;

/** $1 from, $2 to (numbers), $3 who: people without a contact. Not ON CONFLICT, which costs a third more per row. */
export const insertPeople = `
  insert into contacts (email, first_name, last_name, attributes, subscription, unsubscribed_at, created_by_id, updated_by_id)
  select email, first_name, last_name, attributes, case when is_unsubscribed then 'unsubscribed' else 'subscribed' end,
    case when is_unsubscribed then now() end, $3, $3
  from import_people where number > $1 and number <= $2 and contact_id is null order by number`;

/**
 * $1 from, $2 to (numbers), $3 who: contacts whom the file changes. Empty cells change nothing; nobody is
 * resubscribed; a deleted person comes back as they were.
 */
export const updatePeople = `
  update contacts c set
    first_name = coalesce(p.first_name, c.first_name), last_name = coalesce(p.last_name, c.last_name),
    attributes = c.attributes || p.attributes,
    subscription = case when p.is_unsubscribed then 'unsubscribed' else c.subscription end,
    unsubscribed_at = coalesce(c.unsubscribed_at, case when p.is_unsubscribed then now() end),
    deleted_at = null, deleted_group_ids = null, updated_at = now(), updated_by_id = $3
  from import_people p where p.number > $1 and p.number <= $2 and p.contact_id is not null and c.id = p.contact_id and (
    c.deleted_at is not null
    or coalesce(p.first_name, c.first_name) is distinct from c.first_name
    or coalesce(p.last_name, c.last_name) is distinct from c.last_name
    or c.attributes || p.attributes <> c.attributes
    or (p.is_unsubscribed and c.subscription = 'subscribed'))`;

/** $1 group. */
export const joinGroup = `
  insert into group_members (group_id, contact_id)
  select $1, c.id from import_people p join contacts c on c.email_key = p.email_key order by c.id on conflict do nothing`;

/** $1 import. */
export const storeRejections = `
  insert into import_rejections (import_id, line, reason, row)
  select $1, r.line, coalesce(r.reason, 'Same address as line ' || p.line || '.'),
    array(select json_array_elements_text(r.fields::json))
  from import_rows r left join import_people p on r.reason is null and p.email_key = lower(r.email collate "C")
  where r.reason is not null or p.line <> r.line`;
