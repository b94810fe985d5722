-- Scanners and other machines follow links and fetch pixels, too. Their hits are kept under kinds of their own, so that
-- whatever counts people counts people only, and with what tells them: a later, better judgement can be made from it.
alter table engagements
  drop constraint engagements_kind_check,
  add constraint engagements_kind_check check (kind in ('open', 'click', 'unsubscribe', 'machine-open', 'machine-click')),
  add column seconds_after real, -- from the acceptance, or the hand-over when that is all that is known; null before either
  add column agent text check (agent in ('browser', 'image proxy', 'privacy proxy', 'scanner', 'none')), -- by its name
  add column network text check (network in ('mailbox provider', 'cloud', 'unknown')), -- of the address, which is not kept
  add column is_head boolean not null default false,
  add column is_burst boolean not null default false; -- among hits on three links or more of one message within ten seconds

-- The clicks of the last seconds are found without reading all of a message.
drop index engagements_delivery;
create index engagements_delivery on engagements (organization_id, delivery_id, kind, link_position, at); -- first click on a link, bursts

alter table campaign_links add column machine_clicks bigint not null default 0; -- part of `clicks`

-- Hits, not people: how many of each kind a campaign had.
create table campaign_hits (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  kind text not null check (kind in ('open', 'click', 'machine-open', 'machine-click')),
  hits bigint not null,
  primary key (organization_id, campaign_id, kind),
  foreign key (organization_id, campaign_id) references campaigns
);
call make_tenant_table('campaign_hits');

-- The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into campaign_hits (organization_id, campaign_id, kind, hits)
    select organization, campaign_id, kind, count(*) from engagements
    where organization_id = organization and kind in ('open', 'click') group by 2, 3;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
