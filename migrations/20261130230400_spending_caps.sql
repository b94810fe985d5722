create table spending_caps (
  organization_id uuid primary key default current_organization() references organizations,
  amount text not null check (amount ~ '^[0-9]{1,9}(\.[0-9]{1,3})?$'), -- a month, in the unit of the currency
  currency text not null check (currency ~ '^[A-Z]{3}$'), -- ISO 4217
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users
);
call make_tenant_table('spending_caps');
comment on table spending_caps is 'What an organization''s owner wants to spend in a month at most on what is paid by use. Without a row there is no cap.';
