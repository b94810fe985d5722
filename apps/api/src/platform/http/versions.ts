import { DomainError, notFound, type RouteDefinition } from '@engagex/domain/shared';
import { currentUserId, type TenantDb } from '@engagex/tenancy';

/** When a row of a table was last changed and by whom, by its id in $1; the row is locked. */
export const lastChangeOf = (table: string) => `
  select t.updated_at as at, t.updated_by_id as "byId" from ${table} t where t.id = $1 and t.deleted_at is null for update of t`;

interface Edited {
  /** The update; what it answers is how the current state is told. */
  readonly route: RouteDefinition;
  /** SQL of when it was changed and by whom, `at` and `byId`; its feature says it, mostly by `lastChangeOf`. $1 is the id. */
  readonly lastChange: string;
  /** Null for what an organization has once; of a limit of a mailbox provider, which. */
  readonly id: string | null;
  /** What the caller read; undefined when they did not say. */
  readonly version: string | undefined;
}

interface LastChange {
  readonly at: Date;
  readonly byId: string | null;
}

/**
 * Throws `conflict.changed` with what `current` answers when the thing was changed since it was read. Its row stays
 * locked until the transaction ends, so that of two saves at once the second sees the first.
 */
export async function assertUnchanged(
  db: TenantDb,
  { route, lastChange, id, version }: Edited,
  current: () => Promise<unknown>,
): Promise<void> {
  if (version === undefined) return;
  const last = await db.row<LastChange>(lastChange, [id]);
  if (!last) throw notFound(route.id.split('.')[0]?.replace(/s$/, '') ?? 'thing');
  if (last.at.getTime() === Date.parse(version)) return;
  const { byId, at } = last;
  const isYou = byId !== null && byId === currentUserId();
  const by = byId && ((await db.row<{ name: string }>('select name from users where id = $1', [byId]))?.name ?? null);
  const who = isYou ? 'you, elsewhere' : (by ?? 'someone else');
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
