alter table organizations
  add column time_zone text not null default 'UTC', -- IANA; where its days begin
  add column logo bytea check (octet_length(logo) <= 102400),
  add column logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp')),
  add column logo_key text collate "C" generated always as (left(encode(sha256(logo), 'hex'), 16)) stored, -- changes with the picture
  add column delete_requested_at timestamptz,
  add column delete_requested_by_id uuid references users,
  add column deletes_at timestamptz, -- until then it can be kept; then the worker deletes everything of it
  add check ((logo is null) = (logo_type is null)),
  add check ((delete_requested_at is null) = (deletes_at is null)),
  add check (deleted_at is null or deletes_at is not null);
create index organizations_deletes_at on organizations (deletes_at) where deletes_at is not null; -- for due_organization_deletions

alter table users
  add column time_zone text, -- IANA; null for the organization's
  add column language text; -- how dates and numbers are written; null for the browser's English

-- The same as before, with what every page of an organization shows.
drop function organizations_of_user;
create function organizations_of_user(wanted uuid)
  returns table (id uuid, name text, role text, time_zone text, logo_key text, deletes_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.name, m.role, o.time_zone, o.logo_key, o.deletes_at
    from memberships m join organizations o on o.id = m.organization_id
    where m.user_id = wanted and o.deleted_at is null order by m.created_at, o.id;
  end;
alter function organizations_of_user owner to engagex_crossing;
revoke all on function organizations_of_user from public;
grant execute on function organizations_of_user to engagex_app;

-- Organizations whose time to be kept is over, until nothing of them is left.
create function due_organization_deletions() returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.id from organizations o where o.deletes_at <= now() order by o.deletes_at limit 100;
  end;
alter function due_organization_deletions owner to engagex_crossing;
revoke all on function due_organization_deletions from public;
grant execute on function due_organization_deletions to engagex_app;

-- The last step of a deletion: the row of the transaction's own organization, which nobody can enter any more. As long
-- as anything still points at it, the foreign keys refuse.
grant delete on organizations to engagex_crossing;
create function end_organization() returns setof uuid
  language sql volatile security definer set search_path = public, pg_temp
  begin atomic
    delete from organizations o
    where o.id = current_organization() and o.deleted_at is not null and o.deletes_at <= now() returning o.id;
  end;
alter function end_organization owner to engagex_crossing;
revoke all on function end_organization from public;
grant execute on function end_organization to engagex_app;
