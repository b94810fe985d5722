-- Where bounces of a transport go if it has a mailbox, and whether it takes plus addresses.
create or replace function return_mailbox_of(transport uuid) returns table (address text, takes_plus boolean)
  language sql stable
  begin atomic
    select b.address, b.plus_state = 'work' from bounce_mailboxes b
    where b.organization_id = (select current_organization()) and b.transport_id = transport and b.deleted_at is null;
  end;
