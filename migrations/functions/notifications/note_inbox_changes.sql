-- What was read, or is over before it was told, changes the count of unread notifications: a new version of the inbox.
create or replace function note_inbox_changes() returns trigger language plpgsql as $$
begin
  perform from inboxes i where exists (
    select from before b join after a using (organization_id, id)
    where a.organization_id = i.organization_id and a.user_id = i.user_id
      and ((a.read_at is null) <> (b.read_at is null) or (a.state = 'dropped') <> (b.state = 'dropped')))
  order by i.user_id for update;
  update inboxes i set version = version + 1 where exists (
    select from before b join after a using (organization_id, id)
    where a.organization_id = i.organization_id and a.user_id = i.user_id
      and ((a.read_at is null) <> (b.read_at is null) or (a.state = 'dropped') <> (b.state = 'dropped')));
  return null;
end $$;
revoke all on function note_inbox_changes from public;

create or replace trigger note_inbox_changes after update on notifications
  referencing old table as before new table as after for each statement execute function note_inbox_changes();
