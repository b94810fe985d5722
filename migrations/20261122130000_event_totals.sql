-- What each contact did, by name, added up as events are written: a segment that asks how often, or how lately, reads one
-- row for a contact and not all of the events. Kept by triggers; whoever writes events, in whatever way, this follows.
create table contact_event_totals (
  organization_id uuid not null default current_organization() references organizations,
  name text collate "C" not null,
  contact_id uuid not null,
  times bigint not null check (times > 0),
  first_at timestamptz not null,
  latest timestamptz[] not null, -- up to five, the last first
  primary key (organization_id, name, contact_id),
  foreign key (organization_id, contact_id) references contacts on delete cascade
) with (fillfactor = 80); -- no column that changes is indexed: with room on the page, adding up touches no index
call make_tenant_table('contact_event_totals');
-- How many did it twice in the last 30 days: what joins best depends on it.
create statistics contact_event_totals_latest on (latest[1]), (latest[2]), (latest[3]), (latest[4]), (latest[5])
  from contact_event_totals;

-- In one order, so that two batches about the same contacts cannot block each other.
create function add_event_totals() returns trigger language plpgsql as $$
begin
  insert into contact_event_totals as t (organization_id, name, contact_id, times, first_at, latest)
  select organization_id, name, contact_id, count(*), min(occurred_at), (array_agg(occurred_at order by occurred_at desc))[:5]
  from after_rows group by organization_id, name, contact_id order by organization_id, name, contact_id
  on conflict (organization_id, name, contact_id) do update set times = t.times + excluded.times,
    first_at = least(t.first_at, excluded.first_at), latest = (array_sort(t.latest || excluded.latest, true))[:5];
  return null;
end $$;
create trigger add_totals after insert on contact_events
  referencing new table as after_rows for each statement execute function add_event_totals();

-- What was deleted, moved or changed is added up anew. The totals are locked first: whoever else writes about the same
-- contact and name has committed by then, and the statements after it see that, or adds to these totals afterwards.
create function renew_event_totals() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then -- of somebody who may have done nothing of the kind before
    insert into contact_event_totals (organization_id, name, contact_id, times, first_at, latest)
    select distinct on (organization_id, name, contact_id) organization_id, name, contact_id, 1, occurred_at, array[occurred_at]
    from changed order by organization_id, name, contact_id on conflict do nothing;
  end if;

  perform from contact_event_totals t
  where (t.organization_id, t.name, t.contact_id) in (select organization_id, name, contact_id from changed)
  order by t.organization_id, t.name, t.contact_id for update;

  delete from contact_event_totals t
  where (t.organization_id, t.name, t.contact_id) in (select organization_id, name, contact_id from changed)
    and not exists (select from contact_events e
      where e.organization_id = t.organization_id and e.contact_id = t.contact_id and e.name = t.name);

  update contact_event_totals t set (times, first_at, latest) = (
    select count(*), min(e.occurred_at), (array_agg(e.occurred_at order by e.occurred_at desc))[:5] from contact_events e
    where e.organization_id = t.organization_id and e.contact_id = t.contact_id and e.name = t.name)
  where (t.organization_id, t.name, t.contact_id) in (select organization_id, name, contact_id from changed);
  return null;
end $$;
create trigger renew_totals after delete on contact_events
  referencing old table as changed for each statement execute function renew_event_totals();
create trigger renew_totals_left after update on contact_events
  referencing old table as changed for each statement execute function renew_event_totals();
create trigger renew_totals_joined after update on contact_events
  referencing new table as changed for each statement execute function renew_event_totals();

-- Of what was written before. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    insert into contact_event_totals (organization_id, name, contact_id, times, first_at, latest)
    select organization_id, name, contact_id, count(*), min(occurred_at), (array_agg(occurred_at order by occurred_at desc))[:5]
    from contact_events where organization_id = organization group by organization_id, name, contact_id;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
