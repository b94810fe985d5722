-- Rules that are applied to what is stored: first only to see what would change, then for good.
create table rule_replays (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('privacy', 'attribution')),
  state text not null default 'checking' check (state in ('checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed')),
  rules jsonb not null, -- as they were when somebody asked
  preview jsonb, -- what would change
  place jsonb, -- up to here it is done; a crash goes on here
  examined bigint not null default 0,
  changed bigint not null default 0,
  problem text, -- why it failed
  asked_at timestamptz not null default now(),
  asked_by_id uuid references users,
  applied_by_id uuid references users,
  finished_at timestamptz,
  primary key (organization_id, id)
);
call make_tenant_table('rule_replays');
create unique index rule_replays_running on rule_replays (organization_id, kind) where state in ('checking', 'applying', 'undoing');
comment on index rule_replays_running is 'one at a time of each kind';
create index rule_replays_kind on rule_replays (organization_id, kind, id desc);
comment on index rule_replays_kind is 'the latest of a kind';
create index rule_replays_due on rule_replays (asked_at) where state in ('checking', 'applying', 'undoing');
comment on index rule_replays_due is 'what is under way, of every organization';
grant select (organization_id, id, state, asked_at) on rule_replays to engagex_crossing;
create policy crossing on rule_replays for select to engagex_crossing using (true);

create table conversion_decisions (
  organization_id uuid not null default current_organization() references organizations,
  replay_id uuid not null,
  conversion_id uuid not null,
  outcome text check (outcome in ('attributed', 'no_contact', 'no_touch', 'touch_too_old', 'touch_later')),
  campaign_id uuid,
  delivery_id uuid,
  touch text check (touch in ('click', 'open')),
  touched_at timestamptz,
  link_position int,
  via text check (via in ('contact', 'browser')),
  decided_at timestamptz not null,
  primary key (organization_id, replay_id, conversion_id), -- undo, in order
  foreign key (organization_id, conversion_id) references conversions on delete cascade,
  foreign key (organization_id, campaign_id) references campaigns
);
call make_tenant_table('conversion_decisions');
comment on table conversion_decisions is 'Decisions that a replay of the rules replaced.';
create index conversion_decisions_conversion on conversion_decisions (organization_id, conversion_id);
comment on index conversion_decisions_conversion is 'foreign key';
create index conversion_decisions_campaign on conversion_decisions (organization_id, campaign_id) where campaign_id is not null;
comment on index conversion_decisions_campaign is 'foreign key';
