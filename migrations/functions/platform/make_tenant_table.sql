-- Puts a table under row-level security, for its owner too. The sub-select makes the setting be read once per query.
create or replace procedure make_tenant_table(name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  execute format(
    'create policy tenant on %s using (organization_id = (select current_organization()))
       with check (organization_id = (select current_organization()))', name);
  execute format('grant select, insert, update, delete on %s to engagex_app', name);
end $$;
