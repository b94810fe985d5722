-- Who events belong to, apart from contacts: people are never mailed. A person's id is computed of the id they were
-- received with, so events point at people before anybody has looked at them, and for ever.
create table people (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null,
  kind text not null check (kind in ('anonymous', 'known')),
  key text collate "C" not null, -- the id as it was received: of a device, or the organization's own
  contact_id uuid, -- who gets the events; of an anonymous person that of the known one it is part of
  traits jsonb not null default '{}', -- told by a secret key
  trait_events jsonb not null default '{}', -- which event told each of them, and when
  claimed_traits jsonb not null default '{}', -- told by a browser, which anybody can make say anything
  claimed_trait_events jsonb not null default '{}',
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null check (last_seen_at >= first_seen_at),
  primary key (organization_id, id),
  unique (organization_id, id, kind),
  foreign key (organization_id, contact_id) references contacts on delete set null (contact_id)
);
call make_tenant_table('people');
create index people_contact on people (organization_id, contact_id) where contact_id is not null;
comment on index people_contact is 'the people of a contact; foreign key';
create index people_last_seen on people (organization_id, last_seen_at, id);
comment on index people_last_seen is 'list';
create index people_key on people (organization_id, key);
comment on index people_key is 'search by the start of an id';

-- Who turned out to be whom. Only an anonymous person becomes part of a known one, so there are neither chains nor circles:
-- a link always leads to the person to show.
create table person_links (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  person_id uuid not null,
  person_kind text not null default 'anonymous' check (person_kind = 'anonymous'),
  into_id uuid not null,
  into_kind text not null default 'known' check (into_kind = 'known'),
  reason text not null check (reason in ('identify', 'alias')),
  event_id uuid not null, -- the first event that says so; no foreign key: events go with their partition
  event_at timestamptz not null, -- when it was received
  linked_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_reason text check (undone_reason in ('member', 'earlier_event')),
  undone_by_id uuid references users,
  primary key (organization_id, id),
  foreign key (organization_id, person_id, person_kind) references people (organization_id, id, kind),
  foreign key (organization_id, into_id, into_kind) references people (organization_id, id, kind),
  check ((undone_at is null) = (undone_reason is null))
);
call make_tenant_table('person_links');
create unique index person_links_active on person_links (organization_id, person_id) include (into_id) where undone_at is null;
comment on index person_links_active is 'who somebody is today';
create index person_links_person on person_links (organization_id, person_id);
comment on index person_links_person is 'history of a person; foreign key';
create index person_links_into on person_links (organization_id, into_id);
comment on index person_links_into is 'who is part of a person; foreign key';

-- Merges that were not made, and why: shown to members, who know whether the ids are of one person.
create table refused_merges (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  person_id uuid not null,
  other_id uuid not null, -- a person, or for other_contact a contact
  reason text not null check (reason in ('both_known', 'shared_device', 'undone_by_member', 'other_contact')),
  event_id uuid not null, -- the last that asked for it
  times bigint not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, person_id, other_id, reason),
  foreign key (organization_id, person_id) references people
);
call make_tenant_table('refused_merges');

create table people_settings (
  organization_id uuid primary key default current_organization() references organizations,
  creates_contacts boolean not null default false, -- of people whom a secret key identifies with an address or id
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users
);
call make_tenant_table('people_settings');
