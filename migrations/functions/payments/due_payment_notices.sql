-- Mail about payments to hand over, and that whose worker died.
create or replace function due_payment_notices(at timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select n.organization_id, n.id from payment_notices n
    where n.state in ('pending', 'submitting') and n.due_at <= at order by n.due_at limit 200;
  end;
alter function due_payment_notices owner to engagex_crossing;
revoke all on function due_payment_notices from public;
grant execute on function due_payment_notices to engagex_app;
