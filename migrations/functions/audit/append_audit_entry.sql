-- The only way the application writes an entry. The transaction should end soon after, since it holds the head.
create or replace function append_audit_entry(
  actor_kind text, actor_id uuid, actor_name text, action text, object_type text, object_id uuid, object_name text,
  before jsonb, after jsonb, request_id text, address text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare e audit_entries;
begin
  e.actor_kind := actor_kind;
  e.actor_id := actor_id;
  e.actor_name := actor_name;
  e.action := action;
  e.object_type := object_type;
  e.object_id := object_id;
  e.object_name := object_name;
  e.before := before;
  e.after := after;
  e.request_id := request_id;
  e.address := address;
  perform chain_audit_entry(e);
end $$;
alter function append_audit_entry owner to engagex_crossing;
revoke all on function append_audit_entry from public;
grant execute on function append_audit_entry to engagex_app;
