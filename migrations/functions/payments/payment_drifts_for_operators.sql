-- Where the mirrors differed from Stripe, in all organizations, the newest first. Each was mended as it was found.
create or replace function payment_drifts_for_operators(most int)
  returns table (organization_id uuid, organization_name text, id uuid, about text, field text, stored text, found text, found_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select d.organization_id, o.name, d.id, d.about, d.field, d.stored, d.found, d.found_at
    from payment_drifts d join organizations o on o.id = d.organization_id order by d.id desc limit most;
  end;
alter function payment_drifts_for_operators owner to engagex_crossing;
revoke all on function payment_drifts_for_operators from public;
grant execute on function payment_drifts_for_operators to engagex_app;
