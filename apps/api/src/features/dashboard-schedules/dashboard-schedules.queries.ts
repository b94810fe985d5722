import { ownerOf, seenBy } from '../reports/index.ts';
import { latestMailing } from './mailings/mailings.queries.ts';
import { whyNot } from './recipients.queries.ts';

/** Named SQL of schedules. All of it runs in a tenant transaction. */

const recipients = `(
  select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name,
    'state', coalesce(case when r.stopped_at is not null then 'stopped' end, ${whyNot('r.user_id')}, 'receiving')) order by lower(u.name), u.id), '[]')
  from dashboard_schedule_recipients r join users u on u.id = r.user_id
  left join memberships m on m.organization_id = r.organization_id and m.user_id = r.user_id
  where r.organization_id = s.organization_id and r.schedule_id = s.id)`;

const columns = `s.id, json_build_object('id', t.id, 'name', t.name) as dashboard, s.timing, o.time_zone as "timeZone", s.format,
  s.is_paused as "isPaused", s.next_due_at as "nextDueAt", s.owner_id as "ownerId",
  ${ownerOf('s')} as owner, ${recipients} as recipients, ${latestMailing} as latest, s.updated_at as "updatedAt"`;

/** $1 who asks, $2 whether they may change what others made: schedules of dashboards they see that are theirs, mail them, or are everyone's to change. */
const shown = (deleted: 'is null' | 'is not null') => `
  from dashboard_schedules s join dashboards t on t.organization_id = s.organization_id and t.id = s.dashboard_id
  join organizations o on o.id = s.organization_id
  where s.deleted_at ${deleted} and t.deleted_at is null and ${seenBy('$1')} and ($2 or s.owner_id = $1 or exists (
    select from dashboard_schedule_recipients r where r.organization_id = s.organization_id and r.schedule_id = s.id
      and r.user_id = $1 and r.stopped_at is null))`;

/** $3 dashboard, null for all. */
export const listSchedules = `
  select ${columns} ${shown('is null')} and ($3::uuid is null or s.dashboard_id = $3) order by lower(t.name), s.id limit 500`;

/** $3 id. */
export const scheduleOf = `select ${columns} ${shown('is null')} and s.id = $3`;

/** $3 id; to be restored. */
export const deletedSchedule = `select ${columns} ${shown('is not null')} and s.id = $3 for update of s`;

/** $1 who asks, $2 id. */
export const dashboardToSchedule = `
  select t.name, o.time_zone as "timeZone", (select count(*)::int from dashboard_schedules s
    where s.organization_id = t.organization_id and s.dashboard_id = t.id and s.deleted_at is null) as schedules
  from dashboards t join organizations o on o.id = t.organization_id
  where ${seenBy('$1')} and t.id = $2 and t.deleted_at is null for update of t`;

/** $1 dashboard, $2 timing, $3 format, $4 when it is due, $5 who. */
export const addSchedule = `
  insert into dashboard_schedules (dashboard_id, timing, format, next_due_at, owner_id, updated_by_id)
  values ($1, $2, $3, $4, $5, $5) returning id`;

/** $1 id, $2 timing, $3 format, $4 paused, $5 when it is due, $6 who. */
export const changeSchedule = `
  update dashboard_schedules set timing = $2, format = $3, is_paused = $4, next_due_at = $5, updated_at = now(), updated_by_id = $6
  where id = $1`;

/** $1 id, $2 when, $3 who. */
export const deleteSchedule = `
  update dashboard_schedules set deleted_at = $2, next_due_at = null, updated_at = now(), updated_by_id = $3 where id = $1`;

/** $1 id, $2 when it is due, $3 who. */
export const restoreSchedule = `
  update dashboard_schedules set deleted_at = null, next_due_at = case when is_paused then null else $2::timestamptz end,
    updated_at = now(), updated_by_id = $3
  where id = $1`;

/** $1 user, $2 id: a schedule that mails them, also one of a dashboard they cannot open. */
export const dashboardNameOf = `
  select t.name from dashboard_schedules s join dashboards t on t.organization_id = s.organization_id and t.id = s.dashboard_id
  where s.id = $2 and exists (select from dashboard_schedule_recipients r
    where r.organization_id = s.organization_id and r.schedule_id = s.id and r.user_id = $1)`;
