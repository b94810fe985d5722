-- Whoever is erased is counted no longer. All else is counted where it is recorded.
create or replace function uncount_members() returns trigger language plpgsql as $$
begin
  update segment_watches w set members = w.members - g.count
  from (select organization_id, segment_id, count(*) from gone where is_member group by organization_id, segment_id) g
  where w.organization_id = g.organization_id and w.segment_id = g.segment_id;
  return null;
end $$;

create or replace trigger uncount_members after delete on segment_memberships
  referencing old table as gone for each statement execute function uncount_members();
