-- Every organization begins with one topic. The owner of the tables is under row-level security too.
create or replace function begin_topics() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare outer_organization text := coalesce(current_setting('app.organization_id', true), '');
begin
  perform set_config('app.organization_id', new.id::text, true);
  insert into topics (organization_id, name, is_default) values (new.id, 'News and offers', true);
  perform set_config('app.organization_id', outer_organization, true);
  return null;
end $$;
revoke all on function begin_topics from public;

create or replace trigger begin_topics after insert on organizations for each row execute function begin_topics();
