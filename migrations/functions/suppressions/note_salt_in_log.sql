-- Without the salt, nobody could tell after a restore that an address was erased.
create or replace function note_salt_in_log() returns trigger language plpgsql as $$
begin
  insert into preference_log (organization_id, kind, value) values (new.organization_id, 'salt', to_jsonb(encode(new.salt, 'hex')));
  return null;
end $$;

create or replace trigger note_in_log after insert on erasure_salts for each row execute function note_salt_in_log();
