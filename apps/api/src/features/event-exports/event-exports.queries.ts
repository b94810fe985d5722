/** Named SQL of daily exports. All of it runs in a tenant transaction. */

const columns = `
  id, to_char((due_at at time zone 'UTC') - interval '1 day', 'YYYY-MM-DD') as day, due_at as "dueAt", state, files,
  delivered_to as "deliveredTo", attempts, problem,
  case when state in ('pending', 'stored') then next_attempt_at end as "nextAttemptAt", done_at as "doneAt", expires_at as "expiresAt"`;

/** $1 cursor, $2 limit. */
export const listExports = `
  select ${columns} from event_exports where ($1::uuid is null or id < $1) order by id desc limit $2`;

export const exportOf = `select ${columns} from event_exports where id = $1`;

/** Of two that make what is due, the second waits, and finds it made. */
export const lockSettings = `
  select next_due_at as "nextDueAt", includes_events as "includesEvents" from event_export_settings
  where next_due_at <= $1 for update`;

/**
 * What has fallen due by $1, which is no day that is not over for the database too, should one of the clocks be wrong; $2 how many at most.
 */
export const makeDue = `
  with due as (
    select s.includes_events, at from event_export_settings s,
      generate_series(s.next_due_at, least($1, now()), interval '1 day') as at order by at limit $2
  )
  insert into event_exports (due_at, includes_events, next_attempt_at, tried_since)
  select at, includes_events, $1, $1 from due on conflict (organization_id, due_at) do nothing`;

/** The first that has no row, from the one before on. */
export const moveOn = `
  update event_export_settings s set next_due_at = greatest(s.next_due_at,
    (select max(e.due_at) + interval '1 day' from event_exports e where e.due_at >= s.next_due_at))
  where s.next_due_at is not null`;

/** Its time has come; or it is later than any is put off, by a clock that was ahead, as `due_event_exports` has it. */
const isDueBy = (now: string) =>
  `(next_attempt_at <= ${now} or next_attempt_at > ${now}::timestamptz + interval '2 hours')`;

/** $1 now. */
export const waitingExports = `
  select id from event_exports where state in ('pending', 'stored') and ${isDueBy('$1')} order by due_at limit 50`;

/** $1 id, $2 now, $3 until when it is held. */
export const takeExport = `
  update event_exports set attempts = attempts + 1, next_attempt_at = $3
  where id = $1 and state in ('pending', 'stored') and ${isDueBy('$2')}
  returning id, due_at as "dueAt", state, includes_events as "includesEvents", files, attempts, tried_since as "triedSince"`;

/** $1 id, $2 which attempt, $3 until when it is held. Nothing when somebody else is at it. */
export const holdExport = `
  update event_exports set next_attempt_at = $3 where id = $1 and attempts = $2 and state in ('pending', 'stored') returning id`;

/** $1 id, $2 which attempt, $3 files, $4 now, $5 until when they are kept. */
export const noteStored = `
  update event_exports set state = 'stored', files = $3, stored_at = $4, expires_at = $5
  where id = $1 and attempts = $2 and state = 'pending' returning id`;

/** $1 id, $2 which attempt, $3 where to, $4 now. */
export const noteDone = `
  update event_exports set state = 'done', delivered_to = $3, done_at = $4, problem = null
  where id = $1 and attempts = $2 and state = 'stored' returning id`;

/** $1 id, $2 which attempt, $3 why, $4 when it is tried again, null for never. */
export const noteFailed = `
  update event_exports set problem = $3, state = case when $4::timestamptz is null then 'failed' else state end,
    next_attempt_at = coalesce($4, next_attempt_at)
  where id = $1 and attempts = $2 and state in ('pending', 'stored') returning id`;

/** $1 organization's waiting exports, tried again at once. */
export const hurryWaiting = `
  update event_exports set next_attempt_at = $1 where state in ('pending', 'stored') and problem is not null`;

/** $1 id, $2 now. What is stored need not be written again. */
export const retryExport = `
  update event_exports set state = case when state = 'failed' and stored_at is null or expires_at is null then 'pending' else 'stored' end,
    next_attempt_at = $2, tried_since = $2
  where id = $1 and (state = 'failed' or state in ('pending', 'stored') and problem is not null) returning id`;

/** $1 now. */
export const expiredExports = `
  select id, due_at as "dueAt", files from event_exports where expires_at <= $1 order by expires_at limit 50`;

/** $1 id. */
export const noteExpired = `update event_exports set files = '[]', expires_at = null where id = $1`;

/** $1 now: once until an export is done again. */
export const noteTold = `
  update event_export_settings set told_at = $1 where told_at is null returning organization_id`;

/** An export is done again; nothing when nobody was told that it fails. */
export const noteMended = `
  update event_export_settings set told_at = null where told_at is not null returning organization_id`;
