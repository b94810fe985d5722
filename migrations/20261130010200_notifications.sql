-- What tells members that something needs them is a notification.
alter table notices rename to notifications;
alter index notices_due rename to notifications_due;
comment on index notifications_due is 'due_notifications';
alter index notices_campaign rename to notifications_campaign;
alter table memberships rename column wants_notices to wants_notifications;

do $$ declare named record; begin
  for named in select conrelid::regclass as of, conname from pg_constraint
    where conrelid in ('notifications'::regclass, 'memberships'::regclass) and conname like '%notices%' loop
    execute format('alter table %s rename constraint %I to %I', named.of, named.conname, replace(named.conname, 'notices', 'notifications'));
  end loop;
end $$;

-- Counts of failures go on under the new name of the queue. The owner of the tables is under row-level security too.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update job_failures set queue = 'notifications' where organization_id = organization and queue = 'notices';
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
