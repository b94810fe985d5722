-- Whose key this is and what it may do, as long as it is good.
create or replace function api_key_of_hash(hash bytea) returns table (organization_id uuid, id uuid, kind text, scopes text[])
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select k.organization_id, k.id, k.kind, k.scopes from api_keys k join organizations o on o.id = k.organization_id
    where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
      and o.deleted_at is null;
  end;
alter function api_key_of_hash owner to engagex_crossing;
revoke all on function api_key_of_hash from public;
grant execute on function api_key_of_hash to engagex_app;
