-- Usage reported to meters of Stripe, hour by hour, and its comparison with what they counted and invoices say.
create table metered_spans (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  subscription_id text not null,
  customer_id text not null,
  item_id text not null, -- of the subscription
  price_id text not null,
  meter text, -- ours; null until a worker finds the price in PLANS_FILE
  from_at timestamptz not null,
  until_at timestamptz, -- null while it is paid for
  ends_about boolean not null default false, -- until_at is when it was noticed: the invoice says when it was
  primary key (organization_id, id),
  check (until_at >= from_at)
);
call make_tenant_table('metered_spans');
comment on table metered_spans is 'From when to when each metered price was paid for, kept by note_metered_items.';
create unique index metered_spans_open on metered_spans (organization_id, item_id) where until_at is null;
comment on index metered_spans_open is 'one price at a time for each item';

create table usage_report_progress (
  organization_id uuid primary key default current_organization() references organizations,
  planned_until timestamptz not null, -- hours before it have their reports
  compared_at timestamptz not null default now()
);
call make_tenant_table('usage_report_progress');
comment on table usage_report_progress is 'Of each organization with metered prices: up to where hours have reports, and when they were compared with the meters last.';
create index usage_report_progress_compared_at on usage_report_progress (compared_at);
comment on index usage_report_progress_compared_at is 'due_usage_reports: organizations to be compared';
grant select (organization_id, planned_until, compared_at) on usage_report_progress to engagex_crossing;
create policy crossing on usage_report_progress for select to engagex_crossing using (true);

create table usage_reports (
  organization_id uuid not null default current_organization() references organizations,
  price_id text not null,
  hour timestamptz not null,
  meter text not null,
  customer_id text not null,
  total bigint not null check (total > 0),
  key uuid not null default uuidv7(), -- another one when it is reported anew
  state text not null default 'pending' check (state in ('pending', 'accepted', 'refused', 'too_late')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  answer text, -- why it was not taken, in words
  reported_at timestamptz,
  told_at timestamptz, -- when the operator was told that it waits for long
  primary key (organization_id, price_id, hour),
  check (hour = date_bin('1 hour', hour, 'epoch')),
  check ((state = 'accepted') <= (reported_at is not null))
);
call make_tenant_table('usage_reports');
comment on table usage_reports is 'What a frozen hour of a metered price came to, written down before it is reported.';
create index usage_reports_due on usage_reports (due_at) where state = 'pending';
comment on index usage_reports_due is 'due_usage_reports, of every organization';
create index usage_reports_key on usage_reports (key);
comment on index usage_reports_key is 'usage_reports_by_keys: errors name the keys of what was reported';
grant select (organization_id, price_id, hour, key, state, due_at) on usage_reports to engagex_crossing;
create policy crossing on usage_reports for select to engagex_crossing using (true);

create table usage_differences (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  meter text not null,
  price_id text not null,
  invoice_id text, -- null where it is about hours that are in no invoice
  from_at timestamptz not null,
  until_at timestamptz not null,
  entered bigint not null, -- entries of the ledger
  frozen bigint not null, -- frozen hours
  counted numeric not null, -- by the meter
  invoiced numeric, -- lines of the invoice
  found_at timestamptz not null default now(),
  settled_at timestamptz, -- when the numbers were the same again
  primary key (organization_id, id)
);
call make_tenant_table('usage_differences');
comment on table usage_differences is 'Where the ledger, the meter and the invoice did not come to the same in the nightly comparison.';
create unique index usage_differences_open on usage_differences (organization_id, price_id, from_at, until_at, invoice_id) nulls not distinct
  where settled_at is null;
comment on index usage_differences_open is 'each is told once until it is settled';

create table meter_error_notices (
  id text primary key,
  kind text not null, -- Stripe's, of which there may be others
  meter_id text,
  payload text not null,
  created_at timestamptz not null,
  received_at timestamptz not null default now(),
  errors jsonb, -- what had happened, once it was asked
  handled_at timestamptz
);
grant select, insert, update, delete on meter_error_notices to engagex_app;
comment on table meter_error_notices is 'What Stripe says it could not count of what was reported: of the installation, kept for the operator for 90 days.';
create index meter_error_notices_open on meter_error_notices (received_at) where handled_at is null;
comment on index meter_error_notices_open is 'those to be handled';
create index meter_error_notices_received_at on meter_error_notices (received_at);
comment on index meter_error_notices_received_at is 'forgetting old ones';
