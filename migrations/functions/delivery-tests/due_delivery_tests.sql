-- Delivery tests with something to do, of every organization, and those whose worker died at it.
create or replace function due_delivery_tests(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select dt.organization_id, dt.id from delivery_tests dt
    where dt.state <> 'done' and dt.next_at <= at and (dt.working_until is null or dt.working_until <= at)
    order by dt.next_at limit 200;
  end;
alter function due_delivery_tests owner to engagex_crossing;
revoke all on function due_delivery_tests from public;
grant execute on function due_delivery_tests to engagex_app;
