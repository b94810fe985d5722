-- How many members each group has, counted in the same transaction as the change, once per statement.
create or replace function count_group_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update groups g set member_count = g.member_count + c.n
    from (select organization_id, group_id, count(*) n from changed group by 1, 2 order by 2) c
    where g.organization_id = c.organization_id and g.id = c.group_id;
  else
    update groups g set member_count = g.member_count - c.n
    from (select organization_id, group_id, count(*) n from changed group by 1, 2 order by 2) c
    where g.organization_id = c.organization_id and g.id = c.group_id;
  end if;
  return null;
end $$;

create or replace trigger count_added after insert on group_members
  referencing new table as changed for each statement execute function count_group_members();
create or replace trigger count_removed after delete on group_members
  referencing old table as changed for each statement execute function count_group_members();
