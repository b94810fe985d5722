import { undoDays } from '@engagex/domain/contacts';
import { isoInstant } from '../../platform/iso-instant.ts';

/** Named SQL of imports as such; import-data.queries.ts has that of their rows. All of it runs in a tenant transaction. */

export const importColumns = `
  id, file_name as "fileName", file_key as "fileKey", file_bytes as "fileBytes", encoding, delimiter, sheets, sheet,
  rows_key as "rowsKey", status, header_line as "headerLine", include_hidden as "includeHidden", file_notes as "fileNotes",
  rounded_ids as "roundedIds", shared_ids as "sharedIds", hidden, blank, beyond_plan as "beyondPlan",
  row_count as rows, columns, sample, mapping, facts, reading, findings, new_attributes as "newAttributes", group_id as "groupId",
  new_group_name as "newGroupName", consent, rehearsal, processed, created, updated, unchanged, rejected, duplicates, blocked,
  difference, problem, attempts, attempts_before as "attemptsBefore", removed, restored, kept, undone_at as "undoneAt",
  case when status = 'done' and stamp is not null then finished_at + interval '${undoDays} days' end as "undoUntil",
  created_by_id as "createdById", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt",
  (select jsonb_build_object('id', e.id, 'fileName', e.file_name, 'status', e.status, 'createdAt',
      ${isoInstant('e.created_at')})
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
    rehearsal = $3::jsonb || jsonb_build_object('at', ${isoInstant('clock_timestamp()')})
  where id = $1 and attempts = $2 and status = 'rehearsing' returning id`;

/** $1 import, $2 attempt, then what it counted, how that differs from the rehearsal, what it found and what it left out. */
export const finishRun = `
  update imports set status = 'done', processed = row_count, created = $3, updated = $4, unchanged = $5, rejected = $6,
    duplicates = $7, blocked = $8, difference = $9, findings = $10, hidden = $11, blank = $12, beyond_plan = $13, problem = null, stamp = now(), finished_at = clock_timestamp(), updated_at = now()
  where id = $1 and attempts = $2 and status = 'running' returning id`;

/** $1 import, $2 status, $3 mapping, $4 new attributes, $5 group, $6 name of a new one, $7 consent, $8 rehearsal, $9 who, $10 what was said about the values, $11 rounded ids, $12 shared ids. */
export const queueImport = `
  update imports set status = $2, mapping = $3, new_attributes = $4, group_id = $5, new_group_name = $6, consent = $7,
    rehearsal = $8, reading = $10, rounded_ids = $11, shared_ids = $12, problem = null, processed = 0, heartbeat_at = null, attempts_before = attempts, updated_at = now(), updated_by_id = $9
  where id = $1`;

/**
 * $1 import, $2 who, then from $3 on, as `storedFormat` lists it: encoding, delimiter, sheets, sheet, its rows' key, header
 * line, whether hidden rows count, rows, columns, sample, mapping, facts, what was noticed.
 */
export const storeFormat = `
  update imports set status = 'ready', encoding = $3, delimiter = $4, sheets = $5, sheet = $6, rows_key = $7, header_line = $8,
    include_hidden = $9, row_count = $10, columns = $11, sample = $12, mapping = $13, facts = $14, file_notes = $15,
    reading = default, new_attributes = '[]', rehearsal = null, problem = null, updated_at = now(), updated_by_id = $2
  where id = $1`;

/** $1 name, $2 key, $3 bytes, $4 hash, $5 who, then from $6 on the same. */
export const insertImport = `
  insert into imports (file_name, file_key, file_bytes, file_hash, created_by_id, updated_by_id, encoding, delimiter, sheets, sheet,
    rows_key, header_line, include_hidden, row_count, columns, sample, mapping, facts, file_notes)
  values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) returning id`;
