-- Mailboxes to be checked, of every organization, and those whose worker died at it.
create or replace function due_bounce_mailboxes(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select b.organization_id, b.id from bounce_mailboxes b
    where b.next_check_at <= at and (b.checking_until is null or b.checking_until <= at)
    order by b.next_check_at limit 500;
  end;
alter function due_bounce_mailboxes owner to engagex_crossing;
revoke all on function due_bounce_mailboxes from public;
grant execute on function due_bounce_mailboxes to engagex_app;
