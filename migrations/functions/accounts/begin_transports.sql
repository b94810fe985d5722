-- Every organization begins with the transport of the installation.
create or replace function begin_transports() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare outer_organization text := coalesce(current_setting('app.organization_id', true), '');
begin
  perform set_config('app.organization_id', new.id::text, true);
  insert into transports (organization_id, name, kind, position) values (new.id, 'This installation', 'installation', 0);
  perform set_config('app.organization_id', outer_organization, true);
  return null;
end $$;
revoke all on function begin_transports from public;

create or replace trigger begin_transports after insert on organizations for each row execute function begin_transports();
