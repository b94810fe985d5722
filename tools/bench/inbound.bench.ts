import { fork } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import type { TemplateView } from '@engagex/domain/templates';
import { original, report } from '../../apps/api/src/features/inbound/parsing/testing/mails.ts';
import { ReturnPathTokens } from '../../apps/api/src/features/transports/return-path/return-path-tokens.ts';
import { until } from '../demo/browser.ts';
import { freePort } from '../stack/ports.ts';
import { readSecrets } from '../stack/secrets.ts';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink, untilListening } from './mail-sink.ts';
import { cpuSecondsOf } from './process-usage.ts';
import { type Product, startProduct } from './product.ts';
import { median, type Row } from './rounds.ts';
import { sendMails, type ReadyMail } from './send-mails.ts';
import { buildAudience, sendCampaign } from './sending.bench.ts';

const mails = 3_000;
const rounds = 5;
/** As many as one address may have. */
const connections = 20;
const bounceHost = 'bounces.bench.example';

/**
 * Bounces a second through the inbound listener, from the first byte until each is stored, read and applied: receipts, counts,
 * suppressions. Half of them are hard. Beside a bare smtp-server that commits the bytes of the same mails.
 */
export async function benchInbound(): Promise<Row[]> {
  const sink = await startMailSink();
  const port = await freePort();
  const env = { SMTP_URL: `smtp://127.0.0.1:${sink.port}`, BOUNCE_HOST: bounceHost, INBOUND_PORT: `${port}` };
  const product = await startProduct({ env });
  const bare = fork(new URL('bare-inbound.ts', import.meta.url), {
    env: { ...process.env, DATABASE_URL: product.ownerUrl },
  });
  const client = new pg.Client({ connectionString: product.ownerUrl });
  try {
    const [barePort] = (await once(bare, 'message')) as [number]; // its first and only message
    await client.connect();
    await untilListening(port);
    const all = await bounces(product, client, (rounds + 1) * mails);
    const batch = (n: number) => all.slice(n * mails, (n + 1) * mails);
    await applied(client, port, batch(rounds)); // connections and caches
    const ours: number[] = [];
    const raw: number[] = [];
    const cpu: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const { worker, postgres } = product.pids;
      const before = cpuSecondsOf(worker) + cpuSecondsOf(postgres);
      ours.push(await applied(client, port, batch(round)));
      cpu.push(((cpuSecondsOf(worker) + cpuSecondsOf(postgres) - before) / mails) * 1e6);
      raw.push(await perSecond(() => sendMails(barePort, batch(round), connections)));
    }
    const [value, reference] = [median(ours), median(raw)];
    const name = 'inbound: bounces taken, read and applied, beside a bare smtp-server that stores them';
    const cpuName = 'inbound: processor time of the worker and PostgreSQL';
    return [
      { name, value, unit: 'bounces/s', reference, ratio: value / reference, rounds },
      { name: cpuName, value: median(cpu), unit: 'µs a bounce', reference: null, ratio: null, rounds },
    ];
  } finally {
    await client.end();
    bare.kill();
    await product.stop();
    sink.stop();
  }
}

/** Sends a campaign, all of which comes back. */
async function bounces(product: Product, client: pg.Client, count: number): Promise<ReadyMail[]> {
  const groupId = await buildAudience(product, count);
  const template = await product.browser.post<TemplateView>('/api/templates', campaignTemplate);
  await sendCampaign(product, groupId, template.id, count);
  const { rows } = await client.query<{ id: string; address: string }>('select id, address from deliveries');
  const tokens = new ReturnPathTokens(readSecrets(product.data).trackingSecret);
  return rows.map(({ id, address }, n) => ({ to: `${tokens.tokenFor(id)}@${bounceHost}`, raw: bounce(address, n) }));
}

function bounce(address: string, n: number): string {
  const [code, words] = n % 2 ? ['5.1.1', '550 5.1.1 User unknown'] : ['5.2.2', '552 5.2.2 Mailbox full'];
  const status = [
    'Reporting-MTA: dns; mx.example.org',
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    `Status: ${code}`,
    `Diagnostic-Code: smtp; ${words}`,
  ].join('\n');
  return report({ status, returned: `${original}\n\n${campaignTemplate.body}` }).replaceAll('\n', '\r\n');
}

/** Until the last of them is applied. */
function applied(client: pg.Client, port: number, batch: readonly ReadyMail[]): Promise<number> {
  const waiting = async () =>
    (await client.query<{ n: number }>(`select count(*)::int as n from inbound_mails where state = 'waiting'`)).rows[0]
      ?.n ?? 0;
  return perSecond(async () => {
    await sendMails(port, batch, connections);
    await until(waiting, (now) => now === 0, 50);
  });
}

async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return mails / ((performance.now() - started) / 1000);
}
