-- No import and no edit brings a merged row back as somebody of its own.
create or replace function stay_merged() returns trigger language plpgsql as $$
begin
  new.deleted_at := coalesce(new.deleted_at, old.deleted_at, now());
  return new;
end $$;

create or replace trigger stay_merged before update of deleted_at on contacts for each row
  when (new.merged_into_id is not null and new.deleted_at is null) execute function stay_merged();
