-- Where usage is counted, that of a new organization is from its first moment.
create or replace function begin_usage() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare outer_organization text := coalesce(current_setting('app.organization_id', true), '');
begin
  if not exists (select from usage_switch where is_on) then return null; end if;
  perform set_config('app.organization_id', new.id::text, true);
  insert into usage_accounts (organization_id) values (new.id);
  perform set_config('app.organization_id', outer_organization, true);
  return null;
end $$;
revoke all on function begin_usage from public;

create or replace trigger begin_usage after insert on organizations for each row execute function begin_usage();
