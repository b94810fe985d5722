import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { ExploreQueryInput } from '@engagex/domain/explore';
import { addEvents } from './explore-data.ts';
import { percentileRows } from './percentiles.ts';
import { cpuSecondsOf } from './process-usage.ts';
import type { Product } from './product.ts';
import type { Row } from './rounds.ts';

const events = Number(process.env['EXPLORE_EVENTS'] ?? 2_000_000);
const seconds = Number(process.env['LOAD_SECONDS'] ?? 60);
const viewers = 20;
const refreshMs = 5_000;

/**
 * A dashboard of 12 cards that 20 people look at, refreshed every 5 seconds while events arrive: all look at the same one, and each
 * at questions of their own, which is what it would cost without kept answers.
 */
export async function benchExploreLoad({ url, cookie, ownerUrl, pids }: Product): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query<{ id: string }>('select id from organizations limit 1');
    const organizationId = rows[0]?.id ?? '';
    await addEvents(owner, organizationId, { from: 0, to: events });
    const measured: Row[] = [];
    for (const [name, isShared] of [
      ['the same dashboard', true],
      ['questions of their own', false],
    ] as const) {
      const before = cpuSecondsOf(pids.postgres);
      const { times, refused } = await look({ url, cookie, owner, organizationId, isShared });
      const used = cpuSecondsOf(pids.postgres) - before;
      const about = `explore-load: 20 viewers, 12 cards, ${name}`;
      const row = (what: string, value: number, unit: string): Row => ({
        name: `${about}: ${what}`,
        value,
        unit,
        reference: null,
        ratio: null,
        rounds: 1,
      });
      measured.push(
        ...percentileRows(about, times),
        row('answered', times.length, ''),
        row('put off (429, 503)', refused, ''),
        row('processor time of PostgreSQL, of one core', (used / seconds) * 100, '%'),
      );
    }
    return measured;
  } finally {
    await owner.end();
  }
}

interface Load {
  readonly url: string;
  readonly cookie: string;
  readonly owner: pg.Client;
  readonly organizationId: string;
  readonly isShared: boolean;
}

async function look(load: Load): Promise<{ times: number[]; refused: number }> {
  const until = Date.now() + seconds * 1_000;
  const times: number[] = [];
  let refused = 0;
  const ask = async (query: ExploreQueryInput) => {
    const from = performance.now();
    const response = await fetch(new URL('/api/explore/query', load.url), {
      method: 'POST',
      headers: { cookie: load.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    await response.arrayBuffer();
    if (response.ok) times.push(performance.now() - from);
    else if (response.status === 429 || response.status === 503) refused += 1;
    else throw new Error(`A question was answered ${response.status}.`);
  };
  const view = async (viewer: number) => {
    await delay((refreshMs / viewers) * viewer);
    for (let round = 0; Date.now() < until; round += 1) {
      const next = Date.now() + refreshMs;
      const whose = load.isShared ? 'nobody' : `viewer ${viewer}, round ${round}`;
      await Promise.all(cards(whose).map(ask));
      await delay(Math.max(0, next - Date.now()));
    }
  };
  const arriving = arrive(load, until);
  await Promise.all(Array.from({ length: viewers }, (_, viewer) => view(viewer)));
  await arriving;
  return { times, refused };
}

/** Ten events a second. */
async function arrive({ owner, organizationId }: Load, until: number): Promise<void> {
  while (Date.now() < until) {
    await owner.query(
      `insert into events (organization_id, occurred_at, name, person_id, kind, trusted, message_id)
       select $1, now(), 'page_view', ('00000000-0000-8000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'track', false, uuidv7()::text
       from generate_series(1, 10) n`,
      [organizationId],
    );
    await delay(1_000);
  }
}

/** `whose` makes the questions of one differ from those of others, and changes no number. */
function cards(whose: string): ExploreQueryInput[] {
  const period = { kind: 'last', days: 30 } as const;
  const own = [{ type: 'text' as const, name: 'whose', predicate: { op: 'is_not' as const, value: whose } }];
  const event = (name: string) => ({ name, properties: whose === 'nobody' ? [] : own });
  const series = (name: string, kind: 'events' | 'people'): ExploreQueryInput => ({
    kind: 'series',
    period,
    interval: 'day',
    events: [event(name)],
    measure: { kind },
  });
  const top = (name: string, property: string): ExploreQueryInput => ({
    kind: 'top',
    period,
    event: event(name),
    property,
  });
  return [
    ...['page_view', 'add_to_cart', 'purchase', 'signup'].map((name) => series(name, 'events')),
    ...['add_to_cart', 'purchase', 'signup'].map((name) => series(name, 'people')),
    { kind: 'funnel', period, steps: ['product_viewed', 'add_to_cart', 'purchase'].map(event) },
    { kind: 'retention', period, interval: 'week', begins: event('signup'), returns: event('purchase') },
    top('purchase', 'product_id'),
    top('add_to_cart', 'path'),
    { kind: 'paths', period: { kind: 'last', days: 7 }, event: event('signup') },
  ];
}
