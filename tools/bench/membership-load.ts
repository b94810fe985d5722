import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { personIdOf } from '../../apps/api/src/features/events/person-id.ts';
import type { SegmentBranch, SegmentCondition } from '@engagex/domain/segments';

const perRequest = 20;
const peopleAtOnce = 10_000;

export const segmentCount = 20;

type Event = Extract<SegmentCondition, { kind: 'event' }>;
const did = (name: string, times: number, days: number | null): Event => ({
  kind: 'event',
  op: 'did',
  name,
  times,
  window: days === null ? null : { op: 'in_last_days', days },
  properties: [],
  sum: null,
});
const notDid = (name: string): Event => ({ ...did(name, 1, null), op: 'did_not' });
const country = (value: string): SegmentCondition => ({
  kind: 'field',
  field: 'country',
  predicate: { op: 'is', value },
});
const spent = (least: number): Event => ({
  ...did('purchase', 1, 30),
  sum: { name: 'order_amount', predicate: { op: 'gte', value: least } },
});

/** What shops ask: who bought, how often and lately, who left a cart, who looked a lot; and some that events do not touch. */
function trees(): SegmentBranch[] {
  const all = (...of: SegmentCondition[]): SegmentBranch => ({ kind: 'all', of });
  return [
    all(did('purchase', 1, null)),
    all(did('purchase', 2, 30)),
    all(did('purchase', 1, 7), country('DE')),
    all(did('add_to_cart', 1, 7), notDid('purchase')),
    all(did('add_to_cart', 3, 30)),
    all(did('search', 1, 7), country('CH')),
    all(did('search', 3, null), notDid('add_to_cart')),
    all(did('page_view', 2, 7)),
    all(did('page_view', 5, 30), notDid('purchase')),
    all(spent(50)),
    all(spent(200), country('FR')),
    all(did('page_view', 1, null), did('purchase', 1, 30)),
    ...['DE', 'FR', 'CH', 'GB', 'US', 'IT', 'ES', 'NL'].map((value) => all(country(value))),
  ];
}

/** Contacts whom the shop knows by its own ids, with the people they are, and segments that are watched. */
export async function seedMembership(owner: pg.Pool, organizationId: string, contacts: number): Promise<void> {
  const client = await owner.connect();
  await client.query(`select set_config('session_replication_role', 'replica', false)`);
  await client.query(
    `insert into contacts (organization_id, email, external_id, country)
     select $1, 'm' || n || '@example.com', 'customer-' || n, (array['DE','FR','CH','GB','US','IT','ES','NL'])[1 + n % 8]
     from generate_series(1, $2) n`,
    [organizationId, contacts],
  );
  await client.query(`select set_config('session_replication_role', 'origin', false)`);
  client.release();
  for (let first = 1; first <= contacts; first += peopleAtOnce) {
    const keys = Array.from(
      { length: Math.min(peopleAtOnce, contacts - first + 1) },
      (_, n) => `customer-${first + n}`,
    );
    await owner.query(
      `insert into people (organization_id, id, kind, key, contact_id, first_seen_at, last_seen_at)
       select $1, p.id, 'known', p.key, c.id, now(), now() from unnest($2::uuid[], $3::text[]) p (id, key)
       join contacts c on c.organization_id = $1 and c.external_id = p.key`,
      [organizationId, keys.map((id) => personIdOf({ organizationId, kind: 'user', id })), keys],
    );
  }
  await owner.query('vacuum analyze contacts, people');
  await owner.query(
    `with made as (
       insert into segments (organization_id, name, tree) select $1, n::text, t from jsonb_array_elements($2::jsonb) with ordinality x (t, n)
       returning id)
     insert into segment_watches (organization_id, segment_id, watchers, recheck) select $1, id, '{members}', 'baseline' from made`,
    [organizationId, JSON.stringify(trees())],
  );
}

export async function secretKeyOf(owner: pg.Pool, organizationId: string): Promise<string> {
  const secret = `egx_${randomBytes(32).toString('base64url')}`;
  await owner.query(`insert into organizations (id, name) values ($1, 'Bench')`, [organizationId]);
  await owner.query(
    `insert into api_keys (organization_id, kind, name, hint, key_hash, scopes) values ($1, 'secret', 'Bench', 'egx_', $2, '{events:write}')`,
    [organizationId, createHash('sha256').update(secret).digest()],
  );
  return secret;
}

export interface Load {
  readonly port: number;
  readonly key: string;
  readonly contacts: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Sends events evenly, in small requests. Resolves to when each was answered with 202, by message id. */
export async function sendEvenly({
  port,
  key,
  contacts,
  perSecond,
  seconds,
}: Load): Promise<ReadonlyMap<string, number>> {
  const answered = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const sending: Promise<void>[] = [];
  const from = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent += perRequest) {
    const due = from + (sent / perSecond) * 1_000;
    if (due > performance.now()) await delay(due - performance.now());
    const batch = Array.from({ length: perRequest }, () => newEvent(contacts));
    sending.push(
      post({ port, key, agent }, JSON.stringify({ sentAt: new Date(), batch })).then(() => {
        for (const { messageId } of batch) answered.set(messageId, Date.now());
      }),
    );
  }
  await Promise.all(sending);
  agent.destroy();
  return answered;
}

function newEvent(contacts: number) {
  const chance = Math.random();
  const event = chance < 0.7 ? 'page_view' : chance < 0.85 ? 'search' : chance < 0.95 ? 'add_to_cart' : 'purchase';
  return {
    type: 'track',
    event,
    messageId: randomUUID(),
    userId: `customer-${1 + Math.floor(Math.random() * contacts)}`,
    timestamp: new Date().toISOString(),
    properties: { product_id: 'sku-1', order_amount: Math.round(Math.random() * 300) },
  };
}

function post({ port, key, agent }: { port: number; key: string; agent: Agent }, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const posting = request({ port, path: '/v1/batch', agent, method: 'POST', headers }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 202) resolve();
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    posting.once('error', reject);
    posting.end(body);
  });
}
