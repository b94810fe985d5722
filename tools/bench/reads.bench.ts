import autocannon, { type Result } from 'autocannon';
import { once } from 'node:events';
import pg from 'pg';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { until } from '../demo/browser.ts';
import { demoTemplate } from '../demo/demo-template.ts';
import { importFile, importOnce } from './import.bench.ts';
import { cpuSecondsOf } from './process-usage.ts';
import { type Product, startProduct } from './product.ts';
import { median, type Row } from './rounds.ts';

const connections = 50;
const seconds = 4;
const rounds = 3;

/**
 * The ten busiest reads through the BFF with 100,000 contacts: p50 and p95 beside its own health check, the processor
 * time of a request in each process, and the statements that PostgreSQL runs for it.
 */
export async function benchReads(): Promise<Row[]> {
  const first = await startProduct();
  let product = first;
  try {
    const paths = await prepare(product);
    const rows: Row[] = [];
    for (const [name, path] of Object.entries(paths)) rows.push(...(await timesOf(product, name, path)));
    await loadStatementCounter(product.ownerUrl);
    await product.stop({ keepData: true });
    product = { ...(await startProduct({ data: first.data })), cookie: first.cookie };
    for (const [name, path] of Object.entries(paths)) rows.push(await statementsOf(product, name, path));
    return rows;
  } finally {
    await product.stop();
  }
}

/** Contacts, a campaign that was sent, and the address of each read. */
async function prepare(product: Product): Promise<Readonly<Record<string, string>>> {
  const { browser } = product;
  await importOnce(product, importFile(1_000));
  const { view } = await importOnce(
    product,
    ['email', ...Array.from({ length: 2_000 }, (_, index) => `reader${index}@example.com`)].join('\n'),
    'Readers',
  );
  const template = await browser.post<TemplateView>('/api/templates', demoTemplate);
  const { id } = await browser.post<CampaignView>('/api/campaigns', {
    name: 'Reads',
    templateId: template.id,
    groupIds: [view.groupId],
    senderName: 'Bench',
    senderEmail: 'bench@shop.example',
  });
  await browser.post(`/api/campaigns/${id}/launch`, {});
  await until(
    () => browser.get<CampaignReport>(`/api/campaigns/${id}/report`),
    (report) => report.ledger.closed,
  );
  const contacts = await browser.get<{ items: { id: string }[] }>('/api/contacts?limit=1');
  return {
    'contacts.list': '/api/contacts',
    'contacts.list with search': '/api/contacts?search=person4242',
    'contacts.get': `/api/contacts/${contacts.items[0]?.id}`,
    'groups.list': '/api/groups',
    'templates.list': '/api/templates',
    'campaigns.list': '/api/campaigns',
    'campaigns.report': `/api/campaigns/${id}/report`,
    'deliveries.list': `/api/campaigns/${id}/deliveries`,
    'deliveries.ledger': `/api/campaigns/${id}/ledger`,
    'analytics.dashboard': '/api/dashboard',
  };
}

async function timesOf(product: Product, name: string, path: string): Promise<Row[]> {
  const ours: Load[] = [];
  const bare: Load[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await load(product, path));
    bare.push(await load(product, '/health/live'));
  }
  const rowOf = (what: string, unit: string, figure: (load: Load) => number): Row => {
    const [value, reference] = [median(ours.map(figure)), median(bare.map(figure))];
    return { name: `${name}: ${what}`, value, unit, reference, ratio: value / reference, rounds };
  };
  const beside = `at ${connections} connections, beside /health/live`;
  return [
    rowOf(`p50 ${beside}`, 'ms', ({ p50 }) => p50),
    rowOf(`p95 ${beside}`, 'ms', ({ p95 }) => p95),
    rowOf(`requests ${beside}`, 'requests/s', ({ perSecond }) => perSecond),
    ...services.map((service) => ({
      name: `${name}: processor time of ${service}`,
      value: median(ours.map(({ cpu }) => cpu[service])),
      unit: 'µs a request',
      reference: null,
      ratio: null,
      rounds,
    })),
  ];
}

const services = ['bff', 'api', 'postgres'] as const;

interface Load {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
  /** Microseconds a request. */
  readonly cpu: Readonly<Record<(typeof services)[number], number>>;
}

/** autocannon's own histogram has no p95, so the times are collected here. */
async function load({ url, cookie, pids }: Product, path: string): Promise<Load> {
  const before = services.map((service) => cpuSecondsOf(pids[service]));
  const times: number[] = [];
  const run = autocannon({ url: url + path, connections, duration: seconds, headers: { cookie } }, () => {});
  run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const [{ non2xx, errors }] = (await once(run, 'done')) as [Result]; // as autocannon documents it
  if (non2xx > 0 || errors > 0) throw new Error(`${path}: ${non2xx} refusals, ${errors} errors`);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const spent = (service: number) => ((cpuSecondsOf(pids[services[service]!]) - before[service]!) * 1e6) / times.length;
  const cpu = { bff: spent(0), api: spent(1), postgres: spent(2) };
  return { p50: at(0.5), p95: at(0.95), perSecond: times.length / seconds, cpu };
}

/** PostgreSQL counts statements from its next start on. */
async function loadStatementCounter(ownerUrl: string): Promise<void> {
  await asOwner(ownerUrl, `alter system set shared_preload_libraries = 'pg_stat_statements'`);
}

async function statementsOf({ url, cookie, ownerUrl }: Product, name: string, path: string): Promise<Row> {
  const requests = 100;
  await asOwner(ownerUrl, 'create extension if not exists pg_stat_statements');
  for (let request = 0; request < requests; request += 1) {
    if (request === requests / 2) await asOwner(ownerUrl, 'select pg_stat_statements_reset()'); // the first ones connect
    const answer = await fetch(url + path, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.arrayBuffer();
  }
  // Not what others do meanwhile: workers look for work, and this counts.
  const [counted] = await asOwner(
    ownerUrl,
    `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements s
     where query not like '%pg_stat_statements%' and calls % ${requests / 2} = 0`,
  );
  const value = Number(counted?.['calls']) / (requests / 2);
  return {
    name: `${name}: statements in PostgreSQL`,
    value,
    unit: 'a request',
    reference: null,
    ratio: null,
    rounds: 1,
  };
}

async function asOwner(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
