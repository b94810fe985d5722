-- Examinations with something to do, of every organization, and those whose worker died at it.
create or replace function due_examinations(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select e.organization_id, e.id from examinations e
    where e.state <> 'done' and e.next_at <= at and (e.working_until is null or e.working_until <= at)
    order by e.next_at limit 200;
  end;
alter function due_examinations owner to engagex_crossing;
revoke all on function due_examinations from public;
grant execute on function due_examinations to engagex_app;
