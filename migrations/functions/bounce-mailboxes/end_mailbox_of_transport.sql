-- A transport that is deleted takes its mailbox along, and the password with it.
create or replace function end_mailbox_of_transport() returns trigger language plpgsql as $$
begin
  delete from bounce_mailboxes b where b.organization_id = new.organization_id and b.transport_id = new.id;
  return null;
end $$;
create or replace trigger end_mailbox_of_transport after update of deleted_at on transports for each row
  when (new.deleted_at is not null) execute function end_mailbox_of_transport();
