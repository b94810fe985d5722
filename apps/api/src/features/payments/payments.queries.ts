/** Named SQL of payments: customers, events and requests. Other than what says so, all of it runs in a tenant transaction. */

/** $1 customer at Stripe. Outside of a tenant transaction. */
export const organizationOfCustomer = 'select organization_of_payment_customer($1) as "organizationId"';

/** $1 id, $2 kind, $3 object, $4 customer, $5 payload, $6 when. Outside of a tenant transaction. */
export const storeStrayEvent = `
  insert into stray_payment_events (id, kind, object_id, customer_id, payload, created_at) values ($1, $2, $3, $4, $5, $6)
  on conflict do nothing returning id`;

/** $1 received before. Outside of a tenant transaction. */
export const forgetStrayEvents = 'delete from stray_payment_events where received_at < $1';

/** $1 id, $2 kind, $3 object, $4 customer, $5 payload, $6 when, $7 source. An event that is new asks for the state to be fetched. */
export const storeEvent = `
  with asked as (
    update payment_customers set wanted = wanted + 1 where not exists (select from payment_events where id = $1) returning wanted)
  insert into payment_events (id, kind, object_id, customer_id, payload, created_at, source, turn)
  select $1, $2, $3, $4, $5, $6, $7, asked.wanted from asked
  on conflict do nothing returning id`;

/** $1 before when. */
export const forgetEvents = 'delete from payment_events where received_at < $1';
export const forgetRequests = `delete from payment_requests where settled_at < $1`;

export const addCustomer = 'insert into payment_customers default values on conflict do nothing';

/** Whoever else begins a request waits until this transaction ends. */
export const holdCustomer = `
  select customer_id as "customerId" from payment_customers for update`;

/** $1 customer at Stripe: the first one stays. */
export const nameCustomer = 'update payment_customers set customer_id = coalesce(customer_id, $1)';

export const askForState = 'update payment_customers set wanted = wanted + 1 returning wanted';

/** $1 claim, $2 now, $3 until when, $4 whether to try again at once what failed a moment ago. */
export const claimState = `
  update payment_customers set claim_id = $1, claimed_until = $3 where claimed_until <= $2 or ($4 and claim_id is null)
  returning wanted, done, customer_id as "customerId"`;

/** $1 claim. */
export const holdClaim = `
  select done, customer_id as "customerId", remind_at as "remindAt" from payment_customers where claim_id = $1 for update`;

/** $1 claim, $2 until when nobody tries again. */
export const giveClaimBack = 'update payment_customers set claim_id = null, claimed_until = $2 where claim_id = $1';

/** $1 up to where, $2 now, $3 whether it was compared, $4 reminder, $5 customer at Stripe or null. */
export const stateFetched = `
  update payment_customers set done = greatest(done, $1), claim_id = null, claimed_until = '-infinity', fetched_at = $2,
    reconciled_at = case when $3 then $2 else reconciled_at end, remind_at = $4, customer_id = $5`;

/** $1 brand, $2 last four, $3 month, $4 year, $5 key. */
export const keepMethod = `
  update payment_customers set card_brand = $1, card_last4 = $2, card_exp_month = $3, card_exp_year = $4, card_key = $5`;

export const progressOfState = `
  select wanted, done, reconciled_at as "reconciledAt", remind_at as "remindAt", customer_id as "customerId" from payment_customers`;

/** $1 id, $2 kind, $3 parameters, $4 until when it is the asker's. Nothing when one is open already. */
export const addRequest = `
  insert into payment_requests (id, kind, parameters, claimed_until) values ($1, $2, $3, $4) on conflict do nothing returning id`;

export const openRequest = `
  select id, kind, parameters, attempts, claimed_until as "claimedUntil", created_at as "createdAt" from payment_requests where state = 'open'`;

/** $1 id, $2 now, $3 until when: whoever comes second finds it taken. */
export const takeRequest = `
  update payment_requests set claimed_until = $3, attempts = attempts + 1 where id = $1 and state = 'open' and claimed_until <= $2 returning id`;

/** $1 id, $2 state, $3 result, $4 problem, $5 now. */
export const settleRequest = `
  update payment_requests set state = $2, result = $3, problem = left($4, 500), settled_at = $5 where id = $1 and state = 'open' returning id`;

/** $1 id, $2 when it is tried again, $3 why not now. */
export const postponeRequest = `
  update payment_requests set claimed_until = $2, problem = left($3, 500) where id = $1 and state = 'open'`;

/** Whether a customer may have been created that nobody noted. */
export const triedToCreate = `select from payment_requests where kind = 'create_customer' and (state <> 'open' or attempts > 0) limit 1`;
