import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributionsRoutes, usualAttribution } from '@engagex/domain/attributions';
import { reportsRoutes, usualAbTest } from '@engagex/domain/campaigns';
import { contactPageRoutes, contactsRoutes } from '@engagex/domain/contacts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { TrackingTokens } from '../engagements/index.ts';
import { applyEvents, secretKey } from '../people/testing/accepted-events.ts';
import {
  acceptAt,
  decide,
  sentCampaign,
  settle,
  storeTouches,
  type TimedEvent,
  type Touch,
} from './testing/history.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const now = Date.now();
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000);

/** Ada, known to the shop by her id, who was sent a campaign. */
async function newShop() {
  const member = await api.newOrganization();
  const { id: contactId } = await member.call(contactsRoutes.create, { externalId: 'ada', email: 'ada@example.com' });
  const { campaignId, deliveryIds } = await sentCampaign(api, member, [contactId]);
  const touch = (kind: Touch['kind'], hours: number, deliveryId = deliveryIds[0] ?? '') =>
    storeTouches(api, member, [{ deliveryId, kind, at: hoursAgo(hours) }]);
  return { member, contactId, campaignId, deliveryId: deliveryIds[0] ?? '', touch };
}

const purchase = (hours: number, properties: object = {}, more: Partial<TimedEvent> = {}): TimedEvent => ({
  userId: 'ada',
  isTrusted: true,
  occurredAt: hoursAgo(hours),
  properties: { order_amount: 49.9, currency: 'EUR', ...properties },
  ...more,
});

async function accept(member: TestMember, ...events: TimedEvent[]) {
  await acceptAt(api, member, events);
  await applyEvents(api, member);
}

async function stored({ organizationId }: TestMember) {
  const { rows } = await api.owner.query<Record<string, unknown>>(
    `select outcome, campaign_id as "campaignId", touch, sent, trim_scale(amount)::text as amount, currency,
       trim_scale(refunded)::text as refunded, decided_at is not null as "isDecided" from conversions
     where organization_id = $1 order by occurred_at, id`,
    [organizationId],
  );
  return rows;
}

const outcomes = async (member: TestMember) => (await stored(member)).map(({ outcome }) => outcome);
/** How often each outcome is there. */
const tally = async (member: TestMember) => {
  const found = Object.groupBy(await outcomes(member), String);
  return Object.fromEntries(Object.entries(found).map(([outcome, all]) => [outcome, all?.length]));
};
const resultsOf = (member: TestMember, id: string) => member.call(attributionsRoutes.ofCampaign, { id });

test('a purchase counts for the last campaign that somebody clicked in before, within the days allowed', async () => {
  const { member, contactId, campaignId, touch } = await newShop();
  const later = await sentCampaign(api, member, [contactId]);
  await touch('click', 30);
  await touch('open', 21);
  await touch('click', 20, later.deliveryIds[0]);
  await touch('click', 1);
  await accept(member, purchase(25), purchase(10), purchase(31), purchase(30));
  expect(await stored(member)).toMatchObject([
    { outcome: 'touch_later', campaignId: null },
    { outcome: 'touch_later' }, // at the very moment of the click: not after it
    { outcome: 'attributed', campaignId, touch: 'click' },
    { outcome: 'attributed', campaignId: later.campaignId },
  ]);
  expect(await resultsOf(member, campaignId)).toMatchObject({
    conversions: 1,
    converted: 1,
    undecided: 1,
    revenue: [{ currency: 'EUR', orders: 1, revenue: '49.9', refunded: '0', net: '49.9', average: '49.9' }],
  });
});

test('machines count for nothing, clicks for five days, and opens only where the organization wants it', async () => {
  const { member, campaignId, touch } = await newShop();
  await touch('machine_click', 3);
  await touch('open', 2);
  await accept(member, purchase(1));
  expect(await outcomes(member)).toEqual(['no_touch']);
  const { updatedAt } = await member.call(attributionsRoutes.settings);
  await member.call(attributionsRoutes.saveSettings, { ...usualAttribution, basis: 'open', version: updatedAt });
  await settle(api, member);
  expect(await stored(member)).toMatchObject([{ outcome: 'attributed', campaignId, touch: 'open' }]);

  const other = await newShop();
  await other.touch('click', 24 * 5 + 2);
  await accept(other.member, purchase(1), purchase(2));
  expect(await outcomes(other.member)).toEqual(['attributed', 'touch_too_old']);
});

test('a click that is stored late and a verdict that changes move a purchase until it is decided, and never after', async () => {
  const { member, campaignId, touch } = await newShop();
  await accept(member, purchase(1));
  expect(await outcomes(member)).toEqual(['no_touch']);
  await touch('click', 2);
  await settle(api, member);
  expect(await outcomes(member)).toEqual(['attributed']);
  const judge = (kind: string) =>
    api.owner.query('update engagements set kind = $2 where organization_id = $1', [member.organizationId, kind]);
  await judge('machine_click');
  await settle(api, member);
  expect(await outcomes(member)).toEqual(['no_touch']);
  await judge('click');
  await decide(api, member);
  expect(await stored(member)).toMatchObject([{ outcome: 'attributed', campaignId, isDecided: true }]);
  await judge('machine_click');
  await settle(api, member);
  expect(await stored(member)).toMatchObject([{ outcome: 'attributed', campaignId }]);
  expect((await resultsOf(member, campaignId)).undecided).toBe(0);
});

test('an order that is sent again counts once, and a resync of old orders changes nothing that is decided', async () => {
  const { member, campaignId, touch } = await newShop();
  await touch('click', 30);
  const received = (hours: number) => ({ receivedAt: hoursAgo(hours) });
  await accept(
    member,
    purchase(28, { order_id: '1001', order_amount: 999 }, { isTrusted: false, anonymousId: 'x', ...received(3) }),
    purchase(27, { order_id: '1001', order_amount: 60 }, received(1)),
    purchase(28, { order_id: 1001 }, received(2)),
  );
  const once = [{ campaignId, amount: '49.9', sent: 3 }];
  expect(await stored(member)).toMatchObject(once);
  await decide(api, member);
  await touch('click', 1);
  await accept(member, purchase(0, { order_id: '1001', order_amount: 1 }), purchase(26, { order_id: '1002' }));
  expect(await stored(member)).toMatchObject([{ campaignId, amount: '49.9', sent: 4 }, { campaignId }]);

  await accept(member, purchase(25, { order_id: '1003', order_amount: 5 }, { isTrusted: false, anonymousId: 'x' }));
  await decide(api, member);
  await accept(member, purchase(25, { order_id: '1003', order_amount: 70 }));
  expect((await stored(member)).at(-1), 'vouched for too late').toMatchObject({
    amount: '5',
    sent: 2,
    isDecided: true,
  });
});

test('amounts are exact, rounded as the currency is, and never added across currencies', async () => {
  const { member, campaignId, touch } = await newShop();
  await touch('click', 10);
  const paid = (order_amount: unknown, currency?: string) => purchase(9, { order_amount, currency });
  await accept(
    member,
    ...Array.from({ length: 10 }, () => paid(0.1, 'EUR')),
    paid(0.2, 'EUR'),
    paid(1.005, 'EUR'),
    paid(1999.5, 'JPY'),
    paid(1.2345, 'KWD'),
    paid(10),
    paid(1e300, 'EUR'),
    paid('12', 'EUR'),
    paid(5, 'XX'),
  );
  const { conversions, revenue } = await resultsOf(member, campaignId);
  expect(conversions).toBe(18);
  expect(Object.fromEntries(revenue.map(({ currency, orders, net }) => [currency, [orders, net]]))).toEqual({
    EUR: [12, '2.21'],
    JPY: [1, '2000'],
    KWD: [1, '1.235'],
    USD: [1, '10'],
  });
});

test('a refund from a server takes from its order, at most all of it, once, also when it comes first', async () => {
  const { member, campaignId, touch } = await newShop();
  const keyId = await secretKey(api, member);
  const publicKeyId = await secretKey(api, member);
  await api.owner.query(`update api_keys set kind = 'public', scopes = '{events:write}' where id = $1`, [publicKeyId]);
  await touch('click', 10);
  const refund = (properties: object, more: Partial<TimedEvent> = {}) =>
    purchase(1, { order_amount: undefined, currency: undefined, ...properties }, { name: 'refund', keyId, ...more });
  await accept(member, refund({ order_id: 'b', order_amount: 9.9 }));
  await accept(member, ...['a', 'b', 'c', 'd'].map((order_id) => purchase(9, { order_id })));
  await decide(api, member);
  await accept(
    member,
    refund({ order_id: 'a' }),
    refund({ order_id: 'a' }),
    refund({ order_id: 'c', order_amount: 5, refund_id: 'r1' }),
    refund({ order_id: 'c', order_amount: 5, refund_id: 'r1' }),
    refund({ order_id: 'c', order_amount: 1, refund_id: 'r2', currency: 'USD' }),
    refund({ order_id: 'c', order_amount: -3, refund_id: 'r3' }),
    refund({ order_id: 'd' }, { keyId: undefined }),
    refund({ order_id: 'd' }, { keyId: publicKeyId }), // with a signed user ID, from a web page
    refund({ order_id: 'd' }, { isTrusted: false, anonymousId: 'x' }),
    refund({}),
  );
  const { items } = await member.call(attributionsRoutes.conversions, { id: campaignId });
  expect(Object.fromEntries(items.map(({ orderId, refunded }) => [orderId, refunded]))).toEqual({
    a: '49.9',
    b: '9.9',
    c: '5',
    d: '0',
  });
  expect(await resultsOf(member, campaignId), 'four orders of one person').toMatchObject({
    conversions: 4,
    converted: 1,
    revenue: [{ orders: 4, revenue: '199.6', refunded: '64.8', net: '134.8' }],
  });
});

test('a device that turns out to be a contact takes its purchase along, until that is decided', async () => {
  const { member, contactId, campaignId, touch } = await newShop();
  await touch('click', 10);
  const onDevice = (anonymousId: string) => ({ userId: undefined, isTrusted: false, anonymousId });
  await accept(member, purchase(9, {}, onDevice('phone')), purchase(8, {}, onDevice('tablet')));
  expect(await outcomes(member)).toEqual(['no_contact', 'no_contact']);
  const signIn = (anonymousId: string) =>
    purchase(1, {}, { kind: 'identify', name: 'identify', anonymousId, properties: {} });
  await accept(member, signIn('phone'));
  await decide(api, member);
  await accept(member, signIn('tablet'));
  await settle(api, member);
  expect(await stored(member)).toMatchObject([{ outcome: 'attributed', campaignId }, { outcome: 'no_contact' }]);
  const timeline = await member.call(contactPageRoutes.timeline, { id: contactId });
  expect(timeline.items).toContainEqual(
    expect.objectContaining({ kind: 'conversion', campaignId, amount: '49.9', currency: 'EUR', touch: 'click' }),
  );

  const { id: twin } = await member.call(contactsRoutes.create, { externalId: 'ada-2' });
  await member.call(contactPageRoutes.merge, { id: twin, otherId: contactId, take: [] });
  const { items } = await member.call(attributionsRoutes.conversions, { id: campaignId });
  expect(items).toMatchObject([{ contactId: twin }]);
});

test('a purchase in a browser that came by a link counts for that campaign, and for no contact', async () => {
  const { member, campaignId, deliveryId, touch } = await newShop();
  await touch('click', 10);
  const tokens = api.app.get(TrackingTokens);
  const visit = (anonymousId: string, token: string): TimedEvent => ({
    kind: 'page',
    name: 'page_view',
    anonymousId,
    properties: { url: `https://shop.example/sale?utm_engagex=${token}` },
    occurredAt: hoursAgo(9),
  });
  const bought = (anonymousId: string) => purchase(8, {}, { userId: undefined, isTrusted: false, anonymousId });
  const message = { organizationId: member.organizationId, deliveryId };
  const stranger = await api.newOrganization();
  await accept(
    member,
    bought('late'),
    visit('browser', tokens.visitTokenFor(message)),
    visit('forger', tokens.tokensFor(message).tracking),
    visit('stranger', tokens.visitTokenFor({ ...message, organizationId: stranger.organizationId })),
    ...['browser', 'forger', 'stranger'].map(bought),
  );
  expect(await tally(member)).toEqual({ attributed: 1, no_contact: 3 });
  const { items } = await member.call(attributionsRoutes.conversions, { id: campaignId });
  expect(items).toMatchObject([{ via: 'browser', contactId: null, contact: null }]);
  await accept(member, visit('late', tokens.visitTokenFor(message)));
  await settle(api, member);
  expect(await tally(member)).toEqual({ attributed: 2, no_contact: 2 });
});

test('a campaign that names its own goal gets conversions of that event, and of no other', async () => {
  const { member, contactId, campaignId, touch } = await newShop();
  const other = await sentCampaign(api, member, [contactId]);
  await touch('click', 10);
  await touch('click', 9, other.deliveryIds[0]);
  const signUp = purchase(7, { order_amount: undefined }, { name: 'signed_up' });
  await accept(member, purchase(8), signUp);
  expect(await stored(member)).toMatchObject([{ campaignId: other.campaignId }]);
  await member.call(attributionsRoutes.setGoal, { id: other.campaignId, eventName: 'signed_up' });
  await settle(api, member);
  await accept(member, { ...signUp, occurredAt: hoursAgo(6) });
  expect(await stored(member)).toMatchObject([{ campaignId }, { campaignId: other.campaignId, amount: null }]);
  expect(await resultsOf(member, other.campaignId)).toMatchObject({
    eventName: 'signed_up',
    isOwnGoal: true,
    conversions: 1,
    revenue: [],
  });
  await member.call(attributionsRoutes.setGoal, { id: other.campaignId, eventName: null });
  await settle(api, member);
  expect(await stored(member)).toMatchObject([{ campaignId: other.campaignId }, { outcome: 'no_touch' }]);
});

test('every conversion is accounted for, page by page and as a file, by those who may see people', async () => {
  const { member, campaignId, touch } = await newShop();
  await touch('click', 10);
  const orders = Array.from({ length: 5 }, (_, index) => purchase(9 - index, { order_id: `o${index}` }));
  await accept(member, ...orders, purchase(11), purchase(5, { currency: 'USD' }, { userId: 'nobody' }));
  expect(await member.call(attributionsRoutes.summary, {})).toEqual({
    days: 30,
    conversions: 7,
    outcomes: [
      { outcome: 'attributed', conversions: 5 },
      { outcome: 'no_contact', conversions: 1 },
      { outcome: 'touch_later', conversions: 1 },
    ],
    revenue: [
      { currency: 'EUR', total: '299.4', attributed: '249.5' },
      { currency: 'USD', total: '49.9', attributed: '0' },
    ],
  });
  const pages: (string | null)[] = [];
  for (let cursor: string | undefined, isMore = true; isMore;) {
    const page = await member.call(attributionsRoutes.conversions, { id: campaignId, limit: 2, cursor });
    pages.push(...page.items.map(({ orderId }) => orderId));
    cursor = page.nextCursor ?? undefined;
    isMore = page.nextCursor !== null;
  }
  expect(pages).toEqual(['o4', 'o3', 'o2', 'o1', 'o0']);
  const [item] = (await member.call(attributionsRoutes.conversions, { id: campaignId })).items;
  expect(item).toMatchObject({ contact: 'ada@example.com', touch: 'click', url: 'https://shop.example/sale' });
  const file = await (await member.fetch(`/api/campaigns/${campaignId}/conversions.csv`)).text();
  expect(file.split('\r\n')[1]).toContain('ada@example.com,purchase,o4,49.9,0,EUR,click');

  const analyst = await api.newMember(member.organizationId, 'analyst');
  expect(await resultsOf(analyst, campaignId)).toMatchObject({ conversions: 5 });
  await expect(analyst.call(attributionsRoutes.conversions, { id: campaignId })).rejects.toMatchObject({ status: 403 });
  const stranger = await api.newOrganization();
  await expect(resultsOf(stranger, campaignId)).rejects.toMatchObject({ status: 404 });
  await expect(stranger.call(attributionsRoutes.setGoal, { id: campaignId, eventName: 'x' })).rejects.toMatchObject({
    status: 404,
  });
});

test('a test of variants is compared by conversions, or by revenue in one currency, less refunds', async () => {
  const { member } = await newShop();
  const contactIds: string[] = [];
  for (const externalId of ['a', 'b', 'c', 'd', 'e', 'f'])
    contactIds.push((await member.call(contactsRoutes.create, { externalId })).id);
  const { campaignId, deliveryIds } = await sentCampaign(api, member, contactIds, (index) => index % 2);
  await storeTouches(
    api,
    member,
    deliveryIds.map((deliveryId) => ({ deliveryId, kind: 'click', at: hoursAgo(10) })),
  );
  await api.owner.query(
    `insert into campaign_contents (organization_id, campaign_id, variant, subject, html, text)
     select $1, $2, v, 'Sale', '', '' from generate_series(0, 1) v`,
    [member.organizationId, campaignId],
  );
  const compareBy = async (metric: string, currency?: string) => {
    const abTest = JSON.stringify({ ...usualAbTest, metric, currency });
    await api.owner.query('update campaigns set ab_test = $2, first_stage = 6 where id = $1', [campaignId, abTest]);
    const { firstStage } = await member.call(reportsRoutes.report, { id: campaignId });
    return firstStage?.variants.map(({ rate }) => rate);
  };
  const keyId = await secretKey(api, member);
  await accept(
    member,
    purchase(9, { order_id: '1', order_amount: 30 }, { userId: 'a' }),
    purchase(8, { order_id: '2', order_amount: 60 }, { userId: 'a' }),
    purchase(8, { order_id: '3', order_amount: 12 }, { userId: 'b' }),
    purchase(8, { order_id: '4', order_amount: 9, currency: 'USD' }, { userId: 'd' }),
    purchase(7, { order_id: '2', order_amount: 30, currency: undefined }, { name: 'refund', keyId }),
  );
  expect(await compareBy('conversions')).toEqual([1 / 3, 2 / 3]);
  expect(await compareBy('revenue', 'EUR')).toEqual([20, 4]);
  expect(await compareBy('revenue', 'USD')).toEqual([0, 3]);
  const { variants } = await resultsOf(member, campaignId);
  expect(variants).toMatchObject([
    { variant: 'A', accepted: 3, conversions: 2, converted: 1, revenue: [{ currency: 'EUR', net: '60' }] },
    { variant: 'B', accepted: 3, conversions: 2, converted: 2 },
  ]);
});
