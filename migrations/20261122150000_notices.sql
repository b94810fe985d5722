-- Mail to the members who can act when a campaign needs one of them.
alter table memberships add column wants_notices boolean not null default true; -- each person's own choice

-- One row per event and person, stored with the event itself, so it is told of exactly when it happened.
create table notices (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  user_id uuid not null references users,
  kind text not null check (kind in ('paused', 'undecided', 'not-started')),
  why text not null,
  state text not null default 'pending'
    check (state in ('pending', 'submitting', 'accepted', 'failed', 'unknown', 'dropped')), -- dropped: over before it was told, or not wanted any more
  due_at timestamptz not null, -- pending: not before; submitting: whoever hands it over has died by then
  attempts smallint not null default 0,
  response text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references campaigns
);
create index notices_due on notices (due_at) where state in ('pending', 'submitting'); -- due_notices
create index notices_campaign on notices (organization_id, campaign_id) where state = 'pending'; -- replaced by the next event
call make_tenant_table('notices');

grant select on notices to engagex_crossing;
create policy crossing on notices for select to engagex_crossing using (true);

-- Notices to hand over, and those whose worker died.
create function due_notices(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select n.organization_id, n.id from notices n
    where n.state in ('pending', 'submitting') and n.due_at <= at order by n.due_at limit 200;
  end;
alter function due_notices owner to engagex_crossing;
revoke all on function due_notices from public;
grant execute on function due_notices to engagex_app;
