-- Takes a person out of the audit log of the current organization: of entries about them everything but which fields
-- changed, of others their addresses. Hashes stay as they were, so the chain holds; what an emptied entry says now is
-- returned as SHA-256 by its place, for the entry about the erasure to carry: the check of the log accepts no other
-- change. Which entries tell of erasures themselves is left alone.
create or replace function redact_audit_entries(contacts uuid[], keys text[], patterns text[], secret text)
  returns table (place bigint, digest text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from public.contacts c where c.organization_id = current_organization() and c.id = any (contacts) and c.erased_at is null) then
    raise exception 'The log about a person who was not erased stays.' using errcode = 'restrict_violation';
  end if;
  return query
  with redacted as (
    update audit_entries e set
      object_name = case when e.object_type = 'contacts' and e.object_id = any (contacts) then erased_name(secret, '')
        else without_addresses(e.object_name, patterns, secret) end,
      before = case when e.object_type = 'contacts' and e.object_id = any (contacts)
        then (select jsonb_object_agg(k, erased_name(secret, '')) from jsonb_object_keys(e.before) k)
        else without_addresses(e.before::text, patterns, secret)::jsonb end,
      after = case when e.object_type = 'contacts' and e.object_id = any (contacts)
        then (select jsonb_object_agg(k, erased_name(secret, '')) from jsonb_object_keys(e.after) k)
        else without_addresses(e.after::text, patterns, secret)::jsonb end
    where e.organization_id = current_organization() and e.action <> 'personal-data.erase' and (
      (e.object_type = 'contacts' and e.object_id = any (contacts)) or exists (
        select from unnest(keys) key where strpos(lower(concat_ws(' ', e.object_name, e.before::text, e.after::text)), key) > 0))
    returning e.*
  )
  select r.seq, encode(sha256(convert_to(jsonb_build_array(
    r.organization_id, r.seq, (extract(epoch from r.at) * 1000000)::bigint, r.actor_kind, r.actor_id, r.actor_name,
    r.action, r.object_type, r.object_id, r.object_name, r.before, r.after, r.request_id, r.address)::text, 'UTF8')), 'hex')
  from redacted r;
end $$;
alter function redact_audit_entries owner to engagex_crossing;
revoke all on function redact_audit_entries from public;
grant execute on function redact_audit_entries to engagex_app;
