import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { SavedEventHook } from '@engagex/domain/provider-events';
import type { TransportView } from '@engagex/domain/transports';
import { until } from '../demo/browser.ts';
import { sendGridEvent, startSigning } from '../stand-ins/sendgrid/event-webhook.ts';
import type { Product } from './product.ts';
import type { Row } from './rounds.ts';

const events = 1_000;
const batches = 60;

/**
 * How long a provider waits for the answer to a batch, of nine in ten and more, through the BFF, checked and stored; beside
 * a bare insert of the same rows in one statement. And how many events a second are applied.
 */
export async function benchProviderEvents({ browser, url, ownerUrl }: Product): Promise<Row[]> {
  const signing = startSigning();
  const server = { kind: 'smtp', name: 'Relay', host: '127.0.0.1', port: 25, security: 'none' };
  const { id } = await browser.post<TransportView>('/api/transports', { transport: server });
  const hook = { provider: 'sendgrid', verificationKey: signing.verificationKey };
  const saved = await browser.send<SavedEventHook>('PUT', `/api/transports/${id}/event-hook`, { hook });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('create temporary table bare (source_id text primary key, delivery_id uuid, payload text)');
    const ours: number[] = [];
    const bare: number[] = [];
    for (let batch = 0; batch < batches; batch += 1) {
      const list = Array.from({ length: events }, () =>
        sendGridEvent('delivered', randomUUID(), { response: '250 OK' }),
      );
      const { body, headers } = signing.sign(list);
      ours.push(
        await timed(async () => {
          const answer = await fetch(new URL(new URL(saved.url).pathname, url), { method: 'POST', body, headers });
          if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
        }),
      );
      const columns = [
        list.map((event) => event.sg_event_id),
        list.map((event) => event['delivery_id']),
        list.map((event) => JSON.stringify(event)),
      ];
      bare.push(
        await timed(() =>
          client.query('insert into bare select * from unnest($1::text[], $2::uuid[], $3::text[])', columns),
        ),
      );
    }
    const start = performance.now();
    const waiting = async () =>
      (await client.query<{ n: number }>('select count(*)::int as n from provider_events where applied_at is null'))
        .rows[0]?.n ?? 0;
    const left = await waiting();
    await until(waiting, (now) => now === 0);
    const perSecond = left / ((performance.now() - start) / 1_000);
    const [value, reference] = [p95(ours), p95(bare)];
    const name = `provider events: p95 of a batch of ${events}, beside a bare insert`;
    return [
      { name, value, unit: 'ms', reference, ratio: value / reference, rounds: batches },
      {
        name: `provider events: applied a second (${left} waited)`,
        value: perSecond,
        unit: 'events/s',
        reference: null,
        ratio: null,
        rounds: 1,
      },
    ];
  } finally {
    await client.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function p95(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1] ?? 0;
}
