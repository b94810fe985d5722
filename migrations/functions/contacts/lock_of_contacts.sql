-- Contacts that are removed and contacts that come into a ledger wait for each other by organization, not one by one.
create or replace function lock_of_contacts(organization uuid) returns bigint language sql immutable
  return hashtextextended('contacts ' || organization, 0);
