import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses, anHourPasses, body, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { runInScope } from '@engagex/tenancy';
import { OldMessagesWorker, viewableDays } from './old-messages.worker.ts';
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
async function sendToOne(html?: string) {
  const [email = ''] = addresses(1);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, [email]));
  if (html) await member.call(templatesRoutes.update, { id: campaign.templateId ?? '', body: html });
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ closed }) => closed);
  await anHourPasses(api.owner, member);
  const message = await smtp.parse(smtp.messages.find(({ to }) => to === email)!);
  const path = (pattern: RegExp) => new URL(pattern.exec(message.html ?? '')?.[0] ?? '').pathname;
  return {
    id: campaign.id,
    email,
    html: message.html ?? '',
    click: path(/http:\/\/localhost:3000\/t\/[\w-]+\/0/),
    pixel: path(/http:\/\/localhost:3000\/t\/[\w-]+\/open\.gif/),
    unsubscribe: path(/http:\/\/localhost:3000\/u\/[\w-]+/),
  };
}

const visit = (path: string, init: RequestInit = {}) => fetch(new URL(path, api.url), { redirect: 'manual', ...init });
const report = (id: string) => member.call(reportsRoutes.report, { id });

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
  expect(items[0]).toMatchObject({
    openedAt: expect.any(String),
    clickedAt: expect.any(String),
    links: [{ url: 'https://shop.example/sale?a=1&b=2' }],
  });
});

const browser = { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/150.0' } };

test('an open that a killed process had answered, but not stored, is counted by the next one', async () => {
  const sent = await sendToOne();
  const token = sent.pixel.split('/')[2] ?? '';
  const message = new TrackingTokens(api.config.TRACKING_SECRET).read(token, 'tracking');
  // The same machine and the number of a process before this one: what it left behind.
  const journal = new HitJournal(join(api.config.FILES_DIR, 'hits'));
  const seen = { network: 'unknown', isHead: false, userAgent: browser.headers['user-agent'] };
  journal.append({ ...message, ...seen, kind: 'open', linkPosition: null, at: new Date() });
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
  expect(await report(sent.id)).toMatchObject({ clicked: 0, hits: { clicks: 1, machineClicks: 1 } });
});

const three = body.replace('</body>', '<a href="https://shop.example/three">Three</a></body>');
const link = (click: string, position: number) => click.replace(/\/0$/, `/${position}`);
const stored = async (id: string) => {
  const sql =
    'select kind, agent, network, is_head, is_burst, seconds_after from engagements where campaign_id = $1 order by id';
  return (await api.owner.query<Record<string, unknown>>(sql, [id])).rows;
};

test('three links of a message at once are a scanner: kept, told, and nobody’s', async () => {
  const sent = await sendToOne(three);
  await visit(sent.pixel, browser);
  for (const position of [0, 1]) await visit(link(sent.click, position), browser);
  await expect.poll(async () => (await report(sent.id)).clicked).toBe(1);
  expect(await report(sent.id)).toMatchObject({ opened: 1, clicked: 1 });
  await visit(link(sent.click, 2), browser); // in another batch: the first two are taken back
  await expect.poll(async () => (await report(sent.id)).clicked).toBe(0);
  const told = await report(sent.id);
  expect(told).toMatchObject({ opened: 0, hits: { opens: 1, machineOpens: 1, clicks: 3, machineClicks: 3 } });
  expect(told.links.map(({ people, clicks, machineClicks }) => [people, clicks, machineClicks])).toEqual([
    [0, 1, 1],
    [0, 1, 1],
    [0, 1, 1],
  ]);
  expect(told.series.points.every(({ opens, clicks }) => opens === 0 && clicks === 0)).toBe(true);
  const { items } = await member.call(deliveriesRoutes.list, { id: sent.id });
  expect(items[0]).toMatchObject({ openedAt: null, clickedAt: null, links: [] });
  expect((await stored(sent.id)).map(({ kind, is_burst }) => [kind, is_burst])).toEqual([
    ['machine_open', true],
    ['machine_click', true],
    ['machine_click', true],
    ['machine_click', true],
  ]);
  // The person comes later.
  await api.owner.query(`update engagements set at = at - interval '20 seconds' where campaign_id = $1`, [sent.id]);
  await visit(sent.click, browser);
  await expect.poll(async () => (await report(sent.id)).clicked).toBe(1);
  expect((await report(sent.id)).links[0]).toMatchObject({ people: 1, clicks: 2, machineClicks: 1 });
});

test('what a person did before a scanner came stays theirs', async () => {
  const sent = await sendToOne(three);
  await visit(sent.click, browser);
  await expect.poll(async () => (await report(sent.id)).clicked).toBe(1);
  await api.owner.query(`update engagements set at = at - interval '20 seconds' where campaign_id = $1`, [sent.id]);
  for (const position of [0, 1, 2]) await visit(link(sent.click, position));
  await expect.poll(async () => (await report(sent.id)).hits.machineClicks).toBe(3);
  expect(await report(sent.id)).toMatchObject({ clicked: 1, hits: { clicks: 4 } });
});

test.each([
  ['a known scanner', { 'user-agent': 'Mozilla/5.0 (compatible; BarracudaCentral)' }, 'GET', '1 hour'],
  ['whoever only asks where it leads', browser.headers, 'HEAD', '1 hour'],
  ['whoever comes at once', browser.headers, 'GET', '1 second'],
])('%s counts as nobody', async (_who, headers, method, ago) => {
  const sent = await sendToOne();
  await api.owner.query(`update deliveries set accepted_at = now() - $2::interval where campaign_id = $1`, [
    sent.id,
    ago,
  ]);
  await visit(sent.click, { method, headers: { ...headers, 'x-engagex-address': '3.5.1.2' } });
  await expect.poll(async () => (await report(sent.id)).hits.machineClicks).toBe(1);
  expect(await report(sent.id)).toMatchObject({ clicked: 0, links: [{ people: 0 }, { people: 0 }] });
  expect(await stored(sent.id)).toMatchObject([
    { kind: 'machine_click', network: 'cloud', is_head: method === 'HEAD' },
  ]);
});

test('a hit before the acceptance is recorded counts as nobody', async () => {
  const sent = await sendToOne();
  await api.owner.query(
    `update deliveries set state = 'submitting', claim_id = gen_random_uuid(), accepted_at = null where campaign_id = $1`,
    [sent.id],
  );
  await visit(sent.pixel, browser);
  await expect.poll(async () => (await report(sent.id)).hits.machineOpens).toBe(1);
  expect((await report(sent.id)).opened).toBe(0);
});

test.each([
  ['https://a.example/花?q=ü', 302, 'https://a.example/%E8%8A%B1?q=%C3%BC'],
  ['https://a.example/größe\r\nx: y', 302, 'https://a.example/gr%C3%B6%C3%9Fex:%20y'],
  ['javascript:alert(1)', 404, null],
  ['https://', 404, null],
])('a link that was stored as %j leads where a browser would go, or nowhere', async (url, status, location) => {
  const sent = await sendToOne();
  await api.owner.query('update campaign_links set url = $2 where campaign_id = $1 and position = 0', [sent.id, url]);
  const click = await visit(sent.click);
  expect([click.status, click.headers.get('location')]).toEqual([status, location]);
});

const personal = body.replace(
  '</body>',
  '<a href="https://shop.example/of/{{ contact.email }}">Yours</a><a href="{{ view_in_browser_url }}">View</a></body>',
);

test('a link with variables leads where it led when the message was composed, and nowhere else', async () => {
  const sent = await sendToOne(personal);
  const [path = ''] = /\/t\/[\w-]+\/\d+-0/.exec(sent.html) ?? [];
  const target = `https://shop.example/of/${sent.email}`;
  await api.owner.query(`update contacts set email = 'changed@example.com' where email = $1`, [sent.email]);
  const click = await visit(path, browser);
  expect([click.status, click.headers.get('location')]).toEqual([302, target]);
  for (const other of ['-1', '-9999', '', '-0-0', '-x', '-00000'])
    expect([other, (await visit(path.replace(/-0$/, other))).status]).toEqual([other, 404]);
  expect((await visit(path.replace(/\d+-0$/, '0-0'))).status).toBe(404); // the number of another link
  const pattern = 'https://shop.example/of/{{ contact.email }}';
  await expect.poll(async () => (await report(sent.id)).links.find(({ url }) => url === pattern)?.people).toBe(1);
  const { items } = await member.call(deliveriesRoutes.list, { id: sent.id });
  expect(items[0]?.links).toMatchObject([{ url: target }]);
});

test('a message can be viewed in a browser as it was sent, and whoever reads it there is not counted', async () => {
  const sent = await sendToOne(personal);
  const [path = ''] = /\/u\/[\w-]+\/message/.exec(sent.html) ?? [];
  await api.owner.query(`update contacts set email = 'other@example.com' where email = $1`, [sent.email]);
  const shown = await visit(path, browser);
  expect(shown.status).toBe(200);
  expect((await shown.text()).trim()).toBe(sent.html.replace(/<img src="[^"]*open\.gif"[^>]*>/, '').trim());
  // Sent with a link host of the domain, the picture that counts opens is left out as well.
  await api.owner.query(
    `update composed_messages set html_values = regexp_replace(html_values::text, 'https?://[^/"]+/t/', 'https://links.shop.example/t/', 'g')::jsonb
     where delivery_id in (select id from deliveries where campaign_id = $1)`,
    [sent.id],
  );
  const elsewhere = await (await visit(path, browser)).text();
  expect(elsewhere).toContain('https://links.shop.example/t/');
  expect(elsewhere).not.toContain('open.gif');
  expect(shown.headers.get('x-robots-tag')).toContain('noindex');
  expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox /);
  expect(shown.headers.get('cache-control')).toBe('no-store');
  for (const other of [sent.unsubscribe, sent.click.replace('/t/', '/u/').replace(/\/0$/, '')])
    expect((await visit(`${other}/message`)).status).toBe(404); // a token for something else
  expect((await visit(path.replace('/message', ''), { method: 'POST' })).status).toBe(404); // and this one unsubscribes nobody
  expect((await visit(sent.unsubscribe, { method: 'POST' })).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await report(sent.id)).toMatchObject({ opened: 0, clicked: 0, unsubscribed: 1 });
});

test('a message that can no longer be shown as it was sent says so', async () => {
  const sent = await sendToOne(personal);
  const [path = ''] = /\/u\/[\w-]+\/message/.exec(sent.html) ?? [];
  await api.owner.query(
    `update campaign_contents set html = html || 'changed {{ contact.email }}' where campaign_id = $1`,
    [sent.id],
  );
  const gone = await visit(path, { headers: { 'accept-language': 'de' } });
  expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining('kann nicht mehr angezeigt werden')]);
  await api.owner.query(
    'delete from composed_messages where delivery_id in (select id from deliveries where campaign_id = $1)',
    [sent.id],
  );
  expect((await visit(path)).status).toBe(410);
});

test('after half a year a message can no longer be viewed, its links still lead where they led, and rows that say nothing go', async () => {
  const sent = await sendToOne(personal);
  const other = await sendToOne(personal.replace('of/{{ contact.email }}', 'all')); // can be viewed, and has no personal link
  const young = await sendToOne(personal);
  const [path = ''] = /\/u\/[\w-]+\/message/.exec(sent.html) ?? [];
  const [click = ''] = /\/t\/[\w-]+\/\d+-0/.exec(sent.html) ?? [];
  const ofCampaign = 'delivery_id in (select id from deliveries where campaign_id = any ($1::uuid[]))';
  await api.owner.query(
    `update composed_messages set composed_at = now() - interval '${viewableDays} days 1 minute' where ${ofCampaign}`,
    [[sent.id, other.id]],
  );
  const worker = api.app.get(OldMessagesWorker);
  const mine = (await worker.due()).filter(({ organizationId }) => organizationId === member.organizationId);
  expect(mine).toHaveLength(1);
  const { organizationId } = member;
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => worker.forget());
  const { rows } = await api.owner.query<{ campaignId: string; kept: boolean; links: number }>(
    `select d.campaign_id as "campaignId", m.html_values is not null as kept, jsonb_array_length(m.targets) as links
     from composed_messages m join deliveries d on d.id = m.delivery_id where d.campaign_id = any ($1::uuid[]) order by d.id`,
    [[sent.id, other.id, young.id]],
  );
  expect(rows).toEqual([
    { campaignId: sent.id, kept: false, links: 1 },
    { campaignId: young.id, kept: true, links: 1 },
  ]);
  expect((await visit(path)).status).toBe(410);
  expect((await visit(click)).headers.get('location')).toBe(`https://shop.example/of/${sent.email}`);
  expect((await worker.due()).filter((due) => due.organizationId === organizationId)).toEqual([]);
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
