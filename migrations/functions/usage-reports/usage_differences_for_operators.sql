-- Where ledger, meter and invoice did not come to the same, in all organizations: those that still do not first, then the newest.
create or replace function usage_differences_for_operators(most int)
  returns table (organization_id uuid, organization_name text, id uuid, meter text, invoice_id text, from_at timestamptz, until_at timestamptz,
    entered bigint, frozen bigint, counted numeric, invoiced numeric, found_at timestamptz, settled_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select d.organization_id, o.name, d.id, d.meter, d.invoice_id, d.from_at, d.until_at, d.entered, d.frozen, d.counted, d.invoiced,
      d.found_at, d.settled_at
    from usage_differences d join organizations o on o.id = d.organization_id
    order by d.settled_at is not null, d.id desc limit most;
  end;
alter function usage_differences_for_operators owner to engagex_crossing;
revoke all on function usage_differences_for_operators from public;
grant execute on function usage_differences_for_operators to engagex_app;
