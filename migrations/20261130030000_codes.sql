-- Codes are stored in one spelling, snake_case. What a standard names (encodings, media types) or a path stays as it is; so
-- do entries of the audit log, which are hashed: whoever reads them is told today's spelling.
alter table notifications drop constraint notifications_kind_check;
alter table bulk_actions drop constraint bulk_actions_kind_check;
alter table consent_entries drop constraint consent_entries_source_check;
alter table campaign_hits drop constraint campaign_hits_kind_check;
alter table engagements
  drop constraint engagements_kind_check,
  drop constraint engagements_agent_check,
  drop constraint engagements_network_check;
alter table import_cells drop constraint import_cells_kind_check;
alter table imports
  drop constraint imports_rounded_ids_check,
  drop constraint imports_shared_ids_check;

create function pg_temp.snake_case(code text) returns text language sql immutable as $$ select translate(code, '- ', '__') $$;

-- In JSON a code is known by the key before it; a quote within a value would have a backslash, so none of those is taken for one.
create function pg_temp.with_snake_case(document jsonb, key text, codes text[]) returns jsonb language plpgsql immutable as $$
declare code text;
begin
  foreach code in array codes loop
    document := replace(document::text, format('"%s": "%s"', key, code), format('"%s": "%s"', key, pg_temp.snake_case(code)))::jsonb;
  end loop;
  return document;
end $$;

-- The owner of the tables is under row-level security too, hence the loop. Triggers move the counts of deliveries along.
do $$
declare
  organization uuid;
  operators constant text[] := '{is-not,starts-with}';
begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update deliveries d set reason = pg_temp.snake_case(d.reason) from delivery_counts n
    where n.organization_id = organization and n.reason in ('no address', 'hour passed', 'invalid-address', 'retries-exhausted') and n.count > 0
      and d.organization_id = n.organization_id and d.campaign_id = n.campaign_id and d.state = n.state and d.reason = n.reason;
    delete from delivery_counts where organization_id = organization and count = 0
      and reason in ('no address', 'hour passed', 'invalid-address', 'retries-exhausted');
    update messages set reason = pg_temp.snake_case(reason) where organization_id = organization and reason in ('invalid-address', 'retries-exhausted');
    update notifications set kind = pg_temp.snake_case(kind) where organization_id = organization and kind in ('not-started', 'approval-asked');
    update consent_entries set source = pg_temp.snake_case(source)
    where organization_id = organization and source in ('unsubscribe link', 'preference centre', 'double opt-in', 'api key');
    update engagements set kind = pg_temp.snake_case(kind), agent = pg_temp.snake_case(agent), network = pg_temp.snake_case(network)
    where organization_id = organization
      and (kind in ('machine-open', 'machine-click') or agent in ('image proxy', 'privacy proxy') or network = 'mailbox provider');
    update campaign_hits set kind = pg_temp.snake_case(kind) where organization_id = organization and kind in ('machine-open', 'machine-click');
    update import_cells set kind = 'left_out' where organization_id = organization and kind = 'left out';
    update imports set rounded_ids = pg_temp.snake_case(rounded_ids), shared_ids = pg_temp.snake_case(shared_ids),
      reading = pg_temp.with_snake_case(reading, 'dayOrder', '{day first,month first}'),
      rehearsal = pg_temp.with_snake_case(rehearsal, 'kind', '{left out}'),
      findings = pg_temp.with_snake_case(findings, 'kind', '{left out}')
    where organization_id = organization;
    update bulk_actions set kind = pg_temp.snake_case(kind), filter = pg_temp.with_snake_case(filter, 'operator', operators)
    where organization_id = organization;
    update exports set filter = pg_temp.with_snake_case(filter, 'operator', operators) where organization_id = organization;
    update contact_views set filter = pg_temp.with_snake_case(filter, 'operator', operators) where organization_id = organization;
    update token_buckets set key = 'mailbox_provider:' || split_part(key, ':', 2) where organization_id = organization and key like 'mailbox-provider:%';
    update campaigns set limited_by = 'mailbox_provider:' || split_part(limited_by, ':', 2)
    where organization_id = organization and limited_by like 'mailbox-provider:%';
    update messages set limited_by = 'mailbox_provider:' || split_part(limited_by, ':', 2)
    where organization_id = organization and limited_by like 'mailbox-provider:%';
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;

-- What somebody's passkey is about to answer.
update sessions set sess = pg_temp.with_snake_case(sess::jsonb, 'use', '{sign-in,second-factor}')::json
where sess -> 'challenge' ->> 'use' in ('sign-in', 'second-factor');

drop function pg_temp.with_snake_case, pg_temp.snake_case;

alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined'));
alter table bulk_actions add constraint bulk_actions_kind_check
  check (kind in ('add_to_group', 'remove_from_group', 'set_attribute', 'delete', 'restore'));
alter table consent_entries add constraint consent_entries_source_check
  check (source in ('unsubscribe_link', 'preference_centre', 'member', 'import', 'form', 'double_opt_in', 'api_key', 'bounce', 'complaint', 'erasure', 'system'));
alter table campaign_hits add constraint campaign_hits_kind_check check (kind in ('open', 'click', 'machine_open', 'machine_click'));
alter table engagements
  add constraint engagements_kind_check check (kind in ('open', 'click', 'unsubscribe', 'machine_open', 'machine_click')),
  add constraint engagements_agent_check check (agent in ('browser', 'image_proxy', 'privacy_proxy', 'scanner', 'none')),
  add constraint engagements_network_check check (network in ('mailbox_provider', 'cloud', 'unknown'));
alter table import_cells add constraint import_cells_kind_check check (kind in ('left_out', 'corrected', 'unusual'));
alter table imports
  alter column rounded_ids set default 'leave_out',
  alter column shared_ids set default 'leave_out',
  add constraint imports_rounded_ids_check check (rounded_ids in ('leave_out', 'keep')),
  add constraint imports_shared_ids_check check (shared_ids in ('leave_out', 'reject'));
