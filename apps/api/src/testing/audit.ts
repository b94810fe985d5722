import type pg from 'pg';

/** An entry of the audit log as it is stored. */
export interface StoredEntry {
  readonly seq: number;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string | null;
  readonly objectName: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly requestId: string;
  readonly address: string | null;
}

/** The log of an organization, oldest first. */
export async function entriesOf(owner: pg.Pool, organizationId: string): Promise<StoredEntry[]> {
  const { rows } = await owner.query<StoredEntry>(
    `select seq::int, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", action,
       object_type as "objectType", object_id as "objectId", object_name as "objectName", before, after,
       request_id as "requestId", address
     from audit_entries where organization_id = $1 order by seq`,
    [organizationId],
  );
  return rows;
}
