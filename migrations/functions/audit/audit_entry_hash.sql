-- SHA-256 over the hash before and everything the entry says. JSON keeps the fields apart whatever they contain; times
-- and hashes are written out here, so no setting of the session (TimeZone, bytea_output) can change the result.
create or replace function audit_entry_hash(e audit_entries) returns bytea language sql stable as $$
  select sha256(e.previous_hash || convert_to(jsonb_build_array(
    e.organization_id, e.seq, (extract(epoch from e.at) * 1000000)::bigint, e.actor_kind, e.actor_id, e.actor_name,
    e.action, e.object_type, e.object_id, e.object_name, e.before, e.after, e.request_id, e.address)::text, 'UTF8'))
$$;
