-- Whose link this is, as long as it can be used.
create or replace function invitation_of_token(hash bytea) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from invitations i
    where i.token_hash = hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > now();
  end;
alter function invitation_of_token owner to engagex_crossing;
revoke all on function invitation_of_token from public;
grant execute on function invitation_of_token to engagex_app;
