/** Parts of the statements in which tables say what they hold of a person; see `PersonalTable`. */

/** The rows of the contact whole, without columns: `- 'claim_id'`. */
export function rowsOfContact(table: string, without = ''): string {
  return `select to_jsonb(t) - 'organization_id'${without} as row from ${table} t where t.contact_id = any ($1::uuid[])`;
}

/** A change that answers how many rows it changed, as `rows`. */
export function counted(change: string): string {
  return `with changed as (${change} returning 1) select count(*)::int as rows from changed`;
}
