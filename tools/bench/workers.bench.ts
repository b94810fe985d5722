import type { TemplateView } from '@engagex/domain/templates';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink } from './mail-sink.ts';
import { startProduct } from './product.ts';
import { interleave, type Row } from './rounds.ts';
import { buildAudience, sendCampaign } from './sending.bench.ts';

/** WORKERS_SCALE=0.1 is a tenth of it, for a quick look. */
const people = Math.round(40_000 * Number(process.env['WORKERS_SCALE'] ?? 1));

/** Messages a second of one campaign with two worker processes, beside the same with one. */
export async function benchWorkers(): Promise<Row[]> {
  const sink = await startMailSink();
  const env = { SMTP_URL: `smtp://127.0.0.1:${sink.port}` };
  const two = await startProduct({ env, workers: 2 });
  const one = await startProduct({ env });
  try {
    const senders = await Promise.all(
      [two, one].map(async (product) => {
        const groupId = await buildAudience(product, people);
        const template = await product.browser.post<TemplateView>('/api/templates', campaignTemplate);
        return () => sendCampaign(product, groupId, template.id, people);
      }),
    );
    const [ofTwo, ofOne] = senders;
    if (!ofTwo || !ofOne) throw new Error('Two products were started.');
    return [await interleave('workers: messages per second of two workers, beside one', 'messages/s', 3, ofTwo, ofOne)];
  } finally {
    await Promise.all([two.stop(), one.stop()]);
    sink.stop();
  }
}
