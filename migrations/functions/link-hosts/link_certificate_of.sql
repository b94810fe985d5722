-- The certificate of a host that is good for longest: two organizations have the same host while a domain changes hands.
create or replace function link_certificate_of(asked text)
  returns table (link_host_id uuid, certificate text, private_key bytea, expires_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.link_host_id, c.certificate, c.private_key, c.expires_at
    from link_hosts h join link_certificates c on c.organization_id = h.organization_id and c.link_host_id = h.id
    where h.host = asked order by c.expires_at desc limit 1;
  end;
alter function link_certificate_of owner to engagex_crossing;
revoke all on function link_certificate_of from public;
grant execute on function link_certificate_of to engagex_app;
