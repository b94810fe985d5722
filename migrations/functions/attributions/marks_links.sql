-- Whether links tell the website which message they are from.
create or replace function marks_links() returns boolean language sql stable
  begin atomic
    select coalesce((select s.marks_links from attribution_settings s where s.organization_id = current_organization()), false);
  end;
