-- Gives a notification its place in the inbox. Under the lock of the inbox, so that whoever has read up to a place has seen
-- everything before it. The version before this one names objects in columns of their own.
create or replace function place_in_inbox() returns trigger language plpgsql as $$
begin
  if new.content_type is null then
    new.content_type := case when new.campaign_id is not null then 'campaign' when new.domain_id is not null then 'domain'
      when new.comment_id is not null then 'comment' when new.incident_id is not null then 'incident'
      when new.bounce_mailbox_id is not null then 'bounce_mailbox' when new.postmaster_account_id is not null then 'postmaster_account'
      when new.event_export_id is not null then 'event_export' else 'limit' end;
    new.object_id := coalesce(new.campaign_id, new.domain_id, new.comment_id, new.incident_id, new.bounce_mailbox_id,
      new.postmaster_account_id, new.event_export_id, new.limit_notice_id);
    if new.content_type in ('comment', 'incident', 'limit') then new.key := new.kind || ' ' || new.object_id; end if;
  end if;
  insert into inboxes as i (organization_id, user_id, version) values (new.organization_id, new.user_id, 1)
  on conflict (organization_id, user_id) do update set version = i.version + 1 returning version into new.seq;
  return new;
end $$;
revoke all on function place_in_inbox from public;

create or replace trigger place_in_inbox before insert on notifications for each row execute function place_in_inbox();
