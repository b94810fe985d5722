import { afterAll, beforeAll, expect, test } from 'vitest';
import { afterSendingRoutes, campaignsRoutes, enoughToCompare, reportsRoutes } from '@engagex/domain/campaigns';
import { type DeliveryView, deliveriesRoutes } from '@engagex/domain/deliveries';
import { addresses, anHourPasses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp((to) => (to.startsWith('refused') ? { at: 'rcpt', code: 550, words: '5.7.1 no' } : null));
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

async function send(of: TestMember, audience: readonly string[], abTest: object | null = null): Promise<string> {
  const { id } = await buildCampaign(of, await buildGroup(api.owner, of, audience));
  if (abTest) await of.call(campaignsRoutes.update, { id, abTest: abTest as never }); // checked by the route
  await of.call(campaignsRoutes.launch, { id });
  await watchLedger(of, id, (ledger) => (abTest ? ledger.accepted === 6 : ledger.closed), 20_000);
  await anHourPasses(api.owner, of);
  return id;
}

/** Everybody the list has, a few at a time. */
async function listOf(of: TestMember, id: string, filter: object): Promise<DeliveryView[]> {
  const items: DeliveryView[] = [];
  let cursor: string | undefined;
  do {
    const page = await of.call(deliveriesRoutes.list, { id, ...filter, cursor, limit: 3 });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
  return items;
}

const soon = { timeout: 15_000 };
const browser = { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/150.0' } };
async function pathsOf(email: string): Promise<(pattern: RegExp) => string> {
  const { html = '' } = await smtp.parse(smtp.messages.findLast(({ to }) => to === email)!);
  return (pattern) => new URL(new RegExp(`http://localhost:3000/${pattern.source}`).exec(html)?.[0] ?? '').pathname;
}
const visit = (path: string, init: RequestInit = browser) =>
  fetch(new URL(path, api.url), { redirect: 'manual', ...init });

test('every number of a report is the length of the list it leads to, and the file has the same people', async () => {
  const audience = [...addresses(9), ...addresses(2, 'refused')];
  const [both = '', first = '', second = '', opener = '', leaver = ''] = audience;
  const id = await send(member, audience);
  for (const [email, positions] of [
    [both, [0, 1]],
    [first, [0]],
    [second, [1]],
  ] as const) {
    const path = await pathsOf(email);
    for (const position of positions) await visit(path(new RegExp(String.raw`t/[\w-]+/${position}`)));
  }
  for (const email of [both, opener]) await visit((await pathsOf(email))(/t\/[\w-]+\/open\.gif/));
  const unsubscribe = (await pathsOf(leaver))(/u\/[\w-]+/);
  for (let time = 0; time < 2; time += 1) {
    await visit(unsubscribe, { method: 'POST' });
    await api.owner.query(`update contacts set subscription = 'subscribed', unsubscribed_at = null where email = $1`, [
      leaver,
    ]);
  }
  const report = () => member.call(reportsRoutes.report, { id });
  await expect.poll(async () => (await report()).clicked, soon).toBe(3);
  await expect.poll(async () => (await report()).opened, soon).toBe(2);
  const told = await report();
  expect(told).toMatchObject({ opened: 2, clicked: 3, unsubscribed: 1, cameBack: 1, bounced: 2 });
  for (const did of ['opened', 'clicked', 'unsubscribed', 'bounced'] as const) {
    const people = await listOf(member, id, { did });
    expect([did, people.length]).toEqual([did, told[did]]);
    for (const person of people) expect(person[`${did}At`]).toBeTruthy();
  }
  await api.owner.query(`update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where email = $1`, [
    leaver,
  ]);
  expect(await report()).toMatchObject({ unsubscribed: 1, cameBack: 0 });
  expect(told.links.map(({ people }) => people)).toEqual([2, 2]);
  for (const { position, url, people } of told.links) {
    const followers = await listOf(member, id, { link: position });
    expect(followers).toHaveLength(people);
    for (const follower of followers) expect(follower.links.map((link) => link.url)).toContain(url);
  }
  const { ledger } = told;
  expect(await listOf(member, id, { state: 'failed', reason: 'rejected' })).toHaveLength(
    ledger.failed['rejected'] ?? 0,
  );
  expect(await listOf(member, id, { state: 'accepted' })).toHaveLength(ledger.accepted);
  expect(
    (await listOf(member, id, { did: 'clicked', search: both.toUpperCase() })).map(({ address }) => address),
  ).toEqual([both]);
  const [bounced] = await listOf(member, id, { did: 'bounced' });
  expect(bounced).toMatchObject({ state: 'failed', response: '550 5.7.1 no' });

  const csv = await (await member.fetch(`/api/campaigns/${id}/deliveries.csv?did=clicked`)).text();
  const lines = csv.split('\r\n').slice(1, -1);
  expect(lines).toHaveLength(3);
  expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(new Set([both, first, second]));
  expect(csv).toContain('https://shop.example/sale?a=1&b=2 https://shop.example/new');
}, 60_000);

test('each number of a variant is the length of its list', async () => {
  const said = { subject: '', preheader: '', senderName: '', templateId: null };
  const variants = [
    { ...said, subject: 'One' },
    { ...said, subject: 'Two' },
  ];
  const rules = { share: 50, metric: 'clicks', waitMinutes: 60, decidedBy: 'itself', whenUnclear: 'member' };
  const audience = addresses(12);
  const id = await send(member, audience, { ...rules, variants });
  for (const { to } of smtp.messages.filter((message) => audience.includes(message.to)).slice(0, 4))
    await visit((await pathsOf(to))(/t\/[\w-]+\/[02]/));
  const stage = async () => (await member.call(reportsRoutes.report, { id })).firstStage!;
  await expect.poll(async () => (await stage()).variants.reduce((sum, { clicked }) => sum + clicked, 0), soon).toBe(4);
  for (const { variant, accepted, opened, clicked, unsubscribed } of (await stage()).variants) {
    const lengthOf = async (filter: object) => (await listOf(member, id, { variant, ...filter })).length;
    expect(await lengthOf({ state: 'accepted' })).toBe(accepted);
    expect(await lengthOf({ state: 'accepted', did: 'opened' })).toBe(opened);
    expect(await lengthOf({ state: 'accepted', did: 'clicked' })).toBe(clicked);
    expect(await lengthOf({ did: 'unsubscribed' })).toBe(unsubscribed);
  }
  const [link] = (await member.call(reportsRoutes.report, { id })).links;
  expect(await listOf(member, id, { link: link?.position })).toHaveLength(link?.people ?? -1); // of both variants
}, 60_000);

test('no cell of the file is a formula, and whoever may not read people gets neither list nor file', async () => {
  const formula = `=1+1.${addresses(1)[0]}`;
  const id = await send(member, [formula, addresses(1)[0]!]);
  const csv = await (await member.fetch(`/api/campaigns/${id}/deliveries.csv?search=%3D1`)).text();
  expect(csv.split('\r\n')[1]).toMatch(/^'=1\+1\./);
  const analyst = await api.newMember(member.organizationId, 'analyst');
  expect(await analyst.call(reportsRoutes.report, { id })).toMatchObject({ ledger: { accepted: 2 } });
  for (const path of ['deliveries', 'deliveries.csv'])
    expect((await analyst.fetch(`/api/campaigns/${id}/${path}`)).status).toBe(403);
  const stranger = await api.newOrganization();
  for (const path of ['deliveries', 'deliveries.csv', 'comparison'])
    expect((await stranger.fetch(`/api/campaigns/${id}/${path}`)).status).toBe(404);
  for (const bad of ['did=read', 'link=-1', 'link=x', 'variant=Z', 'state=sent'])
    expect((await member.fetch(`/api/campaigns/${id}/deliveries.csv?${bad}`)).status).toBe(400);
});

test('a campaign is compared with the median of those before it, once there are enough of them', async () => {
  const of = await api.newOrganization();
  const comparison = (id: string) => of.call(reportsRoutes.comparison, { id });
  const ids: string[] = [];
  for (let n = 0; n <= enoughToCompare; n += 1) {
    const { id } = await buildCampaign(of, await buildGroup(api.owner, of, []));
    await api.owner.query(
      `update campaigns set status = 'sent', audience = 100, launched_at = now() + make_interval(secs => $2), finished_at = now() where id = $1`,
      [id, n],
    );
    await api.owner.query(
      `insert into delivery_counts (organization_id, campaign_id, state, reason, count) values ($1, $2, 'accepted', '', 80), ($1, $2, 'failed', 'rejected', 20)`,
      [of.organizationId, id],
    );
    await api.owner.query(
      `insert into engagement_counts (organization_id, campaign_id, kind, people) values ($1, $2, 'open', $3)`,
      [of.organizationId, id, 8 * n * n],
    );
    ids.push(id);
  }
  const nothing = { opened: null, clicked: null, unsubscribed: null, bounced: null };
  expect(await comparison(ids[enoughToCompare - 1]!)).toEqual({ campaigns: enoughToCompare - 1, ...nothing });
  // 0, 8, 32, 72 and 128 of 80 opened.
  expect(await comparison(ids[enoughToCompare]!)).toEqual({
    campaigns: enoughToCompare,
    opened: 0.4,
    clicked: 0,
    unsubscribed: 0,
    bounced: 0.2,
  });
});

test('what has ended is archived and brought back; lists leave it out unless they are asked', async () => {
  const of = await api.newOrganization();
  const { id: draft } = await buildCampaign(of, await buildGroup(api.owner, of, []));
  await expect(of.call(campaignsRoutes.archive, { id: draft })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'campaign.not-ended' },
  });
  const id = await send(of, addresses(2));
  await expect.poll(async () => (await of.call(campaignsRoutes.get, { id })).status).toBe('sent');
  const idsOf = async (archived?: 'without' | 'with' | 'only') =>
    (await of.call(campaignsRoutes.list, { archived })).items.map((campaign) => campaign.id);
  const archived = await of.call(campaignsRoutes.archive, { id });
  expect(archived.archivedAt).toBeTruthy();
  expect(archived.can).toContain('unarchive');
  expect(archived.can).not.toContain('archive');
  expect(await idsOf()).toEqual([draft]);
  expect(await idsOf('only')).toEqual([id]);
  expect(await idsOf('with')).toEqual([id, draft]);
  expect(await of.call(reportsRoutes.report, { id })).toMatchObject({ ledger: { accepted: 2 } });
  expect((await of.call(campaignsRoutes.unarchive, { id })).archivedAt).toBeNull();
  expect(await idsOf()).toEqual([id, draft]);
  // One that goes on is in the list again.
  await of.call(campaignsRoutes.archive, { id });
  await api.owner.query(
    `update deliveries set state = 'failed', reason = 'retries_exhausted', accepted_at = null where campaign_id = $1`,
    [id],
  );
  await of.call(afterSendingRoutes.retry, { id, reasons: ['retries_exhausted'] });
  expect(await idsOf()).toEqual([id, draft]);
});
