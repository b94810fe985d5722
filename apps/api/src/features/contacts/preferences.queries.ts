/** Named SQL of what people change about themselves. All of it runs in a tenant transaction. */

/** $1 contact, $2 first name, $3 last name. */
export const renamePerson = `
  update contacts set first_name = $2, last_name = $3, updated_at = now()
  where id = $1 and (first_name is distinct from $2 or last_name is distinct from $3)`;

/** $1 contact, $2 days: to the end of that day, so that asking twice is once. */
export const takeBreak = `
  update contacts c set paused_until = x.until, updated_at = now()
  from (select (date_trunc('day', now() at time zone o.time_zone) + make_interval(days => $2::int + 1)) at time zone o.time_zone as until
    from organizations o where o.id = current_organization()) x
  where c.id = $1 and c.paused_until is distinct from x.until`;

/** $1 contact. */
export const endBreak = `update contacts set paused_until = null, updated_at = now() where id = $1 and paused_until is not null`;

/** $1 contact, $2 time; a row only when the person was still subscribed. */
export const unsubscribeContact = `
  update contacts set subscription = 'unsubscribed', unsubscribed_at = $2, updated_at = now()
  where id = $1 and subscription = 'subscribed' returning id`;

/**
 * $1 contact, $2 time: back in, with the rows of theirs that left at the same moment. A trigger notes it and lets the
 * addresses through again.
 */
export const subscribeAgain = `
  update contacts c set subscription = 'subscribed', unsubscribed_at = null, updated_at = $2
  from (select coalesce(merged_into_id, id) as id, unsubscribed_at from contacts where id = $1) x
  where (c.id = x.id or c.merged_into_id = x.id) and c.subscription = 'unsubscribed' and c.unsubscribed_at = x.unsubscribed_at`;
