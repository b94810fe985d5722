/** Named SQL of inbound mail. It belongs to no organization before it is read: all of this runs outside of any scope. */

/**
 * Arrays: $1 digests, $2 purposes, $3 recipients, $4 deliveries or null, $5 mails. What is there already stays; which of
 * them are new.
 */
export const keepMails = `
  insert into inbound_mails (digest, purpose, recipient, delivery_id, raw)
  select * from unnest($1::bytea[], $2::text[], $3::text[], $4::uuid[], $5::bytea[]) on conflict (digest) do nothing`;

const taken = (which: string, wait: string) => `
  update inbound_mails m set attempts = m.attempts + 1, due_at = now() + ${wait}
  from (select id from inbound_mails where state = 'waiting' and due_at <= now() and ${which}
    order by due_at, id limit $1 for update skip locked) due
  where m.id = due.id
  returning m.id, m.digest, m.purpose, m.recipient, m.delivery_id as "deliveryId", m.raw, m.attempts, m.received_at as "receivedAt"`;

/**
 * $1 how many, $2 lease in seconds, $3 attempts with others: mails to be read, the longest due first. Whoever dies over them
 * leaves them to the next.
 */
export const takeMails = taken('attempts < $3', 'make_interval(secs => $2)');

/** The same for one that failed so often: it waits for twice as long after each. */
export const takeMailAlone = taken('attempts >= $3', 'make_interval(secs => $2 * power(2, m.attempts + 1 - $3))');

/** Arrays: $1 mails, $2 outcomes, $3 the deliveries they are about, or null. */
export const settleMails = `
  update inbound_mails m set state = 'done', outcome = o.outcome, settled_at = now(), delivery_id = coalesce(m.delivery_id, o.delivery_id),
    of_organization = (select s.organization_id from subjects_of_receipts(array[coalesce(m.delivery_id, o.delivery_id)]) s)
  from unnest($1::uuid[], $2::text[], $3::uuid[]) as o (id, outcome, delivery_id) where m.id = o.id`;

/** $1 mails, $2 why. */
export const giveUpMails = `
  update inbound_mails set state = 'failed', problem = left($2, 500), settled_at = now() where id = any ($1::uuid[])`;

/** $1 days, $2 how many at once. */
export const forgetMails = `
  delete from inbound_mails where id = any (array(
    select id from inbound_mails where received_at < now() - make_interval(days => $1) order by received_at limit $2))`;
