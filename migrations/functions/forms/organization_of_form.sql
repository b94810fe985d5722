-- Whose form a visitor sends, who is signed in nowhere.
create or replace function organization_of_form(wanted uuid) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select f.organization_id from forms f join organizations o on o.id = f.organization_id
    where f.id = wanted and f.deleted_at is null and o.deleted_at is null limit 1;
  end;
alter function organization_of_form owner to engagex_crossing;
revoke all on function organization_of_form from public;
grant execute on function organization_of_form to engagex_app;
