import pg from 'pg';
import type { TemplateView } from '@engagex/domain/templates';
import { until } from '../demo/browser.ts';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink } from './mail-sink.ts';
import { cpuSecondsOf } from './process-usage.ts';
import { type Product, startProduct } from './product.ts';
import { interleave, median, type Row } from './rounds.ts';
import { buildAudience, sendCampaign } from './sending.bench.ts';

/** USAGE_SCALE=0.1 is a tenth of it, for a quick look. */
const people = Math.round(20_000 * Number(process.env['USAGE_SCALE'] ?? 1));
const rounds = 5;

/** What the usage ledger costs a campaign: messages a second, and PostgreSQL's processor time, with billing on and off. */
export async function benchUsage(): Promise<Row[]> {
  const sink = await startMailSink();
  const env = { SMTP_URL: `smtp://127.0.0.1:${sink.port}` };
  const on = await startProduct({ env: { ...env, BILLING: 'on' } });
  const off = await startProduct({ env });
  try {
    const [withUsage, without] = [await senderOf(on), await senderOf(off)];
    await until(
      () => countOf(on, 'usage_accounts'),
      (count) => count > 0,
    );
    const name = 'usage: messages per second with billing on, beside off';
    const rate = await interleave(name, 'messages/s', rounds, withUsage.send, without.send);
    const entries = [await countOf(on, 'usage_entries'), await countOf(off, 'usage_entries')];
    if (entries[0] !== people * rounds || entries[1] !== 0)
      throw new Error(`There are ${entries.join(' and ')} entries.`);
    const [value, reference] = [withUsage, without].map(({ cpu }) => median(cpu) * 1e6);
    return [
      rate,
      {
        name: 'usage: processor time of PostgreSQL with billing on, beside off',
        value: value ?? 0,
        unit: 'µs a message',
        reference: reference ?? null,
        ratio: value && reference ? value / reference : null,
        rounds,
      },
    ];
  } finally {
    await Promise.all([on.stop(), off.stop()]);
    sink.stop();
  }
}

async function countOf({ ownerUrl }: Product, table: 'usage_accounts' | 'usage_entries'): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(`select count(*)::int from ${table}`);
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

async function senderOf(product: Product) {
  const groupId = await buildAudience(product, people);
  const { id } = await product.browser.post<TemplateView>('/api/templates', campaignTemplate);
  const cpu: number[] = [];
  const send = async () => {
    const before = cpuSecondsOf(product.pids.postgres);
    const rate = await sendCampaign(product, groupId, id, people);
    cpu.push((cpuSecondsOf(product.pids.postgres) - before) / people);
    return rate;
  };
  return { send, cpu };
}
