import pg from 'pg';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { until } from '../demo/browser.ts';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink } from './mail-sink.ts';
import { memoryOf } from './process-usage.ts';
import { type Product, startProduct } from './product.ts';
import type { Row } from './rounds.ts';
import { buildAudience, sendCampaign } from './sending.bench.ts';

/** SENDING_PEOPLE=100000 is a tenth of it, for a quick look. */
const people = Number(process.env['SENDING_PEOPLE'] ?? 1_000_000);
const few = Math.min(20_000, people);
/** So many are sent before the rest is cancelled: as many as it takes to see where memory and rate go. */
const sent = people * 0.3;

/**
 * A campaign to a million: how long its audience takes to be frozen, beside copying as many rows of the same width into a
 * table without keys; how fast it goes with a million pending, beside a campaign to 20,000; the memory of the worker.
 */
export async function benchSendingMillion(): Promise<Row[]> {
  const sink = await startMailSink();
  const product = await startProduct({ env: { SMTP_URL: `smtp://127.0.0.1:${sink.port}` } });
  const { browser, pids } = product;
  try {
    const fewId = await buildAudience(product, few);
    const template = await browser.post<TemplateView>('/api/templates', campaignTemplate);
    await sendCampaign(product, fewId, template.id, few); // connections and caches
    const rateOfFew = await sendCampaign(product, fewId, template.id, few);
    const groupId = await buildAudience(product, people, 'reader');
    const raw = await secondsToCopy(product);
    const before = memoryOf(pids.worker);

    const { id } = await browser.post<CampaignView>('/api/campaigns', {
      name: 'A million',
      templateId: template.id,
      groupIds: [groupId],
      senderName: 'Bench',
      senderEmail: 'bench@shop.example',
    });
    const launched = performance.now();
    await browser.post(`/api/campaigns/${id}/launch`, {});
    const report = (enough: (report: CampaignReport) => boolean) =>
      until(() => browser.get<CampaignReport>(`/api/campaigns/${id}/report`), enough, 500);
    const { ledger } = await report((each) => each.ledger.audience > 0);
    const freeze = (performance.now() - launched) / 1000;

    const begun = performance.now();
    const begunAt = (await report((each) => each.ledger.accepted > 0)).ledger.accepted;
    const sizes: number[] = [];
    for (const share of [0.25, 0.5, 0.75, 1]) {
      await report((each) => each.ledger.accepted >= sent * share);
      sizes.push(memoryOf(pids.worker));
    }
    const { accepted } = (await report(() => true)).ledger;
    const rate = (accepted - begunAt) / ((performance.now() - begun) / 1000);
    await browser.post(`/api/campaigns/${id}/cancel`, {});

    const name = `campaign to ${ledger.audience.toLocaleString('en')}`;
    const plain = { reference: null, ratio: null, rounds: 1 };
    return [
      {
        name: `${name}: frozen, beside a plain copy`,
        value: freeze,
        unit: 's',
        reference: raw,
        ratio: freeze / raw,
        rounds: 1,
      },
      {
        name: `${name}: messages per second, beside one to ${few.toLocaleString('en')}`,
        value: rate,
        unit: 'messages/s',
        reference: rateOfFew,
        ratio: rate / rateOfFew,
        rounds: 1,
      },
      { name: `${name}: memory of the worker before`, value: before, unit: 'MB', ...plain },
      ...sizes.map((value, index) => ({
        name: `${name}: memory of the worker after ${Math.round((sent * (index + 1)) / 4).toLocaleString('en')} messages`,
        value,
        unit: 'MB',
        ...plain,
      })),
    ];
  } finally {
    await product.stop();
    sink.stop();
  }
}

/** What PostgreSQL takes to write as many rows as wide as deliveries, with nothing to look up or to keep. */
async function secondsToCopy({ ownerUrl }: Product): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('create table plain_copy as select * from deliveries limit 0');
    const started = performance.now();
    await client.query(
      `insert into plain_copy (organization_id, id, campaign_id, contact_id, email, state, attempts, created_at, updated_at)
       select organization_id, uuidv7(), id, id, email, 'pending', 0, now(), now() from contacts order by id limit $1`,
      [people],
    );
    const seconds = (performance.now() - started) / 1000;
    await client.query('drop table plain_copy');
    return seconds;
  } finally {
    await client.end();
  }
}
