-- The ledger: one row per person in a campaign's frozen audience.
create table deliveries (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  contact_id uuid not null,
  email text not null,
  state text not null
    check (state in ('pending', 'claimed', 'submitting', 'accepted', 'deferred', 'unknown', 'skipped', 'failed')),
  reason text,
  response text, -- the server's own words
  attempts smallint not null default 0,
  next_attempt_at timestamptz,
  claim_id uuid, -- kept while unknown, so that a worker that was only slow can still tell the outcome
  submitted_at timestamptz,
  accepted_at timestamptz,
  opened_at timestamptz,
  clicked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references campaigns,
  foreign key (organization_id, contact_id) references contacts,
  check ((state in ('skipped', 'failed')) = (reason is not null)),
  check ((state = 'accepted') = (accepted_at is not null)),
  check ((state in ('claimed', 'submitting', 'unknown')) = (claim_id is not null))
) with (fillfactor = 70);
create unique index deliveries_person on deliveries (organization_id, campaign_id, contact_id); -- once per person; list
create index deliveries_state on deliveries (organization_id, campaign_id, state, contact_id); -- claim, recover, list by state
call make_tenant_table('deliveries');
-- State changes touch every index, so let vacuum follow closely behind a running campaign.
alter table deliveries set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- A worker's hold on a batch of deliveries. It is renewed while the worker lives; once it has run out, deliveries
-- still claimed go back and those being submitted are unknown.
create table delivery_claims (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  lease_until timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
);
create index delivery_claims_campaign on delivery_claims (organization_id, campaign_id); -- recover, due_campaigns
call make_tenant_table('delivery_claims');

create table delivery_counts (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  state text not null,
  reason text not null default '',
  count bigint not null,
  primary key (organization_id, campaign_id, state, reason),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
);
call make_tenant_table('delivery_counts');

-- What happened when, in steps of 10 seconds, for rates and charts.
create table campaign_series (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  kind text not null check (kind in ('accepted', 'open', 'click', 'unsubscribe')),
  at timestamptz not null,
  count bigint not null,
  primary key (organization_id, campaign_id, kind, at),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
);
call make_tenant_table('campaign_series');

create table daily_counts (
  organization_id uuid not null default current_organization() references organizations,
  day date not null, -- in UTC
  kind text not null check (kind in ('accepted', 'open', 'click', 'unsubscribe')),
  count bigint not null,
  primary key (organization_id, day, kind)
);
call make_tenant_table('daily_counts');

-- Keeps the counts in the same transaction as the rows, once per statement, so that they add up at every moment
-- whichever code made the change. Rows are locked in key order: two statements cannot deadlock here.
create function count_deliveries() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into delivery_counts as c (organization_id, campaign_id, state, reason, count)
    select organization_id, campaign_id, state, coalesce(reason, ''), count(*) from after_rows
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, state, reason) do update set count = c.count + excluded.count;
  else
    insert into delivery_counts as c (organization_id, campaign_id, state, reason, count)
    select organization_id, campaign_id, state, reason, sum(n) from (
      select organization_id, campaign_id, state, coalesce(reason, '') reason, 1 n from after_rows
      union all
      select organization_id, campaign_id, state, coalesce(reason, ''), -1 from before_rows
    ) changes group by 1, 2, 3, 4 having sum(n) <> 0 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, state, reason) do update set count = c.count + excluded.count;
  end if;
  if tg_op = 'UPDATE' then
    insert into campaign_series as c (organization_id, campaign_id, kind, at, count)
    select a.organization_id, a.campaign_id, 'accepted', date_bin('10 seconds', a.accepted_at, 'epoch'), count(*)
    from after_rows a join before_rows b using (organization_id, id)
    where a.state = 'accepted' and b.state <> 'accepted' group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (organization_id, campaign_id, kind, at) do update set count = c.count + excluded.count;
    insert into daily_counts as c (organization_id, day, kind, count)
    select a.organization_id, (a.accepted_at at time zone 'UTC')::date, 'accepted', count(*)
    from after_rows a join before_rows b using (organization_id, id)
    where a.state = 'accepted' and b.state <> 'accepted' group by 1, 2, 3 order by 1, 2, 3
    on conflict (organization_id, day, kind) do update set count = c.count + excluded.count;
  end if;
  return null;
end $$;
create trigger count_frozen after insert on deliveries
  referencing new table as after_rows for each statement execute function count_deliveries();
create trigger count_moved after update on deliveries
  referencing old table as before_rows new table as after_rows for each statement execute function count_deliveries();

-- One hit on a tracked link or pixel, or an unsubscribe.
create table engagements (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  delivery_id uuid not null,
  kind text not null check (kind in ('open', 'click', 'unsubscribe')),
  link_position int,
  at timestamptz not null,
  user_agent text,
  primary key (organization_id, id),
  foreign key (organization_id, campaign_id) references campaigns,
  foreign key (organization_id, delivery_id) references deliveries,
  foreign key (organization_id, campaign_id, link_position) references campaign_links
);
create index engagements_delivery on engagements (organization_id, delivery_id, kind, link_position); -- first click on a link
call make_tenant_table('engagements');

-- People who did it at least once, per campaign.
create table engagement_counts (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  kind text not null check (kind in ('open', 'click', 'unsubscribe')),
  people bigint not null,
  primary key (organization_id, campaign_id, kind),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
);
call make_tenant_table('engagement_counts');

grant select on campaigns, deliveries, delivery_claims to engagex_crossing;
create policy crossing on campaigns for select to engagex_crossing using (true);
create policy crossing on deliveries for select to engagex_crossing using (true);
create policy crossing on delivery_claims for select to engagex_crossing using (true);

-- Campaigns in which something is due and nobody is at it: an audience to freeze, people to mail or to skip, a
-- ledger to close, or a claim whose worker died.
create function due_campaigns() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id, c.id from campaigns c
    where c.status not in ('draft', 'sent') and (c.status = 'launching'
      or exists (select from delivery_claims k
        where k.organization_id = c.organization_id and k.campaign_id = c.id and k.lease_until <= now())
      or (c.status = 'sending'
        and not exists (select from delivery_claims k
          where k.organization_id = c.organization_id and k.campaign_id = c.id)
        and (exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state in ('pending', 'claimed', 'submitting'))
          or exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'deferred' and d.next_attempt_at <= now())
          or not exists (select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
              and d.state = 'deferred')))
      or (c.status = 'cancelled' and exists (
        select from deliveries d where d.organization_id = c.organization_id and d.campaign_id = c.id
          and d.state in ('pending', 'deferred'))))
    order by c.launched_at limit 1000;
  end;
alter function due_campaigns owner to engagex_crossing;
revoke all on function due_campaigns from public;
grant execute on function due_campaigns to engagex_app;
