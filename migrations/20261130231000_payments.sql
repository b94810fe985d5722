-- Payments through Stripe. Subscriptions, invoices and their lines are mirrors: they hold what Stripe said last.
create table payment_customers (
  organization_id uuid primary key default current_organization() references organizations,
  customer_id text, -- Stripe's; null until it is created, and again once it was deleted there
  wanted bigint not null default 0, -- how often something asked for its state to be fetched
  done bigint not null default 0 check (done <= wanted), -- up to which of those the mirrors are
  claim_id uuid, -- who fetches it now: only their answer may be written
  claimed_until timestamptz not null default '-infinity', -- until then nobody else fetches it
  fetched_at timestamptz,
  reconciled_at timestamptz not null default now(),
  remind_at timestamptz, -- when the next reminder is due: a trial that ends, a card that expires
  card_brand text,
  card_last4 text,
  card_exp_month integer,
  card_exp_year integer,
  card_key bytea, -- a keyed hash of the card's fingerprint
  card_funding text, -- what it is, where it is no card
  created_at timestamptz not null default now()
);
call make_tenant_table('payment_customers');
comment on table payment_customers is 'The customer at Stripe of each organization that pays, how far its mirrors are, and its payment method.';
create index payment_customers_customer_id on payment_customers (customer_id);
comment on index payment_customers_customer_id is 'organization_of_payment_customer, for each event that comes in';
create index payment_customers_wanted on payment_customers (claimed_until) where wanted > done;
comment on index payment_customers_wanted is 'due_payments: customers whose state is to be fetched';
create index payment_customers_reconciled_at on payment_customers (reconciled_at);
comment on index payment_customers_reconciled_at is 'due_payments: customers to be compared with Stripe';
create index payment_customers_remind_at on payment_customers (remind_at) where remind_at is not null;
comment on index payment_customers_remind_at is 'due_payments: owners to be reminded';
grant select (organization_id, customer_id, wanted, done, claimed_until, reconciled_at, remind_at) on payment_customers to engagex_crossing;
create policy crossing on payment_customers for select to engagex_crossing using (true);

create table payment_requests (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(), -- also the idempotency key
  kind text not null check (kind in ('create_customer', 'start_checkout', 'change_plan', 'schedule_plan', 'keep_plan', 'cancel', 'resume',
    'end_trial', 'end_duplicate', 'end_everything')),
  parameters jsonb not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  claimed_until timestamptz not null,
  attempts integer not null default 0,
  result jsonb,
  problem text, -- why it was refused, in words
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (organization_id, id),
  check ((state = 'open') = (settled_at is null))
);
call make_tenant_table('payment_requests');
comment on table payment_requests is 'What is asked of Stripe, written down before it is: a process that dies in between leaves it to the next one, which asks with the same key.';
create unique index payment_requests_open on payment_requests (organization_id) where state = 'open';
comment on index payment_requests_open is 'one at a time for each organization';
create index payment_requests_due on payment_requests (claimed_until) where state = 'open';
comment on index payment_requests_due is 'due_payments: requests whose process died';
grant select (organization_id, state, claimed_until) on payment_requests to engagex_crossing;
create policy crossing on payment_requests for select to engagex_crossing using (true);

create table payment_events (
  organization_id uuid not null default current_organization() references organizations,
  id text not null, -- Stripe's
  kind text not null, -- Stripe's, such as invoice.paid; there will be more of them
  object_id text,
  customer_id text not null,
  payload text not null, -- as it came, a hint: what counts is fetched
  created_at timestamptz not null, -- by Stripe's clock
  received_at timestamptz not null default now(),
  source text not null check (source in ('webhook', 'sweep')),
  turn bigint not null, -- payment_customers.wanted as it came in: fetched once done is as far
  primary key (organization_id, id)
);
call make_tenant_table('payment_events');
comment on table payment_events is 'What Stripe told us happened, each once, and forgotten after 90 days.';
create index payment_events_received_at on payment_events (organization_id, received_at);
comment on index payment_events_received_at is 'forgetting old ones';

create table stray_payment_events (
  id text primary key,
  kind text not null,
  object_id text,
  customer_id text, -- null where it is about no customer
  payload text not null,
  created_at timestamptz not null,
  received_at timestamptz not null default now()
);
grant select, insert, delete on stray_payment_events to engagex_app;
comment on table stray_payment_events is 'Events of Stripe about no customer of ours: kept for the operator for 90 days.';
create index stray_payment_events_received_at on stray_payment_events (received_at);
comment on index stray_payment_events_received_at is 'forgetting old ones';

create table subscriptions (
  organization_id uuid not null default current_organization() references organizations,
  id text not null, -- Stripe's
  customer_id text not null,
  status text not null, -- Stripe's; there may be ones that we do not know
  is_current boolean not null, -- the one that the plan follows
  plan_key text, -- null where no plan has its price
  price_id text not null,
  currency text not null,
  amount bigint, -- of a period, in the currency's smallest unit
  items jsonb not null, -- id, price and whether it is metered, of each
  anchor timestamptz not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  trial_start timestamptz,
  trial_end timestamptz,
  cancels_at timestamptz, -- it was cancelled and goes on until then
  ended_at timestamptz,
  schedule_id text,
  next_price_id text, -- what it changes to
  next_plan_key text,
  next_at timestamptz,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
call make_tenant_table('subscriptions');
comment on table subscriptions is 'Subscriptions as Stripe described them last.';
create unique index subscriptions_current on subscriptions (organization_id) where is_current;
comment on index subscriptions_current is 'the one that the plan follows';

create table invoices (
  organization_id uuid not null default current_organization() references organizations,
  id text not null, -- Stripe's
  subscription_id text,
  number text,
  status text not null,
  currency text not null,
  subtotal bigint not null,
  tax bigint not null,
  total bigint not null,
  amount_due bigint not null,
  amount_paid bigint not null,
  reason text, -- Stripe's billing_reason
  attempts integer not null,
  next_attempt_at timestamptz,
  period_start timestamptz not null,
  period_end timestamptz not null,
  created_at timestamptz not null,
  paid_at timestamptz,
  primary key (organization_id, id)
);
call make_tenant_table('invoices');
comment on table invoices is 'Invoices as Stripe described them last; amounts are in the smallest unit of the currency.';
create index invoices_created_at on invoices (organization_id, created_at desc, id desc);
comment on index invoices_created_at is 'the list of invoices';

create table invoice_lines (
  organization_id uuid not null default current_organization() references organizations,
  invoice_id text not null,
  id text not null, -- Stripe's
  position integer not null,
  description text not null,
  price_id text,
  meter text, -- of metered use
  quantity numeric,
  unit_amount numeric,
  amount bigint not null,
  is_proration boolean not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  primary key (organization_id, invoice_id, id),
  foreign key (organization_id, invoice_id) references invoices (organization_id, id) on delete cascade
);
call make_tenant_table('invoice_lines');
comment on table invoice_lines is 'Lines of invoices; one of metered use names its meter, so that it opens to the usage it is made of.';

create table trials (
  organization_id uuid primary key default current_organization() references organizations,
  subscription_id text not null,
  started_at timestamptz not null,
  ends_at timestamptz not null,
  ended_early_at timestamptz -- its card had been used for a trial before
);
call make_tenant_table('trials');
comment on table trials is 'The one trial of each organization that had one.';

create table trial_cards (
  card_key bytea primary key, -- a keyed hash of the card's fingerprint
  subscription_id text not null, -- the first that was tried with it
  used_at timestamptz not null default now()
);
grant select, insert on trial_cards to engagex_app;
comment on table trial_cards is 'Cards that were used for a trial. A hash and nothing of the organization, which may be gone.';

create table payment_drifts (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  about text not null, -- the id of a subscription, invoice or customer
  field text not null,
  stored text,
  found text,
  found_at timestamptz not null default now(),
  primary key (organization_id, id)
);
call make_tenant_table('payment_drifts');
comment on table payment_drifts is 'Where the nightly comparison found that the mirrors differed from Stripe, which they no longer do: what no event told us.';

create table payment_notices (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  user_id uuid not null references users,
  kind text not null check (kind in ('trial_ending', 'trial_ended_early', 'payment_failed', 'card_expiring', 'invoice_paid', 'subscription_ended')),
  subject text not null, -- what tells apart what is told once each
  facts jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'submitting', 'accepted', 'unknown', 'failed')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  response text,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
call make_tenant_table('payment_notices');
comment on table payment_notices is 'Mail to owners about payments, one row for each of them.';
create unique index payment_notices_once on payment_notices (organization_id, kind, subject, user_id);
comment on index payment_notices_once is 'each is told once';
create index payment_notices_due on payment_notices (due_at) where state in ('pending', 'submitting');
comment on index payment_notices_due is 'due_payment_notices, of every organization';
create index payment_notices_user_id on payment_notices (user_id);
comment on index payment_notices_user_id is 'the foreign key to users';
grant select (organization_id, id, state, due_at) on payment_notices to engagex_crossing;
create policy crossing on payment_notices for select to engagex_crossing using (true);
