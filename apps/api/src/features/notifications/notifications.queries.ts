import type { SystemMailSql } from '../hand-over/index.ts';

/** Named SQL of notifications. All of it runs in a tenant transaction. */

/** $1 campaign: what was not told of it yet is out of date. */
export const dropPending = `
  update notifications set state = 'dropped', updated_at = now() where campaign_id = $1 and state = 'pending'`;

/** Who can be told: a member who may act, wants to know, and whose address is known to be theirs. */
const canBeTold = (roles: string) =>
  `m.wants_notifications and m.role = any (${roles}::text[]) and u.email_verified_at is not null`;

/** $1 campaign, $2 kind, $3 why, $4 now, $5 roles that may act, $6 the only ones to be told or null, $7 who is not: one for each of these members. */
export const addNotifications = `
  insert into notifications (campaign_id, user_id, kind, why, due_at)
  select $1, m.user_id, $2, $3, $4 from memberships m join users u on u.id = m.user_id
  where ${canBeTold('$5')} and ($6::uuid[] is null or m.user_id = any ($6)) and m.user_id <> all ($7::uuid[])`;

/** $1 comment, $2 why, $3 now, $4 roles that see templates, $5 users who are mentioned: one for each of these members. */
export const addMentions = `
  insert into notifications (comment_id, user_id, kind, why, due_at)
  select $1, m.user_id, 'mentioned', $2, $3 from memberships m join users u on u.id = m.user_id
  where ${canBeTold('$4')} and m.user_id = any ($5::uuid[]) on conflict do nothing`;

/** $1 domain, $2 kinds: what of these was not told of it yet is out of date. */
export const dropPendingOfDomain = `
  update notifications set state = 'dropped', updated_at = now()
  where domain_id = $1 and state = 'pending' and kind = any ($2::text[])`;

/** $1 domain, $2 kind, $3 why, $4 now, $5 roles that may be told, $6 members who are besides the owners. */
export const addDomainNotifications = `
  insert into notifications (domain_id, user_id, kind, why, due_at)
  select $1, m.user_id, $2, $3, $4 from memberships m join users u on u.id = m.user_id
  where ${canBeTold('$5')} and (m.role = 'owner' or m.user_id = any ($6::uuid[]))`;

/** $1 incident: what was not told of it yet is out of date. */
export const dropPendingOfIncident = `
  update notifications set state = 'dropped', updated_at = now() where incident_id = $1 and state = 'pending'`;

/** $1 incident, $2 kind, $3 why, $4 now, $5 roles that may be told, $6 a member who knows already, or null. Each is told once. */
export const addIncidentNotifications = `
  insert into notifications (incident_id, user_id, kind, why, due_at)
  select $1, m.user_id, $2, $3, $4 from memberships m join users u on u.id = m.user_id
  where ${canBeTold('$5')} and m.user_id is distinct from $6::uuid on conflict do nothing`;

/** $1 bounce mailbox or null, $2 Postmaster account or null: what was not told of it yet is out of date. */
export const dropPendingOfConnection = `
  update notifications set state = 'dropped', updated_at = now()
  where (bounce_mailbox_id = $1 or postmaster_account_id = $2) and state = 'pending'`;

/** $1 bounce mailbox or null, $2 Postmaster account or null, $3 kind, $4 why, $5 now, $6 roles that may be told, $7 a member who knows already, or null, $8 the kind that must have been mailed last, or null. */
export const addConnectionNotifications = `
  insert into notifications (bounce_mailbox_id, postmaster_account_id, user_id, kind, why, due_at)
  select $1::uuid, $2::uuid, m.user_id, $3, $4, $5 from memberships m join users u on u.id = m.user_id
  where ${canBeTold('$6')} and m.user_id is distinct from $7::uuid and ($8::text is null or $8 = (
    select p.kind from notifications p where p.user_id = m.user_id and (p.bounce_mailbox_id = $1 or p.postmaster_account_id = $2)
      and p.state not in ('pending', 'dropped') order by p.id desc limit 1))`;

/** Of the daily export, what was not told yet is out of date. */
export const dropPendingOfExports = `
  update notifications set state = 'dropped', updated_at = now() where event_export_id is not null and state = 'pending'`;

/** $1 export, $2 kind, $3 why, $4 now, $5 roles that may be told, $6 the kind that must have been mailed last, of any day, or null. */
export const addExportNotifications = `
  insert into notifications (event_export_id, user_id, kind, why, due_at)
  select $1, m.user_id, $2, $3, $4 from memberships m join users u on u.id = m.user_id
  where ${canBeTold('$5')} and ($6::text is null or $6 = (
    select p.kind from notifications p where p.user_id = m.user_id and p.event_export_id is not null
      and p.state not in ('pending', 'dropped') order by p.id desc limit 1))`;

/** $1 notice, $2 kind, $3 why, $4 now, $5 roles that may be told. */
export const addLimitNotifications = `
  insert into notifications (limit_notice_id, user_id, kind, why, due_at)
  select $1, m.user_id, $2, $3, $4 from memberships m join users u on u.id = m.user_id where ${canBeTold('$5')}`;

/** Whether the latest request for approval of its campaign is still in this state. */
const requestIs = (state: string) => `k.deleted_at is null and coalesce((
      select a.withdrawn_at is null and ${state} from campaign_approvals a
      where a.organization_id = n.organization_id and a.campaign_id = n.campaign_id order by a.id desc limit 1), false)`;

/** Whether what it tells of still holds. */
const stillHolds = `
  case n.kind
    when 'mentioned' then c.deleted_at is null and t.deleted_at is null and not exists (
      select from template_comments f where f.organization_id = c.organization_id and f.id = c.thread_id and f.deleted_at is not null)
    when 'paused' then k.status = 'paused'
    when 'approval_asked' then k.status = 'draft' and ${requestIs('a.decision is null')}
    when 'approved' then ${requestIs("a.decision = 'approved'")}
    when 'declined' then ${requestIs("a.decision = 'declined'")}
    when 'undecided' then k.status in ('sending', 'paused') and k.stage = 0 and k.decision is null
    when 'domain_degraded' then d.state = 'degraded'
    when 'domain_failed' then d.state = 'failed'
    when 'domain_mended' then d.state = 'verified'
    when 'domain_claimed' then d.leaves_at is not null
    when 'domain_lost' then d.is_taken
    when 'incident_opened' then i.state = 'open'
    when 'incident_closed' then i.state = 'closed'
    when 'mailbox_paused' then b.deleted_at is null and b.problem is not null
    when 'mailbox_mended' then b.deleted_at is null and b.problem is null
    when 'postmaster_failed' then pa.problem is not null
    when 'postmaster_mended' then pa.problem is null
    when 'event_export_failed' then x.state <> 'done'
    when 'event_export_mended' then x.state = 'done'
    when 'limit_near' then true
    when 'limit_reached' then true
    when 'limit_passed' then true
    when 'spending_near' then true
    when 'spending_reached' then true
    when 'delivery_test_worse' then true
    when 'delivery_test_failed' then true
    when 'delivery_test_mended' then true
    else k.status = 'draft' and k.pause_reason is not null and k.deleted_at is null end`;

/**
 * $1 notification, $2 now, $3 until when its claim holds, $4 roles that may act, $5 claim, $6 roles that see templates, $7 roles that manage domains, $8 roles that see usage, $9 roles that see what is paid. One worker gets it: whoever comes
 * second waits for the row and finds it not due.
 */
export const takeNotification = `
  update notifications n set
    state = case when now_due.told then 'submitting' else 'dropped' end,
    claim_id = case when now_due.told then $5::uuid end,
    attempts = n.attempts + case when now_due.told then 1 else 0 end,
    due_at = $3, updated_at = now()
  from (
    select n.id, u.name, u.email, coalesce(k.name, t.name, d.domain, i.domain, b.address, pa.name,
        to_char((x.due_at at time zone 'UTC') - interval '1 day', 'YYYY-MM-DD'), ln."of") as about, t.id as "templateId", o.name as organization,
      coalesce(case when n.comment_id is not null then ${canBeTold('$6')} when num_nonnulls(n.incident_id, n.bounce_mailbox_id, n.postmaster_account_id, n.event_export_id) > 0 then ${canBeTold('$7')}
          when ln."of" = 'spending' then ${canBeTold('$9')} when ln.id is not null then ${canBeTold('$8')}
          else ${canBeTold('$4')} end, false)
        and coalesce(${stillHolds}, false) and d.deleted_at is null as told,
      case when i.id is not null then json_build_object('id', i.id, 'domain', i.domain, 'mailboxProvider', i.mailbox_provider,
        'class', i.class, 'samples', i.samples) end as incident,
      (select coalesce(sum(c.count), 0)::int from delivery_counts c
        where c.campaign_id = n.campaign_id and c.state in ('pending', 'submitting', 'deferred')) as "left"
    from notifications n left join campaigns k on k.organization_id = n.organization_id and k.id = n.campaign_id
    left join template_comments c on c.organization_id = n.organization_id and c.id = n.comment_id
    left join templates t on t.organization_id = c.organization_id and t.id = c.template_id
    left join domains d on d.organization_id = n.organization_id and d.id = n.domain_id
    left join incidents i on i.organization_id = n.organization_id and i.id = n.incident_id
    left join bounce_mailboxes b on b.organization_id = n.organization_id and b.id = n.bounce_mailbox_id
    left join postmaster_accounts pa on pa.organization_id = n.organization_id and pa.id = n.postmaster_account_id
    left join event_exports x on x.organization_id = n.organization_id and x.id = n.event_export_id
    left join limit_notices ln on ln.organization_id = n.organization_id and ln.id = n.limit_notice_id
    join organizations o on o.id = n.organization_id join users u on u.id = n.user_id
    left join memberships m on m.organization_id = n.organization_id and m.user_id = n.user_id
    where n.id = $1
  ) now_due
  where n.id = now_due.id and n.state = 'pending' and n.due_at <= $2
  returning n.id, n.state, n.kind, n.why, n.attempts, n.created_at as "createdAt", n.campaign_id as "campaignId",
    n.comment_id as "commentId", n.domain_id as "domainId", now_due."templateId", now_due.incident, now_due.name, now_due.email, now_due.about,
    now_due.organization, now_due."left"`;

/** How what became of notifications is stored. */
export const notificationSql: SystemMailSql = {
  due: 'select organization_id as "organizationId", id from due_notifications($1)',
  renew: `update notifications set due_at = $3 where claim_id = $1 and state = 'submitting' and due_at > $2`,
  expiredClaim: `
    select claim_id as "claimId" from notifications where id = $1 and state = 'submitting' and due_at <= $2`,
  heldBy: `
    select id, attempts, created_at as "createdAt" from notifications
    where claim_id = $1 and state in ('submitting', 'unknown') for update`,
  record: `
    update notifications set
      state = case when state = 'unknown' and $3 = 'pending' then 'failed' else $3 end,
      response = left($4, 500), due_at = $5, attempts = attempts - case when $6 then 0 else 1 end,
      claim_id = case when $3 = 'unknown' then claim_id end, updated_at = now()
    where id = $1 and claim_id = $2 and state in ('submitting', 'unknown')`,
  forget: `
    update notifications set state = 'unknown', updated_at = now()
    where id = $1 and state = 'submitting' and due_at <= $2`,
  fail: `
    update notifications set state = 'failed', response = left($2, 500), claim_id = null, updated_at = now()
    where id = $1 and state in ('pending', 'submitting')`,
};
