-- Organizations that keep what messages composed before this time said: one look-up in the index for each.
create or replace function organizations_with_old_messages(before timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select o.id, o.id from organizations o
    where exists (select from composed_messages m
      where m.organization_id = o.id and m.html_values is not null and m.composed_at < before)
    order by o.id limit 1000;
  end;
alter function organizations_with_old_messages owner to engagex_crossing;
revoke all on function organizations_with_old_messages from public;
grant execute on function organizations_with_old_messages to engagex_app;
