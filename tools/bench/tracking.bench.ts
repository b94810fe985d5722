import autocannon, { type Request, type Result } from 'autocannon';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { judgeHits } from '../../apps/api/src/features/engagements/judging/judge-hits.ts';
import { randomOf } from '../../apps/api/src/features/engagements/judging/testing/make-trace.ts';
import { traceMakers } from '../../apps/api/src/features/engagements/judging/testing/traces.ts';
import { type TrackedMessage, TrackingTokens } from '../../apps/api/src/features/engagements/tracking-token.ts';
import { until } from '../demo/browser.ts';
import { readSecrets } from '../stack/secrets.ts';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink } from './mail-sink.ts';
import { type Product, startProduct } from './product.ts';
import { interleave, type Row } from './rounds.ts';
import { buildAudience } from './sending.bench.ts';

const people = 20_000;
const connections = 50;
const seconds = 5;
const rounds = 5;

/**
 * Opens and clicks a second through the BFF until each of them is stored, beside a bare node:http that commits a row for
 * each request to the same PostgreSQL.
 */
export async function benchTracking(): Promise<Row[]> {
  const sink = await startMailSink();
  const product = await startProduct({ env: { SMTP_URL: `smtp://127.0.0.1:${sink.port}` } });
  const bare = fork(new URL('bare-hits.ts', import.meta.url), {
    env: { ...process.env, DATABASE_URL: product.ownerUrl },
  });
  try {
    const [port] = (await once(bare, 'message')) as [number]; // its first and only message
    const paths = await trackedPaths(product);
    await stored(product, paths); // so that no round is the first
    return [
      await interleave(
        'tracking: hits answered and stored, beside a bare node:http that commits each',
        'hits/s',
        rounds,
        () => stored(product, paths),
        async () => (await hit(`http://127.0.0.1:${port}`, ['/'])) / seconds,
      ),
      await interleave(
        'tracking: hits judged in memory, beside hits answered, judged and stored',
        'hits/s',
        rounds,
        async () => judged(),
        () => stored(product, paths),
      ),
      await interleave(
        'tracking: hits judged of a message that was followed 500 times within minutes, beside those of usual ones',
        'hits/s',
        rounds,
        async () => judgedOfOne(),
        async () => judged(),
      ),
    ];
  } finally {
    bare.kill();
    await product.stop();
    sink.stop();
  }
}

/** Sends a campaign; everybody opens it, and follows its first link a while later. */
async function trackedPaths(product: Product): Promise<string[]> {
  const { browser, ownerUrl, data } = product;
  const groupId = await buildAudience(product, people);
  const { id: templateId } = await browser.post<TemplateView>('/api/templates', campaignTemplate);
  const sender = { senderName: 'Bench', senderEmail: 'bench@shop.example' };
  const campaign = { name: 'Tracking', templateId, groupIds: [groupId], ...sender };
  const { id } = await browser.post<CampaignView>('/api/campaigns', campaign);
  await browser.post(`/api/campaigns/${id}/launch`, {});
  await until(
    () => browser.get<CampaignReport>(`/api/campaigns/${id}/report`),
    ({ ledger }) => ledger.closed && ledger.accepted === people,
  );
  const tokens = new TrackingTokens(readSecrets(data).trackingSecret);
  const { rows } = await query<TrackedMessage>(
    ownerUrl,
    `select organization_id as "organizationId", id as "deliveryId" from deliveries where campaign_id = $1`,
    [id],
  );
  const all = rows.map((message) => tokens.tokensFor(message).tracking);
  return [...all.map((token) => `/t/${token}/open.gif`), ...all.map((token) => `/t/${token}/1`)];
}

/** Hits a second, from the first request until the last one is stored. */
async function stored({ url, ownerUrl }: Product, paths: readonly string[]): Promise<number> {
  const count = async () =>
    (await query<{ count: number }>(ownerUrl, 'select count(*)::int as count from engagements')).rows[0]?.count ?? 0;
  const before = await count();
  const start = performance.now();
  const answered = await hit(url, paths);
  await until(count, (now) => now - before >= answered);
  return (answered / (performance.now() - start)) * 1000;
}

const random = randomOf(1);
const traces = Array.from({ length: 100 }, () => Object.values(traceMakers).map((make) => make(random))).flat();

/** Verdicts a second on hits as people and machines leave them. */
function judged(): number {
  const start = performance.now();
  let count = 0;
  for (const { message, hits } of traces) count += judgeHits(message, hits).length;
  return (count / (performance.now() - start)) * 1000;
}

/** The same where all of them are of one message, as whoever has its links can make them. */
function judgedOfOne(): number {
  const [{ message, hits: [hit] } = { message: null, hits: [] }] = traces.filter(
    ({ hits }) => hits[0]?.kind === 'click',
  );
  if (!message || !hit) throw new Error('No trace has a click.');
  const hits = Array.from({ length: 500 }, (_, n) => ({ ...hit, at: new Date(n * 400) }));
  const start = performance.now();
  return (judgeHits(message, hits).length / (performance.now() - start)) * 1000;
}

let asked = 0;

/** Asks for one address after another; resolves to how many were answered. */
async function hit(url: string, paths: readonly string[]): Promise<number> {
  const headers = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0)' };
  const setupRequest = (request: Request) => ({ ...request, path: paths[(asked += 1) % paths.length] ?? '/' });
  const run = autocannon({ url, connections, duration: seconds, requests: [{ headers, setupRequest }] }, () => {});
  const [result] = (await once(run, 'done')) as [Result]; // as autocannon documents it
  if (result['4xx'] + result['5xx'] + result.errors > 0) {
    throw new Error(`${url}: ${result['4xx']} and ${result['5xx']} refusals, ${result.errors} errors`);
  }
  return result['2xx'] + result['3xx'];
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string, values: readonly unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Row>(sql, [...values]);
  } finally {
    await client.end();
  }
}
