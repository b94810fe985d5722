-- The tenant of the running transaction, set by libs/tenancy; null outside one (after a transaction the setting
-- is '' rather than unset, hence nullif).
create or replace function current_organization() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.organization_id', true), '')::uuid;
