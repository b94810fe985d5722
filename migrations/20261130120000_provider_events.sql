-- How the provider behind a transport reports what became of messages: its webhook, at most one for each transport.
create table event_hooks (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null, -- of the transport; part of the URL
  provider text not null check (provider in ('sendgrid', 'ses', 'postmark', 'mailgun', 'webhook')),
  verification_key text, -- SendGrid's public key
  topic_arn text, -- of Amazon SNS; messages of other topics are rejected, whoever signed them
  secret_encrypted bytea,
  secret_key_id text, -- which key it was sealed with
  last_event_at timestamptz,
  received bigint not null default 0, -- events stored, each once
  ignored bigint not null default 0, -- events that say nothing about delivery
  foreign_events bigint not null default 0, -- events about messages of others
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id),
  foreign key (organization_id, id) references transports,
  check ((secret_encrypted is null) = (secret_key_id is null)),
  check ((provider = 'sendgrid') = (verification_key is not null)),
  check ((provider = 'ses') = (topic_arn is not null)),
  check ((provider in ('postmark', 'mailgun', 'webhook')) = (secret_encrypted is not null))
);
call make_tenant_table('event_hooks');
create index event_hooks_of_id on event_hooks (id); -- for organization_of_event_hook

-- What providers reported, as they wrote it: stored before the webhook is answered, applied a moment later.
create table provider_events (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  hook_id uuid not null,
  source_id text not null, -- what the provider calls it, so that what is sent twice counts once
  delivery_id uuid not null, -- a delivery or a single message; no foreign key: the provider says so, and may be wrong
  payload text not null, -- JSON
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  outcome text check (outcome in ('reported', 'unsubscribed', 'foreign', 'unreadable')),
  primary key (organization_id, id),
  foreign key (organization_id, hook_id) references event_hooks,
  check ((applied_at is null) = (outcome is null))
);
call make_tenant_table('provider_events');
create unique index provider_events_source on provider_events (organization_id, hook_id, source_id); -- store
create index provider_events_waiting on provider_events (organization_id, id) where (applied_at is null); -- apply, due_provider_events
create index provider_events_delivery on provider_events (organization_id, delivery_id); -- everything held about a person
create index provider_events_applied on provider_events (applied_at) where (applied_at is not null); -- forgettable_provider_events, forget

grant select on event_hooks, provider_events to engagex_crossing;
create policy crossing on event_hooks for select to engagex_crossing using (true);
create policy crossing on provider_events for select to engagex_crossing using (true);
