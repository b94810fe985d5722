/** Named SQL of what owners see of payments. All of it runs in a tenant transaction. */

export const standingOfCustomer = `
  select customer_id as "customerId", fetched_at as "fetchedAt", card_brand as brand, card_last4 as last4, card_exp_month as "expMonth",
    card_exp_year as "expYear", card_key as "cardKey", exists (select from trials) as "hadTrial",
    exists (select from payment_requests where state = 'open') as "isPending"
  from payment_customers`;

export const currentSubscription = `
  select id, status, plan_key as "planKey", currency, amount, items, period_start as "periodStart", period_end as "periodEnd",
    trial_end as "trialEnd", cancels_at as "cancelsAt", ended_at as "endedAt", schedule_id as "scheduleId", next_plan_key as "nextPlanKey",
    next_at as "nextAt"
  from subscriptions where is_current`;

/** The latest invoice of the subscription that counts, if its payment failed. */
export const failedInvoice = `
  select i.id as "invoiceId", i.amount_due as amount, i.currency, i.next_attempt_at as "nextAttemptAt"
  from invoices i join subscriptions s on s.organization_id = i.organization_id and s.id = i.subscription_id and s.is_current
  where i.status = 'open' and i.attempts > 0 order by i.created_at desc, i.id desc limit 1`;

/** $1 id of the last invoice of the page before or null, $2 limit. A draft is no invoice yet. */
export const invoicesOfOrganization = `
  select id, number, status, currency, subtotal, tax, total, amount_due as "amountDue", amount_paid as "amountPaid",
    created_at as "createdAt", paid_at as "paidAt", next_attempt_at as "nextAttemptAt"
  from invoices
  where status <> 'draft' and ($1::text is null or (created_at, id) < (select p.created_at, p.id from invoices p where p.id = $1))
  order by created_at desc, id desc limit $2`;

/** $1 id. */
export const oneInvoice = `
  select id, number, status, currency, subtotal, tax, total, amount_due as "amountDue", amount_paid as "amountPaid",
    created_at as "createdAt", paid_at as "paidAt", next_attempt_at as "nextAttemptAt"
  from invoices where id = $1 and status <> 'draft'`;

/** $1 invoice. */
export const linesOfInvoice = `
  select id, description, meter, trim_scale(quantity)::text as quantity, trim_scale(unit_amount)::text as "unitAmount", amount,
    is_proration as "isProration", period_start as "periodStart", period_end as "periodEnd"
  from invoice_lines where invoice_id = $1 order by position`;

/** What is needed to begin paying. $1 user. */
export const payerOf = `
  select o.name, u.email from organizations o, users u where o.id = current_organization() and u.id = $1`;
