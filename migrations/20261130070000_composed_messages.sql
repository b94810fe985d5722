-- What a message refers to and cannot be made again later, because the person or the template may have changed: where the
-- links lead whose address depends on the person, and what a message that can be viewed in a browser said.
create table composed_messages (
  organization_id uuid not null default current_organization() references organizations,
  delivery_id uuid not null,
  targets jsonb not null default '[]', -- [{position, url}, …]: a tracked address names one of them by its number
  html_values jsonb, -- what stands between the pieces of the campaign's HTML; null where the message has no link to view it
  html_pieces text, -- hash of these pieces: the values mean nothing between others
  composed_at timestamptz not null default now(),
  primary key (organization_id, delivery_id),
  foreign key (organization_id, delivery_id) references deliveries not enforced -- a look-up and a lock per message
);
call make_tenant_table('composed_messages');

-- Which of a message's personal links was followed.
alter table engagements add column link_number int;

-- Where answers to a campaign go, when that is not where it comes from; what is shown after its subject, instead of the
-- template's; and what its links are marked with for analytics programs: {source, medium, campaign, term, content}.
alter table campaigns
  add column reply_to text not null default '',
  add column preheader text not null default '',
  add column utm jsonb;
alter table organizations add column utm jsonb; -- of new campaigns; null for none
