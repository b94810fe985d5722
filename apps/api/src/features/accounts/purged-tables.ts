/** How one table loses its rows of the transaction's organization. */
export interface PurgedTable {
  readonly table: string;
  /** Deletes up to $1 rows and answers how many as `deleted`; run until none is left. */
  readonly deleteSome: string;
}

/** Row-level security leaves only the rows of the organization to be found. */
function inBatches(table: string): PurgedTable {
  return {
    table,
    deleteSome: `with gone as (delete from ${table} where ctid = any (array(select ctid from ${table} limit $1)) returning 1)
      select count(*)::int as deleted from gone`,
  };
}

/** What undoes a bulk action refers to it, and was begun after it. */
const deleteUndoingFirst = `with gone as (
    delete from bulk_actions where id = any (array(select id from bulk_actions order by id desc limit $1)) returning 1)
  select count(*)::int as deleted from gone`;

/** The log, which the application can only append to, goes through a function that lets go of it at the very end. */
function byItself(table: 'audit_entries' | 'audit_heads'): PurgedTable {
  return { table, deleteSome: 'select purge_audit_entries($1) as deleted' };
}

/**
 * Every table of an organization, in the order in which it is emptied: what points at other rows goes before them. A
 * table whose rows cannot simply be deleted gets a statement of its own.
 */
export const purgedTables: readonly PurgedTable[] = [
  inBatches('job_failures'),
  inBatches('message_attachments'),
  inBatches('message_attempts'),
  inBatches('messages'),
  inBatches('engagements'),
  inBatches('engagement_counts'),
  inBatches('campaign_hits'),
  inBatches('delivery_returns'),
  inBatches('delivery_attempts'),
  inBatches('deliveries'),
  inBatches('delivery_claims'),
  inBatches('delivery_counts'),
  inBatches('campaign_series'),
  inBatches('quarter_hour_counts'),
  inBatches('campaign_links'),
  inBatches('campaign_contents'),
  inBatches('campaign_approvals'),
  inBatches('notices'),
  inBatches('campaigns'),
  inBatches('pressure_rules'),
  inBatches('token_buckets'),
  inBatches('receiver_limits'),
  inBatches('domain_limits'),
  inBatches('transports'),
  inBatches('templates'),
  inBatches('import_rejections'),
  inBatches('import_cells'),
  inBatches('import_created'),
  inBatches('import_changes'),
  inBatches('import_kept'),
  inBatches('imports'),
  inBatches('topic_wishes'),
  inBatches('contact_event_totals'), // before the events, or these would be added up anew with every batch that goes
  inBatches('contact_events'),
  inBatches('segments'),
  inBatches('contact_views'),
  inBatches('bulk_action_batches'),
  { table: 'bulk_actions', deleteSome: deleteUndoingFirst },
  inBatches('exports'),
  inBatches('group_members'),
  inBatches('groups'),
  inBatches('form_confirmations'),
  inBatches('forms'),
  inBatches('contacts'),
  inBatches('suppressions'),
  inBatches('erasure_salts'),
  { table: 'consent_entries', deleteSome: 'select purge_consent_entries($1) as deleted' },
  inBatches('topics'),
  inBatches('attribute_definitions'),
  inBatches('invitations'),
  inBatches('api_keys'),
  inBatches('identity_providers'),
  inBatches('memberships'),
  byItself('audit_entries'),
  byItself('audit_heads'),
];
