-- Whose address changes while a campaign is under way gets it at the new one, or not at all; never at the one they left.
-- What is being handed over at this moment is not called back. Found campaign by campaign, by the index of its people.
create function follow_address() returns trigger language plpgsql as $$
begin
  update deliveries d set
    email = coalesce(new.email, ''),
    receiver = coalesce((select r.receiver from receiving_domains r where r.domain = lower(split_part(new.email, '@', 2))), 'other'),
    state = case when new.email is null then 'skipped' else d.state end,
    reason = case when new.email is null then 'no address' end,
    next_attempt_at = case when new.email is not null then d.next_attempt_at end,
    updated_at = now()
  from campaigns k
  where k.organization_id = new.organization_id and k.status in ('sending', 'paused')
    and d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = new.id
    and d.state in ('pending', 'deferred');
  return null;
end $$;
create trigger follow_address after update of email on contacts for each row
  when (old.email is distinct from new.email and new.merged_into_id is null and new.erased_at is null)
  execute function follow_address();

-- A text without the addresses that match any of these patterns (POSIX, case is ignored).
create function without_addresses(value text, patterns text[], instead text) returns text language plpgsql immutable as $$
declare pattern text;
begin
  foreach pattern in array patterns loop
    value := regexp_replace(value, pattern, instead, 'gi');
  end loop;
  return value;
end $$;

-- Takes a person out of the audit log of the current organization: of entries about them everything but which fields
-- changed, of others their addresses. Hashes stay as they were, so the chain holds; what an emptied entry says now is
-- returned as SHA-256 by its place, for the entry about the erasure to carry: the check of the log accepts no other
-- change. Which entries tell of erasures themselves is left alone.
create function redact_audit_entries(contacts uuid[], keys text[], patterns text[], instead text)
  returns table (place bigint, digest text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from public.contacts c where c.organization_id = current_organization() and c.id = any (contacts) and c.erased_at is null) then
    raise exception 'The log about a person who was not erased stays.' using errcode = 'restrict_violation';
  end if;
  return query
  with redacted as (
    update audit_entries e set
      object_name = case when e.object_type = 'contacts' and e.object_id = any (contacts) then instead
        else without_addresses(e.object_name, patterns, instead) end,
      before = case when e.object_type = 'contacts' and e.object_id = any (contacts)
        then (select jsonb_object_agg(k, instead) from jsonb_object_keys(e.before) k)
        else without_addresses(e.before::text, patterns, instead)::jsonb end,
      after = case when e.object_type = 'contacts' and e.object_id = any (contacts)
        then (select jsonb_object_agg(k, instead) from jsonb_object_keys(e.after) k)
        else without_addresses(e.after::text, patterns, instead)::jsonb end
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
grant update (object_name, before, after) on audit_entries to engagex_crossing;
alter function redact_audit_entries owner to engagex_crossing;
revoke all on function redact_audit_entries from public;
grant execute on function redact_audit_entries to engagex_app;

-- The same for what the ledger of consent says of others: nobody may change it but this, and only by taking addresses out.
create function redact_consent(keys text[], patterns text[], instead text) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare redacted int;
begin
  update consent_entries e set
    was = without_addresses(e.was, patterns, instead),
    became = without_addresses(e.became, patterns, instead),
    wording = without_addresses(e.wording, patterns, instead),
    address = without_addresses(e.address, patterns, instead)
  where e.organization_id = current_organization() and exists (
    select from unnest(keys) key where strpos(lower(concat_ws(E'\n', e.was, e.became, e.wording, e.address)), key) > 0);
  get diagnostics redacted = row_count;
  return redacted;
end $$;
grant update (was, became, wording, address) on consent_entries to engagex_crossing;
alter function redact_consent owner to engagex_crossing;
revoke all on function redact_consent from public;
grant execute on function redact_consent to engagex_app;
