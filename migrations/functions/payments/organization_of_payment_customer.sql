-- Whose customer at Stripe it is; null for one that is not ours.
create or replace function organization_of_payment_customer(wanted_id text) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select c.organization_id from payment_customers c where c.customer_id = wanted_id limit 1;
  end;
alter function organization_of_payment_customer owner to engagex_crossing;
revoke all on function organization_of_payment_customer from public;
grant execute on function organization_of_payment_customer to engagex_app;
