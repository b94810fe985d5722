import { DomainError, notFound, type RouteDefinition } from '@engagex/domain/shared';
import { currentUserId, type TenantDb } from '@engagex/tenancy';

interface Edited {
  /** The update; what it answers is how the current state is told. */
  readonly route: RouteDefinition;
  readonly table: 'campaigns' | 'contacts' | 'forms' | 'groups' | 'segments' | 'templates' | 'topics';
  readonly id: string;
  /** What the caller read; undefined when they did not say. */
  readonly version: string | undefined;
}

interface LastChange {
  readonly at: Date;
  readonly by: string | null;
  readonly isYou: boolean;
}

/**
 * Throws `conflict.changed` with what `current` answers when the thing was changed since it was read. Its row stays
 * locked until the transaction ends, so that of two saves at once the second sees the first.
 */
export async function assertUnchanged(
  db: TenantDb,
  { route, table, id, version }: Edited,
  current: () => Promise<unknown>,
): Promise<void> {
  if (version === undefined) return;
  const last = await db.row<LastChange>(
    `select t.updated_at as at, coalesce(t.updated_by_id = $2, false) as "isYou",
       (select u.name from users u where u.id = t.updated_by_id) as by
     from ${table} t where t.id = $1 and t.deleted_at is null for update of t`,
    [id, currentUserId()],
  );
  if (!last) throw notFound(route.id.split('.')[0]?.replace(/s$/, '') ?? 'thing');
  if (last.at.getTime() === Date.parse(version)) return;
  const { by, isYou, at } = last;
  const who = isYou ? 'you, elsewhere' : (by ?? 'somebody else');
  throw new DomainError(
    'conflict',
    'conflict.changed',
    `This was changed since you opened it, by ${who}. Compare, then save again.`,
    {
      changed: { by, isYou, at: at.toISOString() },
      current: route.response?.parse(await current()),
    },
  );
}
