-- Mailboxes whose turn it is to be read.
create or replace function due_bounce_mailboxes(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id, b.id from bounce_mailboxes b join organizations o on o.id = b.organization_id
    where b.is_enabled and b.deleted_at is null and b.due_at <= at and o.deleted_at is null;
  end;
alter function due_bounce_mailboxes owner to engagex_crossing;
revoke all on function due_bounce_mailboxes from public;
grant execute on function due_bounce_mailboxes to engagex_app;
