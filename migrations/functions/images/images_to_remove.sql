-- Images that were deleted before this time and that nothing ever showed.
create or replace function images_to_remove(before timestamptz) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from images i
    where i.deleted_at < before and i.used_at is null
    order by i.deleted_at limit 100;
  end;
alter function images_to_remove owner to engagex_crossing;
revoke all on function images_to_remove from public;
grant execute on function images_to_remove to engagex_app;
