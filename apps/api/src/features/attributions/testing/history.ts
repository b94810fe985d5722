import { randomUUID } from 'node:crypto';
import { personKeyOf } from '@engagex/domain/events';
import { runInScope } from '@engagex/tenancy';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';
import { personIdOf } from '../../events/index.ts';
import { SettleConversions } from '../settle-conversions.ts';

/** An event as the door stores it, at its times. */
export interface TimedEvent {
  readonly id?: string;
  readonly kind?: 'track' | 'page' | 'identify';
  readonly name?: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly isTrusted?: boolean;
  readonly keyId?: string;
  readonly occurredAt: Date;
  /** Now, unless it is said. */
  readonly receivedAt?: Date;
}

/** An open or click as it is stored once it was judged. */
export interface Touch {
  readonly id?: string;
  readonly deliveryId: string;
  readonly kind: 'open' | 'click' | 'machine_open' | 'machine_click';
  readonly at: Date;
}

/** Stores events for the stages, in one commit. */
export async function acceptAt(api: TestApi, { organizationId }: TestMember, events: readonly TimedEvent[]) {
  const rows = events.map((event) => {
    const { anonymousId = null, userId = null, isTrusted = false } = event;
    const personId = personIdOf({ organizationId, ...personKeyOf({ anonymousId, userId, isTrusted }) });
    return { ...event, id: event.id ?? randomUUID(), personId };
  });
  await api.owner.query(
    `with added as (
       insert into events (organization_id, id, kind, name, anonymous_id, user_id, person_id, properties, context, trusted, key_id,
         occurred_at, received_at, message_id)
       select $1, e.id, coalesce(e.kind, 'track'), coalesce(e.name, 'purchase'), e."anonymousId", e."userId", e."personId",
         coalesce(e.properties, '{}'), coalesce(e.context, '{}'), coalesce(e."isTrusted", false), e."keyId", e."occurredAt",
         coalesce(e."receivedAt", now()), e.id::text
       from jsonb_to_recordset($2::jsonb) as e (id uuid, kind text, name text, "anonymousId" text, "userId" text, "personId" uuid,
         properties jsonb, context jsonb, "isTrusted" boolean, "keyId" uuid, "occurredAt" timestamptz, "receivedAt" timestamptz)
       returning id, received_at)
     insert into event_batches (organization_id, first_received_at, last_received_at, event_ids)
     select $1, min(received_at), max(received_at), array_agg(id) from added having count(*) > 0`,
    [organizationId, JSON.stringify(rows)],
  );
  return rows;
}

/** A campaign that was sent, with one link, and a message to each contact. Resolves to it and the messages, in the order of the contacts. */
export async function sentCampaign(
  api: TestApi,
  { organizationId }: TestMember,
  contactIds: readonly string[],
  variantOf: (index: number) => number | null = () => null,
) {
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into campaigns (organization_id, name, status, audience, launched_at, finished_at)
     values ($1, 'Summer sale', 'sent', $2, now(), now()) returning id`,
    [organizationId, contactIds.length],
  );
  const campaignId = rows[0]?.id ?? '';
  await api.owner.query(
    `insert into campaign_links (organization_id, campaign_id, position, url) values ($1, $2, 0, 'https://shop.example/sale')`,
    [organizationId, campaignId],
  );
  const deliveryIds = contactIds.map(() => randomUUID());
  await api.owner.query(
    `insert into deliveries (organization_id, id, campaign_id, contact_id, address, state, accepted_at, variant)
     select $1, d, $2, c, 'x@example.com', 'accepted', now(), v from unnest($3::uuid[], $4::uuid[], $5::smallint[]) as x (d, c, v)`,
    [organizationId, campaignId, deliveryIds, contactIds, contactIds.map((_, index) => variantOf(index))],
  );
  return { campaignId, deliveryIds };
}

export async function storeTouches(api: TestApi, { organizationId }: TestMember, touches: readonly Touch[]) {
  await api.owner.query(
    `insert into engagements (organization_id, id, campaign_id, delivery_id, kind, link_position, at)
     select $1, x.id, d.campaign_id, d.id, x.kind, case when x.kind in ('click', 'machine_click') then 0 end, x.at
     from jsonb_to_recordset($2::jsonb) as x (id uuid, "deliveryId" uuid, kind text, at timestamptz)
     join deliveries d on d.id = x."deliveryId"`,
    [organizationId, JSON.stringify(touches.map((touch) => ({ id: randomUUID(), ...touch })))],
  );
}

/** As the worker does it, until nothing is left to settle. */
export async function settle(api: TestApi, { organizationId }: Pick<TestMember, 'organizationId'>): Promise<void> {
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await runInScope(scope, () => api.app.get(SettleConversions).run(new AbortController().signal));
}

/** The time in which attributions may change passes. */
export async function decide(api: TestApi, member: TestMember): Promise<void> {
  await api.owner.query(
    `update conversions set decides_at = now() - interval '1 s', due_at = now() - interval '1 s'
     where organization_id = $1 and decided_at is null`,
    [member.organizationId],
  );
  await settle(api, member);
}
