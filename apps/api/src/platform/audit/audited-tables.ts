/** Where the thing of each noun is, and what people recognize it by. A noun without a table says all by `noteAudit`. */
const tables: ReadonlyMap<string, { readonly table: string; readonly name: string }> = new Map(
  Object.entries({
    'api-keys': { table: 'api_keys', name: 't.name' },
    'bulk-actions': { table: 'bulk_actions', name: 't.kind' },
    campaigns: { table: 'campaigns', name: 't.name' },
    attributes: { table: 'attribute_definitions', name: 't.label' },
    'contact-views': { table: 'contact_views', name: 't.name' },
    contacts: { table: 'contacts', name: 'coalesce(t.email, t.phone, t.external_id)' },
    exports: { table: 'exports', name: 't.file_name' },
    forms: { table: 'forms', name: 't.name' },
    groups: { table: 'groups', name: 't.name' },
    imports: { table: 'imports', name: 't.file_name' },
    invitations: { table: 'invitations', name: 't.email' },
    members: { table: 'memberships', name: '(select u.email from users u where u.id = t.user_id)' },
    organization: { table: 'organizations', name: 't.name' },
    segments: { table: 'segments', name: 't.name' },
    suppressions: { table: 'suppressions', name: 't.address_key' },
    templates: { table: 'templates', name: 't.name' },
    transports: { table: 'transports', name: 't.name' },
    'domain-limits': { table: 'domain_limits', name: 't.domain' },
    topics: { table: 'topics', name: 't.name' },
  }),
);

/** A thing as it is stored, and whether the transaction that looks has changed anything so far. */
export interface Snapshot {
  /** The row by column; null when there is none. */
  readonly row: Readonly<Record<string, unknown>> | null;
  readonly name: string | null;
  readonly changed: boolean;
}

/**
 * The statement that takes a snapshot of one thing of this noun ($1 its id), or null for a noun without a table. It
 * always answers one row. PostgreSQL gives a transaction a number when it first writes or locks something.
 */
export function snapshotOf(noun: string): string | null {
  const found = tables.get(noun);
  if (!found) return null;
  return `
    select to_jsonb(t) as row, ${found.name} as name, pg_current_xact_id_if_assigned() is not null as changed
    from (select) one left join ${found.table} t on t.id = $1`;
}
