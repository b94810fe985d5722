-- Who changed what: one entry per change, chained by hashes within an organization. Nobody may change or delete one.
create table audit_entries (
  organization_id uuid not null default current_organization(), -- exists: audit_heads, which every entry moves on, refers to it
  seq bigint not null, -- from 1, without gaps
  at timestamptz not null, -- never before that of the entry before it
  actor_kind text not null check (actor_kind in ('user', 'key')),
  actor_id uuid not null,
  actor_name text not null, -- as it was then
  action text not null, -- the operation: contacts.update
  object_type text not null, -- the noun: contacts
  object_id uuid,
  object_name text, -- what people recognize it by, as it was then
  before jsonb,
  after jsonb,
  request_id text not null,
  address text, -- of the client
  previous_hash bytea not null,
  hash bytea not null,
  primary key (organization_id, seq) -- list: newest first
);
create index audit_entries_actor on audit_entries (organization_id, actor_id, seq); -- list: what this person did
create index audit_entries_object_type on audit_entries (organization_id, object_type, seq); -- list: what happened to contacts
create index audit_entries_object on audit_entries (organization_id, object_id, seq) where object_id is not null; -- list: one thing
create index audit_entries_at on audit_entries (organization_id, at, seq); -- list: where a day begins and ends
call make_tenant_table('audit_entries');
revoke insert, update, delete on audit_entries from engagex_app;

-- The last entry of each organization's chain. Locked by whoever appends, so entries of one organization queue up here.
create table audit_heads (
  organization_id uuid not null default current_organization() references organizations,
  seq bigint not null default 0,
  at timestamptz not null default '-infinity',
  hash bytea not null default decode(repeat('00', 32), 'hex'), -- what the first entry has before it
  primary key (organization_id)
);
call make_tenant_table('audit_heads');
revoke all on audit_heads from engagex_app;

grant select, insert, delete on audit_entries to engagex_crossing;
grant select, insert, update, delete on audit_heads to engagex_crossing;
grant select (id, name, email) on users to engagex_crossing;

-- SHA-256 over the hash before and everything the entry says. JSON keeps the fields apart whatever they contain; times
-- and hashes are written out here, so no setting of the session (TimeZone, bytea_output) can change the result.
create function audit_entry_hash(e audit_entries) returns bytea language sql stable as $$
  select sha256(e.previous_hash || convert_to(jsonb_build_array(
    e.organization_id, e.seq, (extract(epoch from e.at) * 1000000)::bigint, e.actor_kind, e.actor_id, e.actor_name,
    e.action, e.object_type, e.object_id, e.object_name, e.before, e.after, e.request_id, e.address)::text, 'UTF8'))
$$;

-- Appends the entry with everything but its place in the chain to the log of the current organization.
create function chain_audit_entry(e audit_entries) returns void language plpgsql as $$
declare head audit_heads;
begin
  select * into head from audit_heads where organization_id = current_organization() for update;
  if not found then
    insert into audit_heads default values on conflict do nothing; -- somebody else may be writing the first entry just now
    select * into strict head from audit_heads where organization_id = current_organization() for update;
  end if;
  e.organization_id := head.organization_id;
  e.seq := head.seq + 1;
  e.at := greatest(clock_timestamp(), head.at); -- after the lock: the order of the entries is the order of their times
  e.previous_hash := head.hash;
  e.hash := audit_entry_hash(e);
  insert into audit_entries values (e.*);
  update audit_heads set seq = e.seq, at = e.at, hash = e.hash where organization_id = e.organization_id;
end $$;
revoke all on function chain_audit_entry from public;
grant execute on function chain_audit_entry to engagex_crossing;

-- The only way the application writes an entry. The transaction should end soon after, since it holds the head.
create function append_audit_entry(
  actor_kind text, actor_id uuid, actor_name text, action text, object_type text, object_id uuid, object_name text,
  before jsonb, after jsonb, request_id text, address text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare e audit_entries;
begin
  e.actor_kind := actor_kind;
  e.actor_id := actor_id;
  e.actor_name := actor_name;
  e.action := action;
  e.object_type := object_type;
  e.object_id := object_id;
  e.object_name := object_name;
  e.before := before;
  e.after := after;
  e.request_id := request_id;
  e.address := address;
  perform chain_audit_entry(e);
end $$;
alter function append_audit_entry owner to engagex_crossing;
revoke all on function append_audit_entry from public;
grant execute on function append_audit_entry to engagex_app;

-- A person's change to their own account concerns every organization they are in. In the order of their ids, so that
-- two such changes cannot wait for each other.
create function append_account_entry(
  user_id uuid, action text, before jsonb, after jsonb, request_id text, address text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  person record;
  place uuid;
  outer_organization text := coalesce(current_setting('app.organization_id', true), '');
begin
  select u.name, u.email into strict person from users u where u.id = user_id;
  for place in
    select m.organization_id from memberships m where m.user_id = append_account_entry.user_id order by m.organization_id
  loop
    perform set_config('app.organization_id', place::text, true);
    perform append_audit_entry('user', user_id, person.name, action, split_part(action, '.', 1), user_id, person.email,
      before, after, request_id, address);
  end loop;
  perform set_config('app.organization_id', outer_organization, true);
end $$;
alter function append_account_entry owner to engagex_crossing;
revoke all on function append_account_entry from public;
grant execute on function append_account_entry to engagex_app;

-- For the end of a deleted organization, when everything of it goes: up to so many of its entries, and the head once
-- none is left. How many went.
create function purge_audit_entries(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare gone int;
begin
  if not exists (
    select from organizations o where o.id = current_organization() and o.deleted_at is not null and o.deletes_at <= now()
  ) then
    raise exception 'The log of an organization that was not deleted stays.' using errcode = 'restrict_violation';
  end if;
  with purged as (
    delete from audit_entries where organization_id = current_organization() and ctid = any (array(
      select ctid from audit_entries where organization_id = current_organization() limit most)) returning 1
  ) select count(*) into gone from purged;
  if gone = 0 then delete from audit_heads where organization_id = current_organization(); end if;
  return gone;
end $$;
alter function purge_audit_entries owner to engagex_crossing;
revoke all on function purge_audit_entries from public;
grant execute on function purge_audit_entries to engagex_app;
