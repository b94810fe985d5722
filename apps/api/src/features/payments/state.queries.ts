/** Named SQL of what mirrors Stripe. All of it runs in a tenant transaction. */

/** $1 subscriptions as JSON: all there are. */
export const storeSubscriptions = `
  insert into subscriptions as s (id, customer_id, status, is_current, plan_key, price_id, currency, amount, items, anchor, period_start,
    period_end, trial_start, trial_end, cancels_at, ended_at, schedule_id, next_price_id, next_plan_key, next_at, created_at)
  select id, customer_id, status, is_current, plan_key, price_id, currency, amount, items, anchor, period_start, period_end, trial_start,
    trial_end, cancels_at, ended_at, schedule_id, next_price_id, next_plan_key, next_at, created_at
  from jsonb_to_recordset($1) as r (id text, customer_id text, status text, is_current boolean, plan_key text, price_id text, currency text,
    amount bigint, items jsonb, anchor timestamptz, period_start timestamptz, period_end timestamptz, trial_start timestamptz,
    trial_end timestamptz, cancels_at timestamptz, ended_at timestamptz, schedule_id text, next_price_id text, next_plan_key text,
    next_at timestamptz, created_at timestamptz)
  on conflict (organization_id, id) do update set customer_id = excluded.customer_id, status = excluded.status,
    is_current = excluded.is_current, plan_key = excluded.plan_key, price_id = excluded.price_id, currency = excluded.currency,
    amount = excluded.amount, items = excluded.items, anchor = excluded.anchor, period_start = excluded.period_start,
    period_end = excluded.period_end, trial_start = excluded.trial_start, trial_end = excluded.trial_end, cancels_at = excluded.cancels_at,
    ended_at = excluded.ended_at, schedule_id = excluded.schedule_id, next_price_id = excluded.next_price_id,
    next_plan_key = excluded.next_plan_key, next_at = excluded.next_at, created_at = excluded.created_at`;

/** One is current at a time, also for a moment. */
export const noneIsCurrent = 'update subscriptions set is_current = false where is_current';

/** $1 now. The customer was deleted at Stripe, which ends what it had; invoices stay. */
export const endSubscriptions = `
  update subscriptions set status = 'canceled', ended_at = coalesce(ended_at, $1), cancels_at = null, next_price_id = null, next_plan_key = null,
    next_at = null, schedule_id = null where ended_at is null`;

/** $1 subscriptions of this customer that are not among those, $2 the customer: Stripe forgot them. */
export const dropSubscriptions = 'delete from subscriptions where id <> all ($1::text[]) and customer_id = $2';

/** $1 invoices as JSON. */
export const storeInvoices = `
  insert into invoices as i (id, subscription_id, number, status, currency, subtotal, tax, total, amount_due, amount_paid, reason, attempts,
    next_attempt_at, period_start, period_end, created_at, paid_at)
  select id, subscription_id, number, status, currency, subtotal, tax, total, amount_due, amount_paid, reason, attempts, next_attempt_at,
    period_start, period_end, created_at, paid_at
  from jsonb_to_recordset($1) as r (id text, subscription_id text, number text, status text, currency text, subtotal bigint, tax bigint,
    total bigint, amount_due bigint, amount_paid bigint, reason text, attempts integer, next_attempt_at timestamptz, period_start timestamptz,
    period_end timestamptz, created_at timestamptz, paid_at timestamptz)
  on conflict (organization_id, id) do update set subscription_id = excluded.subscription_id, number = excluded.number,
    status = excluded.status, currency = excluded.currency, subtotal = excluded.subtotal, tax = excluded.tax, total = excluded.total,
    amount_due = excluded.amount_due, amount_paid = excluded.amount_paid, reason = excluded.reason, attempts = excluded.attempts,
    next_attempt_at = excluded.next_attempt_at, period_start = excluded.period_start, period_end = excluded.period_end,
    created_at = excluded.created_at, paid_at = excluded.paid_at`;

/** $1 invoices that there are: a draft may be deleted. */
export const dropDrafts = `delete from invoices where status = 'draft' and id <> all ($1::text[])`;

/** $1 invoices whose lines follow. */
export const dropLines = 'delete from invoice_lines where invoice_id = any ($1::text[])';

/** $1 lines as JSON. */
export const storeLines = `
  insert into invoice_lines (invoice_id, id, position, description, price_id, meter, quantity, unit_amount, amount, is_proration, period_start, period_end)
  select invoice_id, id, position, description, price_id, meter, quantity, unit_amount, amount, is_proration, period_start, period_end
  from jsonb_to_recordset($1) as r (invoice_id text, id text, position integer, description text, price_id text, meter text, quantity numeric,
    unit_amount numeric, amount bigint, is_proration boolean, period_start timestamptz, period_end timestamptz)`;

/** What is compared with Stripe at night. $1 customer. */
export const storedSubscriptions = `
  select id, status, price_id as "priceId", period_start as "periodStart", period_end as "periodEnd", cancels_at as "cancelsAt",
    ended_at as "endedAt" from subscriptions where customer_id = $1`;
export const storedInvoices = `select id, status, total from invoices`;

/** $1 about, $2 field, $3 stored, $4 found: arrays. */
export const storeDrifts = `
  insert into payment_drifts (about, field, stored, found)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])`;

/** $1 subscription, $2 begin, $3 end. */
export const storeTrial = `
  insert into trials (subscription_id, started_at, ends_at) values ($1, $2, $3) on conflict (organization_id) do nothing`;

/** $1 subscription, $2 now. */
export const trialEndedEarly = `update trials set ended_early_at = coalesce(ended_early_at, $2) where subscription_id = $1`;

/** $1 key of a card, $2 subscription: the first keeps it. Of no organization. */
export const claimTrialCard = `insert into trial_cards (card_key, subscription_id) values ($1, $2) on conflict do nothing`;

/** $1 key of a card. */
export const trialOfCard = `select subscription_id as "subscriptionId" from trial_cards where card_key = $1`;
