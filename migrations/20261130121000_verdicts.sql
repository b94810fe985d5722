-- Why an open or a click was taken for a person's or a machine's, and by which version of the rules: what was judged by an
-- older one can be judged again from what was noted of the hit.
alter table engagements
  add column reasons text[] not null default '{}',
  add column rules smallint, -- null for hits judged before there were versions
  add column is_before_acceptance boolean not null default false, -- it came while the message was still being handed over
  drop constraint engagements_agent_check,
  add constraint engagements_agent_check
    check (agent in ('browser', 'image_proxy', 'privacy_proxy', 'scanner', 'program', 'none')),
  drop constraint engagements_network_check,
  add constraint engagements_network_check
    check (network in ('mailbox_provider', 'cloud', 'privacy_relay', 'security_gateway', 'unknown'));

-- The security gateway in front of a domain's mailboxes: it follows links before anybody reads them.
alter table receiving_domains add column gateway text
  check (gateway in ('proofpoint', 'mimecast', 'barracuda', 'microsoft', 'cisco', 'symantec'));

-- Campaigns whose opens and clicks are to be judged again, because the rules have changed: a row goes when it is done.
create table judgements (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  asked_at timestamptz not null default now(),
  after_id uuid, -- up to this delivery it is done; a crash begins again here
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaigns
);
call make_tenant_table('judgements');
grant select on judgements to engagex_crossing;
create policy crossing on judgements for select to engagex_crossing using (true);
