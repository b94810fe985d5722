-- The state of plus addresses is no address. What a deleted transport takes along is with the service that deletes it.
alter table bounce_mailboxes rename column plus_addresses to plus_state;
drop trigger if exists end_mailbox_of_transport on transports;
drop function if exists end_mailbox_of_transport();
delete from applied_functions where name = 'end_mailbox_of_transport';
