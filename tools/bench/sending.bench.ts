import { fork } from 'node:child_process';
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { until } from '../demo/browser.ts';
import { demoTemplate } from '../demo/demo-template.ts';
import { importOnce } from './import.bench.ts';
import { type Product, startProduct } from './product.ts';
import { interleave, type Row } from './rounds.ts';

const people = 3_000;
const connections = 8; // as many as the product's own SMTP transport

/** Messages a second of a campaign, beside a bare nodemailer pool composing and sending as many of the same size. */
export async function benchSending(): Promise<Row[]> {
  const sink = fork(new URL('smtp-sink.ts', import.meta.url));
  const [port] = (await once(sink, 'message')) as [number]; // the sink's first and only message
  const product = await startProduct({ env: { SMTP_URL: `smtp://127.0.0.1:${port}` } });
  try {
    const { view } = await importOnce(
      product,
      ['email,first name', ...Array.from({ length: people }, (_, index) => `p${index}@example.com,First${index}`)].join(
        '\n',
      ),
      'Everyone',
    );
    const template = await product.browser.post<TemplateView>('/api/templates', demoTemplate);
    const preview = await product.browser.post<{ html: string; text: string; subject: string }>(
      '/api/templates/preview',
      demoTemplate,
    );
    const row = await interleave(
      'sending: messages per second, beside a bare nodemailer pool',
      'messages/s',
      3,
      () => sendCampaign(product, view.groupId, template.id),
      () => sendBare(port, preview),
    );
    return [row];
  } finally {
    await product.stop();
    sink.kill();
  }
}

async function sendCampaign({ browser }: Product, groupId: string | null, templateId: string): Promise<number> {
  const draft = {
    name: 'Bench',
    templateId,
    groupIds: [groupId],
    senderName: 'Bench',
    senderEmail: 'bench@shop.example',
  };
  const { id } = await browser.post<CampaignView>('/api/campaigns', draft);
  await browser.post(`/api/campaigns/${id}/launch`, {});
  const { campaign, ledger } = await until(
    () => browser.get<CampaignReport>(`/api/campaigns/${id}/report`),
    (report) => report.campaign.status === 'sent',
    100,
  );
  if (ledger.accepted !== people) throw new Error(`Only ${ledger.accepted} were accepted.`);
  return people / ((Date.parse(campaign.finishedAt ?? '') - Date.parse(campaign.launchedAt ?? '')) / 1000);
}

async function sendBare(
  port: number,
  { subject, html, text }: { subject: string; html: string; text: string },
): Promise<number> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
  });
  const started = performance.now();
  await Promise.all(
    Array.from({ length: people }, (_, index) =>
      transport.sendMail({
        from: 'Bench <bench@shop.example>',
        to: `First${index} <p${index}@example.com>`,
        subject,
        html,
        text,
        headers: {
          'List-Unsubscribe': '<https://shop.example/u/1>',
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      }),
    ),
  );
  transport.close();
  return people / ((performance.now() - started) / 1000);
}
