import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { HitJournal } from './hit-journal.ts';
import { HitRecorder } from './hit-recorder.ts';
import { TrackingTokens } from './tracking-token.ts';

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

/** Sends a campaign to one person; resolves to it and to the addresses in their message. */
async function sendToOne() {
  const [email = ''] = addresses(1);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, [email]));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ closed }) => closed);
  const message = await smtp.parse(smtp.messages.find(({ to }) => to === email)!);
  const path = (pattern: RegExp) => new URL(pattern.exec(message.html ?? '')?.[0] ?? '').pathname;
  return {
    id: campaign.id,
    email,
    click: path(/http:\/\/localhost:3000\/t\/[\w-]+\/0/),
    pixel: path(/http:\/\/localhost:3000\/t\/[\w-]+\/open\.gif/),
    unsubscribe: path(/http:\/\/localhost:3000\/u\/[\w-]+/),
  };
}

const visit = (path: string, init: RequestInit = {}) => fetch(new URL(path, api.url), { redirect: 'manual', ...init });
const report = (id: string) => member.call(campaignsRoutes.report, { id });

test('opens and clicks count people once, and links lead where the author said', async () => {
  const sent = await sendToOne();
  for (let time = 0; time < 3; time += 1) {
    expect((await visit(sent.pixel)).headers.get('content-type')).toBe('image/gif');
    const click = await visit(sent.click);
    expect([click.status, click.headers.get('location')]).toEqual([302, 'https://shop.example/sale?a=1&b=2']);
  }
  await expect.poll(async () => (await report(sent.id)).links[0]?.clicks).toBe(3);
  const now = await report(sent.id);
  expect(now).toMatchObject({ opened: 1, clicked: 1, unsubscribed: 0 });
  expect(now.links[0]).toMatchObject({ url: 'https://shop.example/sale?a=1&b=2', people: 1, clicks: 3 });
  expect(now.series.points.reduce((sum, point) => sum + point.clicks, 0)).toBe(1);
  const { items } = await member.call(deliveriesRoutes.list, { id: sent.id });
  expect(items[0]).toMatchObject({ opened: true, clicked: true });
});

test('an open that a killed process had answered, but not stored, is counted by the next one', async () => {
  const sent = await sendToOne();
  const token = sent.pixel.split('/')[2] ?? '';
  const message = new TrackingTokens(api.config.TRACKING_SECRET).read(token);
  // The same machine and the number of a process before this one: what it left behind.
  const journal = new HitJournal(join(api.config.FILES_DIR, 'hits'));
  journal.append({ ...message, kind: 'open', linkPosition: null, at: new Date(), userAgent: null });
  journal.endPart();
  api.app.get(HitRecorder, { strict: false }).onApplicationBootstrap();
  await expect.poll(async () => (await report(sent.id)).opened).toBe(1);
  await expect.poll(() => readdirSync(join(api.config.FILES_DIR, 'hits'))).toEqual([]);
});

test('a token that was changed leads nowhere and counts nothing', async () => {
  const sent = await sendToOne();
  const forged = sent.click.replace(/\/t\/(.)/, (_, first: string) => `/t/${first === 'A' ? 'B' : 'A'}`);
  expect((await visit(forged)).status).toBe(404);
  expect((await visit(sent.click.replace(/\/0$/, '/99'))).status).toBe(404);
  expect((await visit(sent.click.replace(/\/0$/, '/https:%2F%2Fevil.example'))).status).toBe(404);
  expect((await visit(sent.click, { method: 'HEAD' })).status).toBe(302);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await report(sent.id)).clicked).toBe(0);
});

test('looking at the unsubscribe page changes nothing; confirming does, once', async () => {
  const sent = await sendToOne();
  const page = await visit(sent.unsubscribe);
  expect(await page.text()).toContain('<form method="post">');
  const before = await member.call(contactsRoutes.list, { search: sent.email });
  expect(before.items[0]?.subscription).toBe('subscribed');
  for (let time = 0; time < 2; time += 1) expect((await visit(sent.unsubscribe, { method: 'POST' })).status).toBe(200);
  const after = await member.call(contactsRoutes.list, { search: sent.email });
  expect(after.items[0]?.subscription).toBe('unsubscribed');
  expect((await report(sent.id)).unsubscribed).toBe(1);
});

test('one-click unsubscribe is taken urlencoded and multipart, without cookie and without redirect', async () => {
  for (const body of [
    new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    formOf({ 'List-Unsubscribe': 'One-Click' }),
  ]) {
    const sent = await sendToOne();
    expect((await visit(sent.unsubscribe, { method: 'POST', body })).status).toBe(200);
    const { items } = await member.call(contactsRoutes.list, { search: sent.email });
    expect(items[0]?.subscription).toBe('unsubscribed');
  }
});

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
