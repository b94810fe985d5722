import { isOverCap } from '../frequency/index.ts';

/** Named SQL of whom the frequency rules hold back. All of it runs in the transaction that submits deliveries. */

/**
 * $1 delivery ids. Two campaigns that come to the same person at the same moment take turns here, so that the second
 * one counts what the first is about to send.
 */
export const takeTurns = `
  select c.id from contacts c
  where c.id in (select d.contact_id from deliveries d where d.id = any($1::uuid[]))
  order by c.id for no key update of c`;

/** $1 delivery ids, $2 caps. */
export const skipOverCap = `
  update deliveries d set state = 'skipped', reason = 'frequency_cap', claim_id = null, submitted_at = null, updated_at = now()
  where d.id = any($1::uuid[]) and d.state = 'submitting' and ${isOverCap('$2::jsonb')}
  returning d.id`;

/** $1 delivery ids, $2 and $3 quiet hours, $4 now: whoever sleeps waits for their morning; no attempt is used up. */
export const waitForMorning = `
  update deliveries d set state = case when d.attempts = 0 then 'pending' else 'deferred' end,
    due_at = q.until, next_attempt_at = q.until, claim_id = null, submitted_at = null,
    updated_at = now()
  from (
    select d.organization_id, d.id, quiet_until($4, c.time_zone, o.time_zone, $2::time, $3::time) as until
    from deliveries d
    join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
    join organizations o on o.id = d.organization_id
    where d.id = any($1::uuid[])
  ) q
  where d.organization_id = q.organization_id and d.id = q.id and q.until is not null and d.state = 'submitting'
  returning d.id`;
