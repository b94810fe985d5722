import { undoDays } from '@engagex/domain/contacts';

/** Named SQL of imports as such; import-data.queries.ts has that of their rows. All of it runs in a tenant transaction. */

export const importColumns = `
  id, file_name as "fileName", file_key as "fileKey", file_bytes as "fileBytes", encoding, delimiter, sheets, sheet,
  rows_key as "rowsKey", status,
  row_count as rows, columns, sample, mapping, facts, reading, findings, new_attributes as "newAttributes", group_id as "groupId",
  new_group_name as "newGroupName", consent, rehearsal, processed, created, updated, unchanged, rejected, duplicates, blocked,
  difference, problem, attempts, attempts_before as "attemptsBefore", removed, restored, kept, undone_at as "undoneAt",
  case when status = 'done' and stamp is not null then finished_at + interval '${undoDays} days' end as "undoUntil",
  created_by_id as "createdById", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt",
  (select jsonb_build_object('id', e.id, 'fileName', e.file_name, 'status', e.status, 'createdAt',
      to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from imports e where e.file_hash = imports.file_hash and e.id < imports.id and e.status not in ('failed', 'cancelled')
    order by e.id desc limit 1) as "sameAs"`;

/** $1 import: makes it this worker's own, unless another is alive at it. */
export const takeImport = `
  update imports set status = case when status = 'rehearsing' then status else 'running' end, attempts = attempts + 1,
    heartbeat_at = now(), processed = 0, updated_at = now(),
    started_at = case when status = 'rehearsing' then started_at else coalesce(started_at, now()) end
  where id = $1 and (status = 'queued' or (status in ('rehearsing', 'running')
    and (heartbeat_at is null or heartbeat_at < now() - interval '30 seconds')))
  returning ${importColumns}`;

/** $1 import, $2 attempt, $3 what it counted. */
export const finishRehearsal = `
  update imports set status = 'rehearsed', processed = row_count, problem = null, updated_at = now(),
    rehearsal = $3::jsonb || jsonb_build_object('at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  where id = $1 and attempts = $2 and status = 'rehearsing' returning id`;

/** $1 import, $2 attempt, then what it counted and how that differs from the rehearsal. */
export const finishRun = `
  update imports set status = 'done', processed = row_count, created = $3, updated = $4, unchanged = $5, rejected = $6,
    duplicates = $7, blocked = $8, difference = $9, findings = $10, problem = null, stamp = now(), finished_at = clock_timestamp(), updated_at = now()
  where id = $1 and attempts = $2 and status = 'running' returning id`;

/** $1 import, $2 status, $3 mapping, $4 new attributes, $5 group, $6 name of a new one, $7 consent, $8 rehearsal, $9 who, $10 what was said about the values. */
export const queueImport = `
  update imports set status = $2, mapping = $3, new_attributes = $4, group_id = $5, new_group_name = $6, consent = $7,
    rehearsal = $8, reading = $10, problem = null, processed = 0, heartbeat_at = null, attempts_before = attempts, updated_at = now(), updated_by_id = $9
  where id = $1`;

/** $1 import, $2 encoding, $3 delimiter, $4 sheets, $5 sheet, $6 its rows' key, $7 rows, $8 columns, $9 sample, $10 mapping, $11 facts, $12 who. */
export const storeFormat = `
  update imports set status = 'ready', encoding = $2, delimiter = $3, sheets = $4, sheet = $5, rows_key = $6, row_count = $7,
    columns = $8, sample = $9, mapping = $10, facts = $11, reading = default, new_attributes = '[]', rehearsal = null, problem = null, updated_at = now(),
    updated_by_id = $12
  where id = $1`;

/** $1 name, $2 key, $3 bytes, $4 hash, $5 encoding, $6 delimiter, $7 sheets, $8 sheet, $9 rows' key, $10 rows, $11 columns, $12 sample, $13 mapping, $14 facts, $15 who. */
export const insertImport = `
  insert into imports (file_name, file_key, file_bytes, file_hash, encoding, delimiter, sheets, sheet, rows_key, row_count, columns,
    sample, mapping, facts, created_by_id, updated_by_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15) returning id`;
