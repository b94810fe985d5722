import pg from 'pg';
import type { CampaignView } from '@engagex/domain/campaigns';
import type { TemplateView } from '@engagex/domain/templates';
import { Browser, until } from '../demo/browser.ts';
import { campaignTemplate } from './campaign-template.ts';
import { startMailSink } from './mail-sink.ts';
import { type Product, startProduct } from './product.ts';
import { median, type Row } from './rounds.ts';
import { buildAudience } from './sending.bench.ts';

/** MESSAGES_SCALE=0.1 is a campaign a tenth as large, for a quick look. */
const people = Math.round(100_000 * Number(process.env['MESSAGES_SCALE'] ?? 1));
const messages = 100;
const everyMs = 50;
const rounds = 3;

/**
 * Milliseconds from a request to the receiving server's answer, for 95 of 100 messages of one organization: while
 * another one's campaign goes out, beside the same without it.
 */
export async function benchMessages(): Promise<Row[]> {
  const sink = await startMailSink();
  const product = await startProduct({ env: { SMTP_URL: `smtp://127.0.0.1:${sink.port}` } });
  try {
    const groupId = await buildAudience(product, people);
    const other = await anotherOrganization(product);
    await timed(product, other); // connections and caches
    const alone: number[] = [];
    for (let round = 0; round < rounds; round += 1) alone.push(await timed(product, other));
    const campaignId = await launch(product, groupId);
    const beside: number[] = [];
    for (let round = 0; round < rounds; round += 1) beside.push(await timed(product, other));
    const { status } = await product.browser.get<CampaignView>(`/api/campaigns/${campaignId}`);
    if (status !== 'sending') process.stderr.write(`The campaign was ${status} before the messages were.\n`);
    const [value, reference] = [median(beside), median(alone)];
    const name = `messages: p95 beside a campaign to ${people}, from request to the server’s answer`;
    return [{ name, value, unit: 'ms', reference, ratio: value / reference, rounds }];
  } finally {
    await product.stop();
    sink.stop();
  }
}

async function anotherOrganization({ url, ownerUrl }: Product): Promise<Browser> {
  const browser = new Browser(url);
  await browser.post('/auth/sign-up', {
    name: 'Shop',
    email: `shop-${Date.now()}@example.com`,
    password: 'correct horse battery',
    organizationName: 'Shop',
  });
  await query(ownerUrl, 'update users set email_verified_at = now()', []);
  return browser;
}

async function launch({ browser }: Product, groupId: string): Promise<string> {
  const template = await browser.post<TemplateView>('/api/templates', campaignTemplate);
  const { id } = await browser.post<CampaignView>('/api/campaigns', {
    name: 'Bench',
    templateId: template.id,
    groupIds: [groupId],
    senderName: 'Bench',
    senderEmail: 'bench@shop.example',
  });
  await browser.post(`/api/campaigns/${id}/launch`, {});
  await until(
    () => browser.get<CampaignView>(`/api/campaigns/${id}`),
    ({ status }) => status === 'sending',
  );
  return id;
}

/** Sends one message after another at a steady rate, whether or not those before have arrived. */
async function timed({ ownerUrl }: Product, browser: Browser): Promise<number> {
  const begun = new Map<string, number>();
  const requests: Promise<void>[] = [];
  for (let number = 0; number < messages; number += 1) {
    requests.push(send(browser, number, begun));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await Promise.all(requests);
  const ids = [...begun.keys()];
  const accepted = await until(
    () =>
      query<{ id: string; at: Date }>(
        ownerUrl,
        'select id, accepted_at as at from messages where id = any ($1) and accepted_at is not null',
        [ids],
      ),
    (rows) => rows.length === ids.length,
  );
  const times = accepted.map(({ id, at }) => at.getTime() - (begun.get(id) ?? 0)).toSorted((one, two) => one - two);
  return times[Math.ceil(times.length * 0.95) - 1] ?? 0;
}

async function send(browser: Browser, number: number, begun: Map<string, number>): Promise<void> {
  const start = Date.now();
  const { id } = await browser.post<{ id: string }>('/api/messages', {
    to: { address: `person${number}@example.com` },
    from: { name: 'Shop', address: 'orders@shop.example' },
    subject: 'Your new password',
    html: '<p>Follow <a href="{{ link }}">this link</a>.</p>',
    variables: { link: `https://shop.example/new/${number}` },
  });
  begun.set(id, start);
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
