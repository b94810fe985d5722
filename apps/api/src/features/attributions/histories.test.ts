import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributionsRoutes } from '@engagex/domain/attributions';
import { contactsRoutes } from '@engagex/domain/contacts';
import { type Chance, chanceOf, seed } from '../../testing/chance.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { applyEvents, secretKey } from '../people/testing/accepted-events.ts';
import { acceptAt, decide, sentCampaign, settle, storeTouches, type Touch } from './testing/history.ts';
import { type History, interpret, type SentMessage } from './testing/interpreter.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const users = ['ada', 'bob', 'cem'] as const;
const devices = ['phone', 'tablet', 'laptop'] as const;
const now = Math.floor(Date.now() / 3_600_000) * 3_600_000;
/** Full hours of two weeks, so that much happens at once, and much exactly when a time is over. */
const momentOf = (chance: Chance) => new Date(now - chance.between(20, 340) * 3_600_000);

async function newOrganization(chance: Chance) {
  const member = await api.newOrganization();
  const contactIds: string[] = [];
  for (const externalId of users) contactIds.push((await member.call(contactsRoutes.create, { externalId })).id);
  const goals = new Map<string, string>();
  const messages: SentMessage[] = [];
  for (let index = 0; index < 3; index += 1) {
    const { campaignId, deliveryIds } = await sentCampaign(api, member, contactIds);
    messages.push(...deliveryIds.map((deliveryId, of) => ({ deliveryId, campaignId, userId: users[of] ?? '' })));
    if (index === 2 && chance() < 0.7) goals.set(campaignId, chance.oneOf(['signed_up', 'purchase']));
  }
  for (const [id, eventName] of goals) await member.call(attributionsRoutes.setGoal, { id, eventName });
  const rules = {
    basis: chance.oneOf(['click', 'open'] as const),
    clickDays: chance.between(1, 6),
    openDays: chance.between(1, 3),
    eventName: chance.oneOf(['purchase', 'purchase', 'signed_up']),
    marksLinks: false,
  };
  const { updatedAt } = await member.call(attributionsRoutes.settings);
  await member.call(attributionsRoutes.saveSettings, { ...rules, version: updatedAt });
  return { member, goals, messages, rules };
}

function touchAt(chance: Chance, messages: readonly SentMessage[]): History['touches'][number] {
  const message = messages[chance.between(0, messages.length - 1)];
  const kind = chance.oneOf(['click', 'click', 'open', 'machine_open', 'machine_click'] as const);
  return { id: randomUUID(), deliveryId: message?.deliveryId ?? '', kind, at: momentOf(chance) };
}

function orderAt(chance: Chance): History['events'][number] {
  const isTrusted = chance() < 0.7;
  const who = isTrusted ? { userId: chance.oneOf(users) } : { anonymousId: chance.oneOf(devices) };
  const orderId = chance() < 0.6 ? { order_id: String(chance.between(1, 12)) } : {};
  const paid = chance() < 0.9 ? { order_amount: chance.oneOf([0, 0.1, 19.995, 1999.5, 1.23456, 49.9]) } : {};
  const currency = chance() < 0.8 ? { currency: chance.oneOf(['EUR', 'USD', 'JPY', 'KWD']) } : {};
  return {
    id: randomUUID(),
    name: chance() < 0.8 ? 'purchase' : 'signed_up',
    ...who,
    isTrusted,
    properties: { ...orderId, ...paid, ...currency },
    occurredAt: momentOf(chance),
    receivedAt: new Date(now - chance.between(0, 1_200) * 60_000),
  };
}

function refundAt(chance: Chance, keyId: string, number: number): History['events'][number] {
  const partly = chance() < 0.6 ? { order_amount: chance.oneOf([0.05, 5, 30]) } : {};
  const currency = chance() < 0.4 ? { currency: chance.oneOf(['EUR', 'USD']) } : {};
  const order_id = String(chance.between(1, 12));
  return {
    ...orderAt(chance),
    name: 'refund',
    userId: 'ada',
    anonymousId: undefined,
    isTrusted: true,
    keyId,
    properties: { order_id, refund_id: `${order_id} ${number}`, ...partly, ...currency },
  };
}

async function storedOf({ organizationId }: TestMember) {
  const { rows } = await api.owner.query<Record<string, unknown>>(
    `select event_id as "eventId", outcome, campaign_id as "campaignId", (extract(epoch from touched_at) * 1000)::float8 as "touchedAt",
       sent::int, currency, (amount * 10000)::bigint::text as amount, (refunded * 10000)::bigint::text as refunded
     from conversions where organization_id = $1 order by event_id`,
    [organizationId],
  );
  return rows;
}

/** In the order and the types of the rows. */
function expectedOf(history: History) {
  return interpret(history)
    .map((each) => ({ ...each, amount: each.amount?.toString() ?? null, refunded: each.refunded.toString() }))
    .toSorted((one, other) => (one.eventId < other.eventId ? -1 : 1));
}

async function netOfCampaigns(member: TestMember, messages: readonly SentMessage[]) {
  const sums: Record<string, number> = {};
  for (const id of new Set(messages.map(({ campaignId }) => campaignId))) {
    const { revenue } = await member.call(attributionsRoutes.ofCampaign, { id });
    for (const { currency, net } of revenue) sums[`${id} ${currency}`] = Math.round(Number(net) * 10_000);
  }
  return sums;
}

function expectedSums(history: History) {
  const sums: Record<string, number> = {};
  for (const { campaignId, currency, amount, refunded } of interpret(history)) {
    if (campaignId === null || currency === null || amount === null) continue;
    const key = `${campaignId} ${currency}`;
    sums[key] = (sums[key] ?? 0) + Number(amount - refunded);
  }
  return sums;
}

test(`PostgreSQL attributes generated histories as an interpreter does, in any order of arrival (seed ${seed})`, async () => {
  const chance = chanceOf('histories of attribution');
  for (let round = 0; round < sized(4, 150); round += 1) {
    const { member, goals, messages, rules } = await newOrganization(chance);
    const keyId = await secretKey(api, member);
    let touches = Array.from({ length: 24 }, () => touchAt(chance, messages));
    const orders = Array.from({ length: 40 }, () => orderAt(chance));
    const refunds = Array.from({ length: 8 }, (_, number) => refundAt(chance, keyId, number));
    const signIns = devices.slice(0, chance.between(0, 3)).map((anonymousId) => ({
      ...orderAt(chance),
      kind: 'identify' as const,
      name: 'identify',
      anonymousId,
      userId: chance.oneOf(users),
      isTrusted: true,
    }));
    const events = shuffled(chance, [...orders, ...refunds, ...signIns]);
    // Touches are stored before, between and after the events.
    for (let start = 0; start < events.length; start += 12) {
      await storeTouches(api, member, touches.slice(start / 3, start / 3 + 4));
      await acceptAt(api, member, events.slice(start, start + 12));
      await applyEvents(api, member);
      if (chance() < 0.3) await settle(api, member);
    }
    await storeTouches(api, member, touches.slice(Math.ceil(events.length / 12) * 4));
    touches = await judgedAgain(chance, member, touches);
    await settle(api, member);
    const userOf = new Map(signIns.map(({ anonymousId, userId }) => [anonymousId, userId]));
    const history: History = { rules, goals, messages, touches, events, userOf };
    const stored = await storedOf(member);
    expect(stored).toEqual(expectedOf(history));
    expect(await netOfCampaigns(member, messages)).toEqual(expectedSums(history));
    await reattribute(member);
    expect(await storedOf(member)).toEqual(stored);

    // What is decided stays, whatever comes later.
    await decide(api, member);
    await storeTouches(
      api,
      member,
      [...Array(6)].map(() => touchAt(chance, messages)),
    );
    await judgedAgain(chance, member, touches);
    await reattribute(member);
    expect(await storedOf(member)).toEqual(stored);
  }
});

/** Everything anew, as after a change of the settings. */
async function reattribute(member: TestMember): Promise<void> {
  const { updatedAt, ...rules } = await member.call(attributionsRoutes.settings);
  await member.call(attributionsRoutes.saveSettings, { ...rules, version: updatedAt });
  await settle(api, member);
}

/** Some verdicts change. */
async function judgedAgain(chance: Chance, { organizationId }: TestMember, touches: History['touches']) {
  const turned = {
    click: 'machine_click',
    machine_click: 'click',
    open: 'machine_open',
    machine_open: 'open',
  } as const;
  const judged = touches.map((touch) =>
    chance() < 0.2 ? { ...touch, kind: turned[touch.kind] satisfies Touch['kind'] } : touch,
  );
  await api.owner.query(
    `update engagements e set kind = x.kind from jsonb_to_recordset($2::jsonb) as x (id uuid, kind text)
     where e.organization_id = $1 and e.id = x.id and e.kind <> x.kind`,
    [organizationId, JSON.stringify(judged)],
  );
  return judged;
}

function shuffled<T>(chance: Chance, all: readonly T[]): T[] {
  const placed = all.map((each) => ({ each, at: chance() }));
  return placed.toSorted((one, other) => one.at - other.at).map(({ each }) => each);
}
