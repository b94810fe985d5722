-- When an organization moves to another time zone, its dashboards are due by the new clocks.
create or replace function note_zone_of_schedules() returns trigger language plpgsql as $$
begin
  update dashboard_schedules set zone_changed = true where organization_id = new.id and next_due_at is not null;
  return null;
end $$;
create or replace trigger note_zone_of_schedules after update of time_zone on organizations for each row
  when (old.time_zone is distinct from new.time_zone) execute function note_zone_of_schedules();
