-- Lets mail go out again once every organization of a restore is settled. How many holds ended.
create or replace function release_sending() returns int
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare released int;
begin
  update sending_holds h set released_at = now() where h.released_at is null and h.log <> 'awaited'
    and not exists (select from restored_organizations r where r.hold_id = h.id and r.settled_at is null);
  get diagnostics released = row_count;
  return released;
end $$;
alter function release_sending owner to engagex_crossing;
revoke all on function release_sending from public;
grant execute on function release_sending to engagex_app;
