-- A secret key is for programs on servers. A public one stands in web pages, where everybody can read it, so it may
-- collect events and nothing else; and no secret key gets that silently.
alter table api_keys
  add column kind text not null default 'secret' check (kind in ('secret', 'public')),
  add check ((kind = 'public') = ('events:write' = any (scopes))),
  add check (kind = 'secret' or cardinality(scopes) = 1);
alter table api_keys alter column kind drop default;

drop function api_key_of_hash;
create function api_key_of_hash(hash bytea) returns table (organization_id uuid, id uuid, kind text, scopes text[])
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select k.organization_id, k.id, k.kind, k.scopes from api_keys k join organizations o on o.id = k.organization_id
    where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
      and o.deleted_at is null;
  end;
alter function api_key_of_hash owner to engagex_crossing;
revoke all on function api_key_of_hash from public;
grant execute on function api_key_of_hash to engagex_app;
