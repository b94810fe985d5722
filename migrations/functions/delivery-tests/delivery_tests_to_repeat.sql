-- Delivery tests after which the next one is due, of every organization.
create or replace function delivery_tests_to_repeat(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select dt.organization_id, dt.id from delivery_tests dt where dt.repeats_at <= at order by dt.repeats_at limit 200;
  end;
alter function delivery_tests_to_repeat owner to engagex_crossing;
revoke all on function delivery_tests_to_repeat from public;
grant execute on function delivery_tests_to_repeat to engagex_app;
