-- A contact may have no address: other channels come later. What is in these columns is checked at every door.
alter table contacts
  alter column email drop not null,
  add column phone text, -- E.164
  add column language text, -- BCP 47
  add column time_zone text, -- IANA
  add column country text, -- ISO 3166-1 alpha-2
  add column external_id text; -- how the organization's own systems call this person
create unique index contacts_external_id on contacts (organization_id, external_id) where external_id is not null;

-- The custom attributes of an organization's contacts. Values are in contacts.attributes, typed as said here.
create table attribute_definitions (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text collate "C" not null check (name ~ '^[a-z][a-z0-9_]{0,62}$'), -- as templates write it
  label text not null,
  type text not null check (type in ('text', 'number', 'boolean', 'date', 'timestamp', 'list')),
  position int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id)
);
create unique index attribute_definitions_name on attribute_definitions (organization_id, name); -- deleted ones too: their values are still there
call make_tenant_table('attribute_definitions');

-- What contacts have so far is text. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into attribute_definitions (organization_id, name, label, type)
    select distinct organization, key, key, 'text' from contacts c, jsonb_object_keys(c.attributes) key
    where c.organization_id = organization;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
