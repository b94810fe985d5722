alter table templates
  add column languages jsonb; -- what a visual template says in other languages, made of its document; null: it names no language
alter table campaign_contents
  add column language text; -- in which dates and numbers are written; null: English, for older campaigns

-- The same in other languages, for people who read them. Everybody else gets the row of campaign_contents.
create table campaign_translations (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  variant smallint not null,
  language text not null,
  subject text not null,
  html text not null,
  text text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, campaign_id, variant, language),
  foreign key (organization_id, campaign_id, variant) references campaign_contents on delete cascade
);
call make_tenant_table('campaign_translations');

alter table pre_flight_findings drop constraint pre_flight_findings_kind_check,
  add constraint pre_flight_findings_kind_check check (kind in ('empty', 'broken_link', 'clipped', 'failed', 'other_language'));
