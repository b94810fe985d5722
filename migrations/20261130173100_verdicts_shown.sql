-- How far judging again is, what it came to, and how many hits there are for each reason.
alter table judgements
  add column deliveries int, -- with opens or clicks; null until the first are judged
  add column judged int not null default 0,
  add column opens_to_machines int not null default 0,
  add column clicks_to_machines int not null default 0,
  add column opens_to_people int not null default 0,
  add column clicks_to_people int not null default 0;

create table judgement_results (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  finished_at timestamptz not null default now(),
  rules smallint not null,
  deliveries int not null,
  opens_to_machines int not null,
  clicks_to_machines int not null,
  opens_to_people int not null,
  clicks_to_people int not null,
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaigns
);
comment on table judgement_results is 'What it came to when the opens and clicks of a campaign were judged again the last time.';
call make_tenant_table('judgement_results');

create table campaign_hit_reasons (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  kind text not null check (kind in ('open', 'click', 'machine_open', 'machine_click')),
  reason text not null check (reason ~ '^[a-z_]+$'), -- the strongest of a hit; none when nothing was noticed
  hits bigint not null,
  primary key (organization_id, campaign_id, kind, reason),
  foreign key (organization_id, campaign_id) references campaigns
);
comment on table campaign_hit_reasons is 'Hits of each campaign by what they were taken for and the strongest reason. Adds up to campaign_hits.';
call make_tenant_table('campaign_hit_reasons');

-- What has been stored so far. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into campaign_hit_reasons (organization_id, campaign_id, kind, reason, hits)
    select organization, e.campaign_id, e.kind, coalesce((
        select r from unnest(array['head_request', 'head_twin', 'scanner', 'program', 'gateway_network', 'before_acceptance', 'too_soon',
          'many_links', 'two_at_once', 'every_link', 'same_program', 'privacy_proxy', 'bare_name', 'no_name', 'cloud_network',
          'mailbox_network', 'within_seconds', 'within_half_a_minute', 'not_opened', 'gateway_mailbox', 'old_browser', 'image_proxy',
          'private_relay']) with ordinality as o (r, n)
        where r = any (e.reasons) order by n limit 1), 'none'), count(*)
    from engagements e where e.kind in ('open', 'click', 'machine_open', 'machine_click') group by 2, 3, 4;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
