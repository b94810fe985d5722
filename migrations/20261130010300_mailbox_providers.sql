-- The families behind Gmail, Outlook and Yahoo are mailbox providers, and no longer receivers.
alter table receiver_limits rename to mailbox_provider_limits;
alter table mailbox_provider_limits rename column receiver to mailbox_provider;
alter table receiving_domains rename column receiver to mailbox_provider;
alter table deliveries rename column receiver to mailbox_provider;
alter table delivery_cursors rename column receiver to mailbox_provider;
comment on table delivery_cursors is 'How far a campaign has come with each mailbox provider, in the order of turns: nobody before this place is pending, but those who have a time to come again.';
alter table messages rename column receiver to mailbox_provider;
alter table campaigns rename column receivers to mailbox_providers;
alter index receiver_limits_receiver rename to mailbox_provider_limits_mailbox_provider;

do $$ declare named record; begin
  for named in select conrelid::regclass as of, conname from pg_constraint
    where connamespace = 'public'::regnamespace and conname like '%receiver%' loop
    execute format('alter table %s rename constraint %I to %I', named.of, named.conname, replace(named.conname, 'receiver', 'mailbox_provider'));
  end loop;
end $$;

-- Buckets and what waits for them keep what was counted. The owner of the tables is under row-level security too.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update token_buckets set key = 'mailbox-provider:' || split_part(key, ':', 2)
    where organization_id = organization and key like 'receiver:%';
    update campaigns set limited_by = 'mailbox-provider:' || split_part(limited_by, ':', 2)
    where organization_id = organization and limited_by like 'receiver:%';
    update messages set limited_by = 'mailbox-provider:' || split_part(limited_by, ':', 2)
    where organization_id = organization and limited_by like 'receiver:%';
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
