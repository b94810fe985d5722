-- Notes contacts whose data changed, whichever code changed it, if a watched segment asks for such data: it will be asked about
-- them again. Too many to list are noted as everybody. A segment that was edited, deleted or restored is noted too, as others may
-- refer to it.
create or replace function note_touched() returns trigger language plpgsql as $$
begin
  if not exists (select from segment_watch_sources) then return null; end if;
  case tg_table_name
  when 'contacts' then
    insert into segment_touches (organization_id, source, contact_ids)
    select c.organization_id, 'contact', case when count(*) <= 20000 then array_agg(c.id) end from changed c
    where exists (select from segment_watch_sources s where s.organization_id = c.organization_id and s.source = 'contact')
    group by c.organization_id;
  when 'group_members' then
    insert into segment_touches (organization_id, source, name, contact_ids)
    select c.organization_id, 'group', c.group_id::text, case when count(*) <= 20000 then array_agg(c.contact_id) end from changed c
    where exists (select from segment_watch_sources s
      where s.organization_id = c.organization_id and s.source = 'group' and s.name = c.group_id::text)
    group by c.organization_id, c.group_id;
  when 'contact_events' then -- each contact with their last event; events that were moved or deleted are no reason to name
    insert into segment_touches (organization_id, source, name, contact_ids, event_ids)
    select e.organization_id, 'event', e.name, case when count(*) <= 20000 then array_agg(e.contact_id) end,
      case when count(*) <= 20000 and tg_op = 'INSERT' then array_agg(e.id) end
    from (select distinct on (c.organization_id, c.name, c.contact_id) c.organization_id, c.name, c.contact_id, c.id from changed c
      where exists (select from segment_watch_sources s
        where s.organization_id = c.organization_id and s.source = 'event' and s.name = c.name)
      order by c.organization_id, c.name, c.contact_id, c.occurred_at desc, c.id desc) e
    group by e.organization_id, e.name;
  when 'deliveries' then
    if not exists (select from segment_watch_sources where source = 'message' and name = 'sent') then return null; end if;
    insert into segment_touches (organization_id, source, name, contact_ids)
    select c.organization_id, 'message', 'sent', case when count(*) <= 20000 then array_agg(c.contact_id) end
    from (select distinct organization_id, contact_id from changed where accepted_at is not null) c
    where exists (select from segment_watch_sources s
      where s.organization_id = c.organization_id and s.source = 'message' and s.name = 'sent')
    group by c.organization_id;
  when 'engagements' then
    if not exists (select from segment_watch_sources where source = 'message' and name in ('open', 'click')) then return null; end if;
    insert into segment_touches (organization_id, source, name, contact_ids)
    select c.organization_id, 'message', c.kind, case when count(*) <= 20000 then array_agg(c.contact_id) end
    from (select distinct organization_id, kind, contact_id from changed where kind in ('open', 'click')) c
    where exists (select from segment_watch_sources s
      where s.organization_id = c.organization_id and s.source = 'message' and s.name = c.kind)
    group by c.organization_id, c.kind;
  when 'conversions' then
    insert into segment_touches (organization_id, source, name, contact_ids)
    select c.organization_id, 'message', 'conversion', case when count(*) <= 20000 then array_agg(c.contact_id) end
    from (select distinct organization_id, contact_id from changed where campaign_id is not null and contact_id is not null) c
    where exists (select from segment_watch_sources s
      where s.organization_id = c.organization_id and s.source = 'message' and s.name = 'conversion')
    group by c.organization_id;
  when 'segments' then
    insert into segment_touches (organization_id, source) values (new.organization_id, 'definition');
  end case;
  return null;
end $$;

create or replace trigger note_touched_added after insert on contacts
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_changed after update on contacts
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_removed after delete on contacts
  referencing old table as changed for each statement execute function note_touched();

create or replace trigger note_touched_added after insert on group_members
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_removed after delete on group_members
  referencing old table as changed for each statement execute function note_touched();

create or replace trigger note_touched_added after insert on contact_events
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_before after update on contact_events
  referencing old table as changed for each statement execute function note_touched();
create or replace trigger note_touched_after after update on contact_events
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_removed after delete on contact_events
  referencing old table as changed for each statement execute function note_touched();

create or replace trigger note_touched_added after insert on deliveries
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_before after update on deliveries
  referencing old table as changed for each statement execute function note_touched();
create or replace trigger note_touched_after after update on deliveries
  referencing new table as changed for each statement execute function note_touched();

create or replace trigger note_touched_added after insert on engagements
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_before after update on engagements
  referencing old table as changed for each statement execute function note_touched();
create or replace trigger note_touched_after after update on engagements
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_removed after delete on engagements
  referencing old table as changed for each statement execute function note_touched();

create or replace trigger note_touched_added after insert on conversions
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_before after update on conversions
  referencing old table as changed for each statement execute function note_touched();
create or replace trigger note_touched_after after update on conversions
  referencing new table as changed for each statement execute function note_touched();
create or replace trigger note_touched_removed after delete on conversions
  referencing old table as changed for each statement execute function note_touched();

create or replace trigger note_touched after update on segments for each row
  when (old.tree is distinct from new.tree or (old.deleted_at is null) <> (new.deleted_at is null)) execute function note_touched();
