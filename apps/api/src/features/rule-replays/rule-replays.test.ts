import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributionsRoutes, usualAttribution } from '@engagex/domain/attributions';
import { contactsRoutes } from '@engagex/domain/contacts';
import { defaultPrivacy, eventSettingsRoutes, type PrivacySettings } from '@engagex/domain/events';
import { savedReportsRoutes } from '@engagex/domain/reports';
import { type ReplayKind, ruleReplaysRoutes } from '@engagex/domain/rule-replays';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { chanceOf, seed } from '../../testing/chance.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { acceptAt, decide, sentCampaign, storeTouches } from '../attributions/testing/history.ts';
import { applyEvents } from '../people/testing/accepted-events.ts';
import { newSender } from '../events/testing/sender.ts';
import { RunReplays } from './run-replays.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { EVENTS_PER_SECOND: '100000' } });
});
afterAll(() => api.close());

function inScopeOf<T>({ organizationId }: TestMember, work: () => Promise<T>): Promise<T> {
  return runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);
}

/** What a worker does; with `steps`, until it is killed after so many transactions. */
async function run(member: TestMember, id: string, steps = Infinity): Promise<void> {
  let left = steps;
  const ending = {
    get aborted() {
      return left-- <= 0;
    },
  } as AbortSignal; // all that is looked at
  await inScopeOf(member, () => api.app.get(RunReplays).run(id, ending));
}

async function check(member: TestMember, kind: ReplayKind) {
  const { id } = await member.call(ruleReplaysRoutes.check, { kind });
  await run(member, id);
  const { replay } = await member.call(ruleReplaysRoutes.latest, { kind });
  if (!replay?.preview) throw new Error('There is no preview.');
  return { id, ...replay.preview };
}

async function saveRules(member: TestMember, ...rules: PrivacySettings['rules']) {
  const { updatedAt, ...before } = await member.call(eventSettingsRoutes.get, {});
  const { retentionDays, currency } = before;
  await member.call(eventSettingsRoutes.update, {
    retentionDays,
    currency,
    privacy: { ...defaultPrivacy, rules },
    version: updatedAt,
  });
}

const differences = (member: TestMember) =>
  inScopeOf(member, () =>
    api.app
      .get(TenantDb)
      .transaction(() =>
        api.app.get(TenantDb).rows(`select kind, what, counted, stored from differences_of_event_counts('2020-01-01')`),
      ),
  );

const rows = async (member: TestMember, table: string) =>
  (
    await api.owner.query<Record<string, unknown>>(`select * from ${table} where organization_id = $1 order by id`, [
      member.organizationId,
    ])
  ).rows;

/** 1,200 events with an address, a third of them purchases. */
async function newShop() {
  const sender = await newSender(api, 'secret');
  const { member } = sender;
  for (let from = 0; from < 1_200; from += 400)
    await sender.send('/v1/batch', {
      batch: Array.from({ length: 400 }, (_, n) => ({
        type: 'track',
        event: n % 3 === 0 ? 'purchase' : 'signed_up',
        userId: `user-${n % 50}`,
        properties: { email: `p${n % 7}@example.com`, ...(n % 3 === 0 ? { order_amount: n, currency: 'EUR' } : {}) },
      })),
    });
  await sender.send('/v1/identify', { userId: 'user-1', traits: { email: 'p1@example.com', plan: 'pro' } });
  await applyEvents(api, member);
  await member.call(savedReportsRoutes.create, {
    name: 'Top addresses',
    query: { kind: 'top', period: { kind: 'last', days: 7 }, event: { name: 'signed_up' }, property: 'email' },
    visibility: 'private',
  });
  await member.call(savedReportsRoutes.create, {
    name: 'Sign-ups',
    query: { kind: 'series', period: { kind: 'last', days: 7 }, interval: 'day', events: [{ name: 'signed_up' }] },
    visibility: 'private',
  });
  return sender;
}

test('privacy rules are shown to change reports and counts, and nothing is changed by looking', async () => {
  const { member } = await newShop();
  const before = await rows(member, 'events');
  await saveRules(member, { property: 'email', action: 'drop' }, { property: 'order_amount', action: 'truncate' });
  const { moves, ...preview } = await check(member, 'privacy');
  expect(preview).toMatchObject({
    examined: 1_251,
    changed: 1_202,
    isComplete: true,
    unchangedReports: 1,
    unknownReports: [],
  });
  expect(moves).toContainEqual({
    what: 'total',
    id: null,
    name: 'Purchases',
    label: 'EUR, number',
    before: '402',
    after: null,
  });
  const ofReport = moves.filter(({ what }) => what === 'report');
  expect(new Set(ofReport.map(({ name }) => name))).toEqual(new Set(['Top addresses']));
  expect(ofReport).toContainEqual(expect.objectContaining({ label: 'no value', before: null, after: '798' }));
  expect(JSON.stringify(moves)).not.toContain('@example.com');
  expect(await rows(member, 'events')).toEqual(before);
  expect(await differences(member)).toEqual([]);
});

test('applied, what was stored is as if the rules had always held, and counts are equal; it is asked for by name and cannot be undone', async () => {
  const { member } = await newShop();
  await saveRules(member, { property: 'email', action: 'hash' }, { property: 'order_amount', action: 'drop' });
  const { id } = await check(member, 'privacy');
  await expect(member.call(ruleReplaysRoutes.apply, { id })).rejects.toMatchObject({
    problem: { code: 'rule-replay.name-differs' },
  });
  await member.call(ruleReplaysRoutes.apply, { id, organizationName: 'Test organization' });
  await run(member, id, 2); // killed
  expect(await differences(member)).toEqual([]);
  await run(member, id);
  const { replay } = await member.call(ruleReplaysRoutes.latest, { kind: 'privacy' });
  expect(replay).toMatchObject({ state: 'applied', examined: 1_251, changed: 1_202, preview: null });
  expect(await differences(member)).toEqual([]);
  const everything = JSON.stringify([await rows(member, 'events'), await rows(member, 'people')]);
  expect(everything).not.toContain('@example.com');
  expect(everything).not.toContain('order_amount');
  const later = await newSender(api, 'secret', { member }); // its rules are looked up now
  await later.send('/v1/events', { type: 'track', event: 'x', userId: 'a', properties: { email: 'p1@example.com' } });
  const hashes = (await rows(member, 'events')).map(({ properties }) => String(Object(properties)['email']));
  expect(hashes.filter((hash) => hash === hashes.at(-1)).length).toBeGreaterThan(100);
  await expect(member.call(ruleReplaysRoutes.undo, { id })).rejects.toMatchObject({
    problem: { code: 'rule-replay.irreversible' },
  });
  expect(await check(member, 'privacy')).toMatchObject({ changed: 0, moves: [] });
});

test(`counts stay equal to the events, whatever is rewritten (SEED=${seed})`, async () => {
  const chance = chanceOf('rules replayed');
  const sender = await newSender(api, 'secret');
  for (let round = 0; round < 4; round += 1) {
    await saveRules(sender.member);
    const batch = Array.from({ length: chance.between(1, 200) }, () => ({
      type: 'track',
      event: chance.oneOf(['purchase', 'page_view', 'other']),
      anonymousId: 'phone',
      properties: {
        order_amount: chance.between(0, 9),
        currency: chance.oneOf(['EUR', 'USD']),
        product_id: chance.oneOf(['mug', 'teapot', 7]),
        nested: { email: 'a@example.com' },
      },
    }));
    await sender.send('/v1/batch', { batch });
    if (chance() < 0.6) await applyEvents(api, sender.member);
    const property = chance.oneOf(['order_amount', 'currency', 'product*', 'email', '*_id']);
    await saveRules(sender.member, { property, action: chance.oneOf(['drop', 'hash', 'truncate']) });
    const { id } = await check(sender.member, 'privacy');
    await sender.member.call(ruleReplaysRoutes.apply, { id, organizationName: 'Test organization' });
    await run(sender.member, id);
    expect(await differences(sender.member)).toEqual([]);
    if (chance() < 0.5) await applyEvents(api, sender.member);
    expect(await differences(sender.member)).toEqual([]);
  }
});

test('decided conversions move only when somebody applies the rules to them, keep their decisions, and go back', async () => {
  const member = await api.newOrganization();
  const { id: contactId } = await member.call(contactsRoutes.create, { externalId: 'ada' });
  const { campaignId, deliveryIds } = await sentCampaign(api, member, [contactId]);
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  await storeTouches(api, member, [{ deliveryId: deliveryIds[0] ?? '', kind: 'click', at: daysAgo(20) }]);
  await acceptAt(
    api,
    member,
    [12, 18].map((days) => ({
      userId: 'ada',
      isTrusted: true,
      properties: { order_amount: 10, currency: 'EUR' },
      occurredAt: daysAgo(days),
    })),
  );
  await applyEvents(api, member);
  await decide(api, member);
  const before = await rows(member, 'conversions');
  expect(new Set(before.map(({ outcome }) => outcome))).toEqual(new Set(['attributed', 'touch_too_old']));
  const { updatedAt } = await member.call(attributionsRoutes.settings);
  await member.call(attributionsRoutes.saveSettings, { ...usualAttribution, clickDays: 10, version: updatedAt });
  const { id, moves } = await check(member, 'attribution');
  expect(moves).toContainEqual(
    expect.objectContaining({ what: 'campaign', id: campaignId, label: 'Conversions, EUR', before: '1', after: '2' }),
  );
  expect(moves).toContainEqual(expect.objectContaining({ label: 'Revenue, EUR', before: '10', after: '20' }));
  expect(await rows(member, 'conversions')).toEqual(before);
  await member.call(ruleReplaysRoutes.apply, { id });
  await run(member, id);
  const applied = await rows(member, 'conversions');
  expect(applied.map(({ outcome }) => outcome)).toEqual(['attributed', 'attributed']);
  const { rows: kept } = await api.owner.query('select outcome from conversion_decisions where replay_id = $1', [id]);
  expect(kept).toEqual([{ outcome: 'touch_too_old' }]);
  await member.call(ruleReplaysRoutes.undo, { id });
  await run(member, id);
  expect(await rows(member, 'conversions')).toEqual(before);
});

test('rules that change after a check are not applied, two do not run at once, and only who may changes anything', async () => {
  const { member } = await newSender(api, 'secret');
  const { id } = await check(member, 'privacy');
  await saveRules(member, { property: 'email', action: 'drop' });
  await expect(
    member.call(ruleReplaysRoutes.apply, { id, organizationName: 'Test organization' }),
  ).rejects.toMatchObject({ problem: { code: 'rule-replay.outdated' } });
  await member.call(ruleReplaysRoutes.check, { kind: 'privacy' });
  await expect(member.call(ruleReplaysRoutes.check, { kind: 'privacy' })).rejects.toMatchObject({
    problem: { code: 'rule-replay.running' },
  });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(ruleReplaysRoutes.check, { kind: 'attribution' })).rejects.toMatchObject({ status: 403 });
  const stranger = await api.newOrganization();
  await expect(stranger.call(ruleReplaysRoutes.undo, { id })).rejects.toMatchObject({ status: 404 });
});
