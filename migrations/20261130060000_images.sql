-- Pictures for messages. The bytes are in the files of the organization, under their hash, which is also in their address.
create table images (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'), -- of what is served
  type text not null check (type in ('image/jpeg', 'image/png', 'image/gif')),
  width int not null check (width > 0),
  height int not null check (height > 0),
  frames int not null check (frames > 0),
  bytes int not null check (bytes > 0),
  name text not null,
  alt text not null default '', -- what new uses begin with
  used_at timestamptz, -- when something first showed it: messages made with that may be in mailboxes, so its bytes stay
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  deleted_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, sha256)
);
call make_tenant_table('images');

create index images_listed on images (organization_id, id desc) where deleted_at is null;
comment on index images_listed is 'list';
create index images_to_remove on images (deleted_at) where deleted_at is not null and used_at is null;
comment on index images_to_remove is 'deleted images that nothing ever showed';

-- Which of them a sweep removes, of every organization.
grant select (organization_id, id, deleted_at, used_at) on images to engagex_crossing;
create policy crossing on images for select to engagex_crossing using (true);
