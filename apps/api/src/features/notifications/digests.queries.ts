import type { SystemMailSql } from '../hand-over/index.ts';
import { recipient, told } from './mails.queries.ts';

/** Named SQL of digests. All of it runs in a tenant transaction. */

/** $1 user, $2 when: one for each member and time, held so that it does not leave meanwhile. Answers its state: it may have left. */
export const holdDigest = `
  insert into notification_digests as d (user_id, slot, due_at) values ($1, $2::timestamptz, $2)
  on conflict (organization_id, user_id, slot) do update set updated_at = d.updated_at returning state`;

/** $1 digest, $2 now. */
export const dueDigest = `
  select d.id, d.created_at as "createdAt", ${recipient}
  from notification_digests d join organizations o on o.id = d.organization_id join users u on u.id = d.user_id
    left join memberships m on m.user_id = d.user_id
  where d.id = $1 and d.state = 'pending' and d.due_at <= $2 for update of d`;

/** $1 user, $2 digest: what waits for it, newest first; not what another one may have told already. */
export const collected = `
  select ${told}, n.read_at is not null as "isRead" from notifications n
  where n.user_id = $1 and n.state = 'collected' and not exists (
    select from notification_digests o
    where o.organization_id = n.organization_id and o.id = n.digest_id and o.id <> $2 and o.state in ('submitting', 'unknown'))
  order by n.seq desc for update of n`;

/** $1 notifications, $2 the digest they are in. */
export const putInDigest = `update notifications set digest_id = $2, updated_at = now() where id = any ($1::uuid[])`;

/** $1 digest: there is nothing unread. */
export const dropDigest = `update notification_digests set state = 'dropped', updated_at = now() where id = $1`;

/** $1 digest, $2 claim, $3 until when it holds. */
export const claimDigest = `
  update notification_digests set state = 'submitting', claim_id = $2, attempts = attempts + 1, due_at = $3, updated_at = now()
  where id = $1 returning attempts`;

/** What became of a digest became of everything in it. */
const withNotifications = (update: string) => `
  with digest as (${update} returning organization_id, id, state)
  update notifications n set state = digest.state, updated_at = now() from digest
  where n.organization_id = digest.organization_id and n.digest_id = digest.id and n.state in ('collected', 'unknown')
    and digest.state in ('accepted', 'failed', 'unknown')`;

/** How what became of digests is stored. */
export const digestSql: SystemMailSql = {
  due: 'select organization_id as "organizationId", id from due_notification_digests($1)',
  renew: `update notification_digests set due_at = $3 where claim_id = $1 and state = 'submitting' and due_at > $2`,
  expiredClaim: `
    select claim_id as "claimId" from notification_digests where id = $1 and state = 'submitting' and due_at <= $2`,
  heldBy: `
    select id, attempts, created_at as "createdAt" from notification_digests
    where claim_id = $1 and state in ('submitting', 'unknown') for update`,
  record: withNotifications(`
    update notification_digests set
      state = case when state = 'unknown' and $3 = 'pending' then 'failed' else $3 end,
      response = left($4, 500), due_at = $5, attempts = attempts - case when $6 then 0 else 1 end,
      claim_id = case when $3 = 'unknown' then claim_id end, updated_at = now()
    where id = $1 and claim_id = $2 and state in ('submitting', 'unknown')`),
  forget: withNotifications(`
    update notification_digests set state = 'unknown', updated_at = now()
    where id = $1 and state = 'submitting' and due_at <= $2`),
  fail: withNotifications(`
    update notification_digests set state = 'failed', response = left($2, 500), claim_id = null, updated_at = now()
    where id = $1 and state in ('pending', 'submitting')`),
};
