import { DomainError, notFound, type RouteDefinition } from '@engagex/domain/shared';
import { currentUserId, type TenantDb } from '@engagex/tenancy';

const lastChangeOf = (table: string) => `
  select t.updated_at as at, t.updated_by_id as "byId" from ${table} t where t.id = $1 and t.deleted_at is null for update of t`;

/** $1 id, or which mailbox provider. Who changed it is not kept for the organization itself, whose settings have an audit log. */
const lastChanges = {
  attribute_definitions: lastChangeOf('attribute_definitions'),
  campaigns: lastChangeOf('campaigns'),
  contact_views: lastChangeOf('contact_views'),
  contacts: lastChangeOf('contacts'),
  domain_limits: lastChangeOf('domain_limits'),
  forms: lastChangeOf('forms'),
  groups: lastChangeOf('groups'),
  segments: lastChangeOf('segments'),
  templates: lastChangeOf('templates'),
  topics: lastChangeOf('topics'),
  transports: lastChangeOf('transports'),
  organizations: `
    select o.updated_at as at, null::uuid as "byId" from organizations o
    where o.id = coalesce($1, current_organization()) and o.deleted_at is null for no key update of o`,
  frequency_rules: `
    select coalesce(r.updated_at, o.created_at) as at, r.updated_by_id as "byId"
    from organizations o left join frequency_rules r on r.organization_id = o.id
    where o.id = coalesce($1, current_organization())`,
  mailbox_provider_limits: `
    select coalesce(l.updated_at, o.created_at) as at, l.updated_by_id as "byId"
    from organizations o left join mailbox_provider_limits l on l.organization_id = o.id and l.mailbox_provider = $1
    where o.id = current_organization()`,
} as const;

interface Edited {
  /** The update; what it answers is how the current state is told. */
  readonly route: RouteDefinition;
  readonly table: keyof typeof lastChanges;
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
  { route, table, id, version }: Edited,
  current: () => Promise<unknown>,
): Promise<void> {
  if (version === undefined) return;
  const last = await db.row<LastChange>(lastChanges[table], [id]);
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
