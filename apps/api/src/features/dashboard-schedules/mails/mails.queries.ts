import type { SystemMailSql } from '../../hand-over/index.ts';
import { whyNot } from '../recipients.queries.ts';

/** Named SQL of the mails of dashboards. All of it runs in a tenant transaction. */

/**
 * $1 mail, $2 now, $3 until when its claim holds, $4 claim. One worker gets it: whoever comes second waits for the row and finds it not
 * due. Who may not read the dashboard any more, left or stopped it is skipped, at the last moment that can be.
 */
export const takeMail = `
  update dashboard_mails n set
    state = case when found.reason is null then 'submitting' else 'skipped' end,
    reason = found.reason,
    claim_id = case when found.reason is null then $4::uuid end,
    attempts = n.attempts + case when found.reason is null then 1 else 0 end,
    due_at = $3, updated_at = now()
  from (
    select n.id, n.user_id, u.name, u.email, o.name as organization, o.time_zone as "timeZone", s.id as "scheduleId", s.dashboard_id as "dashboardId",
      s.timing, s.format, g.due_at as "mailingDueAt", g.is_late as "isLate", g.requested_by_id is not null as "isRequested",
      g.content, g.problem,
      coalesce(
        case when s.deleted_at is not null or t.deleted_at is not null then 'deleted' end,
        ${whyNot('n.user_id')},
        case when g.requested_by_id is null and (r.user_id is null or r.stopped_at is not null) then 'stopped'
          when g.requested_by_id is null and s.is_paused then 'paused' end) as reason
    from dashboard_mails n
    join dashboard_mailings g on g.organization_id = n.organization_id and g.id = n.mailing_id
    join dashboard_schedules s on s.organization_id = g.organization_id and s.id = g.schedule_id
    join dashboards t on t.organization_id = s.organization_id and t.id = s.dashboard_id
    join organizations o on o.id = n.organization_id
    join users u on u.id = n.user_id
    left join memberships m on m.organization_id = n.organization_id and m.user_id = n.user_id
    left join dashboard_schedule_recipients r on r.organization_id = s.organization_id and r.schedule_id = s.id and r.user_id = n.user_id
    where n.id = $1
  ) found
  where n.id = found.id and n.state = 'pending' and n.due_at <= $2
  returning n.id, n.state, n.mailing_id as "mailingId", n.attempts::int as attempts, n.created_at as "createdAt",
    found.user_id as "userId", found.name, found.email,
    found.organization, found."timeZone", found."scheduleId", found."dashboardId", found.timing, found.format, found."mailingDueAt",
    found."isLate", found."isRequested", found.content, found.problem`;

/** $1 mailing. */
export const attachmentOf = 'select attachment from dashboard_mailings where id = $1';

/** $1 mail. */
export const mailingOfMail = `
  select g.id, g.schedule_id as "scheduleId" from dashboard_mails n join dashboard_mailings g on g.organization_id = n.organization_id and g.id = n.mailing_id
  where n.id = $1`;

/** How what became of mails is stored: the mailing is locked before its mails. */
export const dashboardMailSql: SystemMailSql = {
  due: 'select organization_id as "organizationId", id from due_dashboard_mails($1)',
  renew: `update dashboard_mails set due_at = $3 where claim_id = $1 and state = 'submitting' and due_at > $2`,
  expiredClaim: `
    select claim_id as "claimId" from dashboard_mails where id = $1 and state = 'submitting' and due_at <= $2`,
  heldBy: `
    select id, attempts::int as attempts, created_at as "createdAt" from dashboard_mails
    where claim_id = $1 and state in ('submitting', 'unknown')`,
  record: `
    update dashboard_mails set
      state = case when state = 'unknown' and $3 = 'pending' then 'failed' else $3 end,
      response = left($4, 500), due_at = $5, attempts = attempts - case when $6 then 0 else 1 end,
      claim_id = case when $3 = 'unknown' then claim_id end, updated_at = now()
    where id = $1 and claim_id = $2 and state in ('submitting', 'unknown')`,
  forget: `
    update dashboard_mails set state = 'unknown', updated_at = now()
    where id = $1 and state = 'submitting' and due_at <= $2`,
  fail: `
    update dashboard_mails set state = 'failed', response = left($2, 500), claim_id = null, updated_at = now()
    where id = $1 and state in ('pending', 'submitting')`,
};
