import { randomUUID } from 'node:crypto';
import { personKeyOf } from '@engagex/domain/events';
import { runInScope } from '@engagex/tenancy';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { EventStages } from '../../event-stages/event-stages.ts';
import type { EventKind } from '../../event-stages/index.ts';
import { personIdOf } from '../../events/index.ts';

/** An event as the door stores it. */
export interface AcceptedEvent {
  readonly kind?: EventKind;
  readonly name?: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly isTrusted?: boolean;
  readonly keyId?: string;
  /** Seconds after the beginning of 2026. */
  readonly second?: number;
}

export interface StoredEvent extends AcceptedEvent {
  readonly id: string;
  readonly personId: string;
}

/** What the door writes for each of these, in one transaction for each list; nothing is applied yet. */
export async function acceptEvents(api: TestApi, { organizationId }: TestMember, ...batches: AcceptedEvent[][]) {
  const stored: StoredEvent[] = [];
  for (const batch of batches) {
    const events = batch.map((event) => ({ ...event, id: randomUUID(), personId: personIn(organizationId, event) }));
    await api.owner.query(
      `with added as (
         insert into events (organization_id, id, kind, name, anonymous_id, user_id, person_id, properties, context, trusted, key_id,
           occurred_at, received_at, message_id)
         select $1, e.id, coalesce(e.kind, 'track'), coalesce(e.name, e.kind, 'page_view'), e."anonymousId", e."userId", e."personId",
           coalesce(e.properties, '{}'), coalesce(e.context, '{}'), coalesce(e."isTrusted", false), e."keyId",
           '2026-01-01Z'::timestamptz + make_interval(secs => coalesce(e.second, 0)),
           '2026-01-01Z'::timestamptz + make_interval(secs => coalesce(e.second, 0)), e.id::text
         from jsonb_to_recordset($2::jsonb) as e (id uuid, kind text, name text, "anonymousId" text, "userId" text, "personId" uuid,
           properties jsonb, context jsonb, "isTrusted" boolean, "keyId" uuid, second float) returning id, received_at)
       insert into event_batches (organization_id, first_received_at, last_received_at, event_ids)
       select $1, min(received_at), max(received_at), array_agg(id) from added having count(*) > 0`,
      [organizationId, JSON.stringify(events)],
    );
    stored.push(...events);
  }
  return stored;
}

function personIn(organizationId: string, { anonymousId, userId, isTrusted = false }: AcceptedEvent): string {
  return personIdOf({
    organizationId,
    ...personKeyOf({ anonymousId: anonymousId ?? null, userId: userId ?? null, isTrusted }),
  });
}

/** Applies everything that waits in the organization, as a worker does. */
export async function applyEvents(api: TestApi, { organizationId }: Pick<TestMember, 'organizationId'>): Promise<void> {
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await runInScope(scope, () => api.app.get(EventStages).run(new AbortController().signal));
}

/** A secret key, as the owner of the organization makes them. */
export async function secretKey(api: TestApi, { organizationId }: TestMember): Promise<string> {
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into api_keys (organization_id, kind, name, hint, key_hash, scopes)
     values ($1, 'secret', 'Shop', 'egx_', sha256($2::text::bytea), '{contacts:read}') returning id`,
    [organizationId, randomUUID()],
  );
  return rows[0]?.id ?? '';
}
