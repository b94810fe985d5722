-- Messages whose files nobody needs any more: they are final, or were never accepted from whoever sent them.
create or replace function messages_with_spent_files(abandoned_after interval) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select distinct f.organization_id, f.message_id from message_attachments f
    left join messages m on m.organization_id = f.organization_id and m.id = f.message_id
    where f.removed_at is null and (m.state in ('accepted', 'unknown', 'skipped', 'failed')
      or (m.id is null and f.created_at < now() - abandoned_after))
    limit 200;
  end;
alter function messages_with_spent_files owner to engagex_crossing;
revoke all on function messages_with_spent_files from public;
grant execute on function messages_with_spent_files to engagex_app;
