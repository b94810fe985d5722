-- Organizations whose state at Stripe is to be fetched or compared ($2: not compared since), whose request was left open by a process
-- that died, or whose owners are to be reminded of something.
create or replace function due_payments(at timestamptz, compared_before timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct due.organization_id, due.organization_id from (
      select c.organization_id from payment_customers c where c.wanted > c.done and c.claimed_until <= at
      union all
      select c.organization_id from payment_customers c where c.reconciled_at <= compared_before and c.claimed_until <= at
      union all
      select c.organization_id from payment_customers c where c.remind_at <= at
      union all
      select r.organization_id from payment_requests r where r.state = 'open' and r.claimed_until <= at
    ) as due limit 200;
  end;
alter function due_payments owner to engagex_crossing;
revoke all on function due_payments from public;
grant execute on function due_payments to engagex_app;
