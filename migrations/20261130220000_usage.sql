-- What organizations are billed for. Nothing is written while billing is off.
create table usage_switch (
  is_only boolean primary key default true check (is_only),
  is_on boolean not null,
  changed_at timestamptz not null default now()
);
grant select, insert, update on usage_switch to engagex_app;
comment on table usage_switch is 'Whether this installation counts usage: one row, written by a worker as it starts.';

create table usage_accounts (
  organization_id uuid primary key default current_organization() references organizations,
  since timestamptz not null default now(), -- nothing before is billed
  frozen_until timestamptz not null default date_bin('1 hour', now(), 'epoch') -- hours before are in usage_hours, and never change
    check (frozen_until = date_bin('1 hour', frozen_until, 'epoch'))
);
call make_tenant_table('usage_accounts');
comment on table usage_accounts is 'Organizations whose usage is counted, since when, and up to where it is frozen.';
create index usage_accounts_frozen_until on usage_accounts (frozen_until);
comment on index usage_accounts_frozen_until is 'due_usage_hours, of every organization';
grant select (organization_id, frozen_until) on usage_accounts to engagex_crossing;
create policy crossing on usage_accounts for select to engagex_crossing using (true);

create table usage_entries (
  organization_id uuid not null default current_organization() references organizations,
  meter text not null check (meter in ('emails', 'contacts', 'seats', 'events', 'domains', 'storage')),
  hour timestamptz not null, -- in which it was recorded: that in which it is billed
  act_id uuid not null, -- the delivery, message, contact, membership, batch of events or domain; of storage the entry's own
  month date, -- of what is held rather than done, and counts once in a month (UTC)
  kind text not null default '', -- of emails: campaign or message
  channel text not null default '', -- of emails: email
  quantity bigint not null check (quantity > 0),
  primary key (organization_id, meter, hour, act_id),
  check ((meter in ('contacts', 'seats', 'domains')) = (month is not null)),
  check ((meter = 'emails') = (kind <> ''))
);
call make_tenant_table('usage_entries');
comment on table usage_entries is 'The usage ledger: one row per billable act, written in the transaction of the act, and per contact, seat and domain held in a month. Never changed.';
create unique index usage_entries_month on usage_entries (organization_id, meter, month, act_id) where month is not null;
comment on index usage_entries_month is 'what is held counts once in a month';

create table usage_hours (
  organization_id uuid not null default current_organization() references organizations,
  hour timestamptz not null,
  meter text not null,
  kind text not null,
  channel text not null,
  entries bigint not null check (entries > 0),
  quantity bigint not null check (quantity >= entries),
  frozen_at timestamptz not null default now(),
  primary key (organization_id, hour, meter, kind, channel)
);
call make_tenant_table('usage_hours');
comment on table usage_hours is 'What the entries of an hour come to, frozen once the hour is over and nobody can add to it: what invoices are made of.';
