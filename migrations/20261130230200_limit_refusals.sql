create table limit_refusals (
  organization_id uuid not null default current_organization() references organizations,
  day date not null default (now() at time zone 'UTC')::date,
  "of" text not null check ("of" in ('contacts', 'events')),
  count bigint not null check (count > 0),
  primary key (organization_id, day, "of")
);
call make_tenant_table('limit_refusals');
comment on table limit_refusals is 'How many sign-ups and events were refused on a day because a plan had none left.';
