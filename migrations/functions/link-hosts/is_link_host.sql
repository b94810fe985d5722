-- Whether a host is a link host of any organization, retired ones included: mail with it may be in mailboxes.
create or replace function is_link_host(asked text) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select exists (select from link_hosts h where h.host = asked);
  end;
alter function is_link_host owner to engagex_crossing;
revoke all on function is_link_host from public;
grant execute on function is_link_host to engagex_app;
