-- Addresses that are suppressed, or let through again, go into the log that outlives the database; of an erased person the hash.
create or replace function note_suppression_in_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into preference_log (organization_id, kind, address_key) values (old.organization_id, 'released', old.address_key);
  else
    insert into preference_log (organization_id, kind, address_key, address_hash, value)
    values (new.organization_id, 'suppressed', new.address_key, new.address_hash,
      jsonb_build_object('reason', new.reason, 'source', new.source, 'createdAt', new.created_at));
  end if;
  return null;
end $$;

create or replace trigger note_in_log_new after insert or update of reason on suppressions for each row execute function note_suppression_in_log();
create or replace trigger note_in_log_gone after delete on suppressions for each row
  when (old.address_key is not null) execute function note_suppression_in_log();
