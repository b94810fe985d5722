-- Appends the entry with everything but its place in the chain to the log of the current organization.
create or replace function chain_audit_entry(e audit_entries) returns void language plpgsql as $$
declare head audit_heads;
begin
  select * into head from audit_heads where organization_id = current_organization() for update;
  if not found then
    insert into audit_heads default values on conflict do nothing; -- somebody else may be writing the first entry just now
    select * into strict head from audit_heads where organization_id = current_organization() for update;
  end if;
  e.organization_id := head.organization_id;
  e.seq := head.seq + 1;
  e.at := greatest(clock_timestamp(), head.at); -- after the lock: the order of the entries is the order of their times
  e.previous_hash := head.hash;
  e.hash := audit_entry_hash(e);
  insert into audit_entries values (e.*);
  update audit_heads set seq = e.seq, at = e.at, hash = e.hash where organization_id = e.organization_id;
end $$;
revoke all on function chain_audit_entry from public;
grant execute on function chain_audit_entry to engagex_crossing;
