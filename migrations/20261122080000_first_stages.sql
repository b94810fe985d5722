-- The first people of an audience, and what is decided by what they do: which variant the rest gets, or whether the
-- rest gets anything at all.
alter table campaigns
  add column test jsonb,                 -- variants, how many get them, and how the winner is found
  add column rollout jsonb,              -- how many come first, how long the rest is held, and the limits
  add column first_stage bigint,         -- people in the first stage; frozen with the audience
  add column held_since timestamptz,     -- everyone of the first stage has been tried; wake_at says until when
  add column decision jsonb,             -- what was decided about the rest, when and why
  add column chosen_variant smallint check (chosen_variant between 0 and 4), -- what the rest gets
  add column acknowledged jsonb;         -- the rates at which a person let the campaign go on

-- Only the people of a test have a variant of their own.
alter table deliveries add column variant smallint check (variant between 0 and 4);
create index deliveries_variant on deliveries (organization_id, campaign_id, variant)
  include (accepted_at, opened_at, clicked_at) where variant is not null; -- compare variants
create index engagements_unsubscribe on engagements (organization_id, campaign_id, delivery_id) where kind = 'unsubscribe'; -- compare variants

-- Links of all variants of a campaign are in one list; a variant's content names its own by position.
alter table campaign_contents
  add column variant smallint not null default 0 check (variant between 0 and 4),
  add column sender_name text; -- null: the campaign's
alter table campaign_contents drop constraint campaign_contents_pkey, add primary key (organization_id, campaign_id, variant);

-- What came back for a message that had been accepted, each kind at most once per message.
create table delivery_returns (
  organization_id uuid not null default current_organization() references organizations,
  delivery_id uuid not null,
  kind text not null check (kind in ('bounce', 'complaint')),
  campaign_id uuid not null,
  at timestamptz not null default now(),
  primary key (organization_id, delivery_id, kind),
  foreign key (organization_id, delivery_id) references deliveries,
  foreign key (organization_id, campaign_id) references campaigns
);
call make_tenant_table('delivery_returns');

-- Counted beside opens and clicks, whichever code stores them.
alter table engagement_counts drop constraint engagement_counts_kind_check,
  add check (kind in ('open', 'click', 'unsubscribe', 'bounce', 'complaint'));
create function count_returns() returns trigger language plpgsql as $$
begin
  insert into engagement_counts as c (organization_id, campaign_id, kind, people)
  select organization_id, campaign_id, kind, count(*) from after_rows group by 1, 2, 3 order by 1, 2, 3
  on conflict (organization_id, campaign_id, kind) do update set people = c.people + excluded.people;
  return null;
end $$;
create trigger count_returned after insert on delivery_returns
  referencing new table as after_rows for each statement execute function count_returns();

-- When a campaign pauses by itself, in percent of the messages that were answered, once so many were.
alter table organizations
  add column pause_at_bounces numeric(5, 2) not null default 5 check (pause_at_bounces between 0.01 and 100),
  add column pause_at_complaints numeric(5, 2) not null default 0.1 check (pause_at_complaints between 0.01 and 100),
  add column pause_from int not null default 500 check (pause_from between 1 and 1000000);
