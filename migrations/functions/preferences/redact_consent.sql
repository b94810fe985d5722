-- Takes addresses out of what the ledger of consent says of others: nobody may change it but this, and only like this.
-- How many entries.
create or replace function redact_consent(keys text[], patterns text[], secret text) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare redacted int;
begin
  update consent_entries e set
    was = without_addresses(e.was, patterns, secret),
    became = without_addresses(e.became, patterns, secret),
    wording = without_addresses(e.wording, patterns, secret),
    address = without_addresses(e.address, patterns, secret)
  where e.organization_id = current_organization() and exists (
    select from unnest(keys) key where strpos(lower(concat_ws(E'\n', e.was, e.became, e.wording, e.address)), key) > 0);
  get diagnostics redacted = row_count;
  return redacted;
end $$;
alter function redact_consent owner to engagex_crossing;
revoke all on function redact_consent from public;
grant execute on function redact_consent to engagex_app;
