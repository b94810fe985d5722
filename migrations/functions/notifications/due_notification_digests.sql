-- Digests to hand over, and those whose worker died.
create or replace function due_notification_digests(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select d.organization_id, d.id from notification_digests d
    where d.state in ('pending', 'submitting') and d.due_at <= at order by d.due_at limit 200;
  end;
alter function due_notification_digests owner to engagex_crossing;
revoke all on function due_notification_digests from public;
grant execute on function due_notification_digests to engagex_app;
