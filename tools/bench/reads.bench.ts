import autocannon, { type Result } from 'autocannon';
import { once } from 'node:events';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { until } from '../demo/browser.ts';
import { demoTemplate } from '../demo/demo-template.ts';
import { importFile, importOnce } from './import.bench.ts';
import type { Product } from './product.ts';
import { median, type Row } from './rounds.ts';

const connections = 50;
const seconds = 4;
const rounds = 3;

/** p50 and p95 of the ten busiest reads through the BFF with 100,000 contacts, beside its own health check. */
export async function benchReads(product: Product): Promise<Row[]> {
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
  const paths: Readonly<Record<string, string>> = {
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
  const rows: Row[] = [];
  for (const [name, path] of Object.entries(paths)) {
    const ours: Latency[] = [];
    const bare: Latency[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await load(product, path));
      bare.push(await load(product, '/health/live'));
    }
    for (const percentile of ['p50', 'p95'] as const) {
      const value = median(ours.map((latency) => latency[percentile]));
      const reference = median(bare.map((latency) => latency[percentile]));
      rows.push({
        name: `${name}: ${percentile} at ${connections} connections, beside /health/live`,
        value,
        unit: 'ms',
        reference,
        ratio: value / reference,
        rounds,
      });
    }
  }
  return rows;
}

interface Latency {
  readonly p50: number;
  readonly p95: number;
}

/** autocannon's own histogram has no p95, so the times are collected here. */
async function load({ url, cookie }: Product, path: string): Promise<Latency> {
  const times: number[] = [];
  const run = autocannon({ url: url + path, connections, duration: seconds, headers: { cookie } }, () => {});
  run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const [{ non2xx, errors }] = (await once(run, 'done')) as [Result]; // as autocannon documents it
  if (non2xx > 0 || errors > 0) throw new Error(`${path}: ${non2xx} refusals, ${errors} errors`);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
