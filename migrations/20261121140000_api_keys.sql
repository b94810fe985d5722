create table api_keys (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  name text not null,
  hint text not null, -- the first characters of the key, to recognize it by
  key_hash bytea not null, -- SHA-256; the key itself is shown once and stored nowhere
  scopes text[] not null check (cardinality(scopes) > 0),
  lifetime_days int, -- how long it was meant to live, for the key that replaces it; null for ever
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id)
);
create unique index api_keys_hash on api_keys (key_hash, organization_id); -- for api_key_of_hash
call make_tenant_table('api_keys');

grant select on api_keys to engagex_crossing;
create policy crossing on api_keys for select to engagex_crossing using (true);

-- Whose key this is, as long as it is good.
create function api_key_of_hash(hash bytea) returns table (organization_id uuid, id uuid, scopes text[])
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select k.organization_id, k.id, k.scopes from api_keys k join organizations o on o.id = k.organization_id
    where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
      and o.deleted_at is null;
  end;
alter function api_key_of_hash owner to engagex_crossing;
revoke all on function api_key_of_hash from public;
grant execute on function api_key_of_hash to engagex_app;
