import type { SystemMailSql } from '../hand-over/index.ts';

/** Named SQL of mail about one notification. All of it runs in a tenant transaction. */

/** What a mail to a member is made of, besides what it is about. */
export const recipient = `u.id as "userId", u.name, u.email, u.email_verified_at is not null as "isVerified", m.role,
    o.name as organization, coalesce(o.time_zone, 'UTC') as "timeZone"`;

export const told = `n.id, n.kind, n.why, n.facts, n.content_type as "contentType", n.object_id as "objectId"`;

/** $1 notification, $2 now. One worker gets it: whoever comes second waits for the row and finds it not due. */
export const dueNotification = `
  select ${told}, n.created_at as "createdAt", ${recipient}
  from notifications n join organizations o on o.id = n.organization_id join users u on u.id = n.user_id
    left join memberships m on m.user_id = n.user_id
  where n.id = $1 and n.state = 'pending' and n.due_at <= $2 for update of n`;

/** $1 notification, $2 claim, $3 until when it holds. */
export const claimNotification = `
  update notifications set state = 'submitting', claim_id = $2, attempts = attempts + 1, due_at = $3, updated_at = now()
  where id = $1 returning attempts`;

/** $1 notifications, $2 what became of their mail before it was one. */
export const settleUnmailed = `update notifications set state = $2, updated_at = now() where id = any ($1::uuid[])`;

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
