/** Named SQL of mailings. All of it runs in a tenant transaction. */

const utc = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const mails = `(
  select coalesce(json_agg(json_build_object('name', u.name, 'state', n.state, 'reason', n.reason, 'response', n.response,
    'at', ${utc('n.updated_at')}) order by lower(u.name), n.id), '[]')
  from dashboard_mails n left join users u on u.id = n.user_id
  where n.organization_id = g.organization_id and n.mailing_id = g.id)`;

const columns = `g.id, g.due_at as "dueAt", g.state, g.requested_by_id is not null as "isRequested", g.is_late as "isLate",
  g.problem, ${mails} as mails`;

/** Of a schedule `s`: the latest that fell due and was not missed. */
export const latestMailing = `(
  select json_build_object('id', g.id, 'dueAt', ${utc('g.due_at')}, 'state', g.state, 'isRequested', false, 'isLate', g.is_late,
    'problem', g.problem, 'mails', ${mails})
  from dashboard_mailings g where g.organization_id = s.organization_id and g.schedule_id = s.id
    and g.state <> 'missed' and g.requested_by_id is null order by g.due_at desc limit 1)`;

/** $1 schedule, $2 cursor, $3 limit. */
export const listMailings = `
  select ${columns} from dashboard_mailings g
  where g.schedule_id = $1 and ($2::uuid is null or g.id < $2) order by g.id desc limit $3`;

/** $1 id. */
export const mailingOf = `select ${columns} from dashboard_mailings g where g.id = $1`;

/** $1 schedule, $2 who, $3 now: unless the one they asked for before is still under way. */
export const requestMailing = `
  insert into dashboard_mailings (schedule_id, due_at, requested_by_id, next_attempt_at)
  select $1, $3, $2, $3 where not exists (
    select from dashboard_mailings g where g.schedule_id = $1 and g.requested_by_id = $2 and g.state in ('pending', 'mailing'))
  on conflict (organization_id, schedule_id, due_at) do nothing returning id`;

/** $1 now: due, and really so by the clock of the database too, should one of them be wrong. Of two that ask, the second waits and finds them made. */
export const lockDue = `
  select s.id, s.timing, o.time_zone as "timeZone", s.next_due_at as "nextDueAt", least($1, now()) as until,
    d.deleted_at is null as "isThere"
  from dashboard_schedules s join organizations o on o.id = s.organization_id
  join dashboards d on d.organization_id = s.organization_id and d.id = s.dashboard_id
  where s.next_due_at <= least($1, now()) order by s.next_due_at limit 50 for update of s`;

/** $1 schedule, $2 due time, $3 state, $4 whether it is late, $5 now. */
export const addMailing = `
  insert into dashboard_mailings (schedule_id, due_at, state, is_late, next_attempt_at) values ($1, $2, $3, $4, $5)
  on conflict (organization_id, schedule_id, due_at) do nothing`;

/** $1 schedule, $2 when it is due next. */
export const moveOn = `update dashboard_schedules set next_due_at = $2, zone_changed = false where id = $1`;

/** Those whose organization has moved to another time zone. */
export const lockToReckon = `
  select s.id, s.timing, o.time_zone as "timeZone", s.next_due_at as "nextDueAt"
  from dashboard_schedules s join organizations o on o.id = s.organization_id
  where s.zone_changed order by s.id limit 50 for update of s`;

/** $1 schedule, $2 when it is due next, null when it is paused. */
export const reckoned = `
  update dashboard_schedules set zone_changed = false, next_due_at = case when next_due_at is not null then $2::timestamptz end
  where id = $1`;

/** $1 schedule, $2 before when. */
export const dropOld = `delete from dashboard_mailings where schedule_id = $1 and due_at < $2 and state in ('done', 'failed', 'missed')`;

/** $1 now. */
export const pendingMailings = `
  select id from dashboard_mailings where state = 'pending' and next_attempt_at <= $1 order by next_attempt_at limit 50`;

/** $1 id, $2 now, $3 until when it is held. */
export const takeMailing = `
  update dashboard_mailings g set attempts = attempts + 1, next_attempt_at = $3
  from dashboard_schedules s where s.organization_id = g.organization_id and s.id = g.schedule_id
    and g.id = $1 and g.state = 'pending' and g.next_attempt_at <= $2
  returning g.id, g.schedule_id as "scheduleId", s.dashboard_id as "dashboardId", s.format, g.attempts::int as attempts, g.created_at as "createdAt"`;

/** $1 id, $2 which attempt, $3 until when it is held. Nothing when somebody else is at it. */
export const holdMailing = `
  update dashboard_mailings set next_attempt_at = $3 where id = $1 and attempts = $2 and state = 'pending' returning id`;

/** $1 id, $2 which attempt, $3 content, $4 attachment, $5 why there is none. */
export const notePrepared = `
  update dashboard_mailings set state = 'mailing', content = $3, attachment = $4, problem = $5
  where id = $1 and attempts = $2 and state = 'pending' returning id`;

/** $1 id, $2 now: one for each recipient, or for whoever asked for it. */
export const addMails = `
  insert into dashboard_mails (mailing_id, user_id, due_at)
  select g.id, g.requested_by_id, $2::timestamptz from dashboard_mailings g where g.id = $1 and g.requested_by_id is not null
  union all
  select g.id, r.user_id, $2::timestamptz from dashboard_mailings g
  join dashboard_schedule_recipients r on r.organization_id = g.organization_id and r.schedule_id = g.schedule_id
  where g.id = $1 and g.requested_by_id is null and r.stopped_at is null
  on conflict (organization_id, mailing_id, user_id) do nothing returning id`;

/** $1 id, $2 which attempt, $3 why, $4 when it is tried again, null for never. */
export const noteFailed = `
  update dashboard_mailings set problem = $3, state = case when $4::timestamptz is null then 'failed' else state end,
    next_attempt_at = coalesce($4, next_attempt_at)
  where id = $1 and attempts = $2 and state = 'pending' returning id`;

/** $1 id: locked, so that of two mails that are recorded at once the second sees the first. */
export const lockMailing = 'select id from dashboard_mailings where id = $1 for no key update';

/** $1 id: once nothing is left to be mailed, what was is not kept. */
export const finishMailing = `
  update dashboard_mailings g set state = 'done', content = null, attachment = null
  where g.id = $1 and g.state = 'mailing' and not exists (
    select from dashboard_mails n where n.organization_id = g.organization_id and n.mailing_id = g.id and n.state in ('pending', 'submitting'))
  returning g.id`;
