import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { invitationsRoutes } from '@engagex/domain/accounts';
import { bulkActionsRoutes, contactsRoutes, importsRoutes, type ImportView } from '@engagex/domain/contacts';
import { domainsRoutes } from '@engagex/domain/domains';
import { formsRoutes } from '@engagex/domain/forms';
import type { Limited } from '@engagex/domain/plans';
import { plansRoutes } from '@engagex/domain/plans';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import { addresses } from '../../testing/builders.ts';
import type { Refused, TestApi, TestMember } from '../../testing/test-api.ts';
import type { LoggedEvent } from '../../ports/event-log.ts';
import { PostgresEventLog } from '../events/log/postgres-event-log.ts';
import { newSender, storedEvents } from '../events/testing/sender.ts';
import { ContactEstimates } from './contact-estimates.ts';
import { EventLimits } from './event-limits.ts';
import { LimitRefusals } from './limit-refusals.ts';
import { startWithPlans } from './testing/with-plans.ts';

const hard = (amount: number) => ({ kind: 'hard', amount }) as const;
const plans = {
  default: {},
  thirty: { limits: { contacts: hard(30), seats: hard(21), domains: hard(3), events: hard(30) } },
  five: { limits: { contacts: hard(5), seats: hard(2), domains: hard(1) } },
  soft: { limits: { events: { kind: 'soft', amount: 10, gracePercent: 50 } } },
} as const;

let installation: Awaited<ReturnType<typeof startWithPlans<keyof typeof plans>>>;
let api: TestApi;
beforeAll(async () => {
  installation = await startWithPlans(plans);
  ({ api } = installation);
});
afterAll(() => installation.close());

/** How many are answered, and the code and status of the others. */
async function outcomes(all: readonly Promise<unknown>[]) {
  const settled = await Promise.allSettled(all);
  const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as Refused] : [])); // what `call` throws
  const codes = new Set(refused.map(({ status, problem }) => `${status} ${problem?.code}`));
  return { passed: settled.length - refused.length, codes: [...codes] };
}

const useOf = async (owner: TestMember, of: Limited) =>
  (await owner.call(plansRoutes.current)).uses.find((use) => use.of === of);
const create = (owner: TestMember, email = addresses(1)[0]) => owner.call(contactsRoutes.create, { email });

test('of 64 contacts that are added at once, exactly as many are as the plan has room for', async () => {
  const owner = await installation.ownerOn('thirty');
  for (const email of addresses(10)) await create(owner, email);
  expect(await outcomes(addresses(64).map((email) => create(owner, email)))).toEqual({
    passed: 20,
    codes: ['402 plan.no-contacts-left'],
  });
  expect(await useOf(owner, 'contacts')).toMatchObject({ amount: 30, most: 30, used: 30, reserved: 0 });
});

test('while a count from before and whoever came since fit, nothing is counted; at the limit it is exact again', async () => {
  const owner = await installation.ownerOn('thirty');
  const counts = vi.spyOn(api.app.get(ContactEstimates), 'counted');
  const add = async (emails: readonly string[]) => {
    counts.mockClear();
    for (const email of emails) await create(owner, email);
    return counts.mock.calls.length;
  };
  expect(await add(addresses(12))).toBe(1);
  const { items } = await owner.call(contactsRoutes.list, {});
  await owner.call(contactsRoutes.delete, { id: items[0]!.id });
  expect(await add(addresses(18))).toBe(0);
  // Counted before that one was deleted: only an exact count says that one more fits.
  await runInScope({ organizationId: owner.organizationId, actor: { kind: 'system', name: 'test' } }, async () =>
    api.app.get(ContactEstimates).counted(30),
  );
  expect(await add(addresses(1))).toBe(1);
  await expect(create(owner)).rejects.toMatchObject({ status: 402 });
  expect(await useOf(owner, 'contacts')).toMatchObject({ used: 30 });
  counts.mockRestore();
});

test('of 64 invitations at once, exactly as many are sent as there are seats, and one that is withdrawn frees its seat', async () => {
  const owner = await installation.ownerOn('thirty');
  const invite = (email: string) => owner.call(invitationsRoutes.create, { email, role: 'editor' });
  expect(await outcomes(addresses(64).map(invite))).toEqual({ passed: 20, codes: ['402 plan.no-seats-left'] });
  expect(await useOf(owner, 'seats')).toMatchObject({ used: 1, reserved: 20 });
  const [first] = (await owner.call(invitationsRoutes.list)).items;
  await owner.call(invitationsRoutes.revoke, { id: first!.id });
  expect((await outcomes(addresses(2).map(invite))).passed).toBe(1);
  await api.owner.query(
    `update invitations set expires_at = now(), updated_at = now() - interval '1 h' where organization_id = $1`,
    [owner.organizationId],
  );
  expect((await outcomes(addresses(20).map(invite))).passed).toBe(20);
  await expect(owner.call(invitationsRoutes.resend, { id: first!.id })).rejects.toMatchObject({ status: 404 });
  const expired = (await owner.call(invitationsRoutes.list)).items.find(({ isExpired }) => isExpired);
  await expect(owner.call(invitationsRoutes.resend, { id: expired!.id })).rejects.toMatchObject({ status: 402 });
});

test('of domains that are added at once, exactly as many are as the plan has room for', async () => {
  const owner = await installation.ownerOn('thirty');
  const names = Array.from({ length: 8 }, () => `${randomUUID()}.example.com`);
  const added = names.map((domain) => owner.call(domainsRoutes.create, { domain }));
  expect(await outcomes(added)).toEqual({ passed: 3, codes: ['402 plan.no-domains-left'] });
});

test('of 64 events that reach several doors at once, exactly as many are stored as are left', async () => {
  const { organizationId } = await installation.ownerOn('thirty');
  const parts = [api.app.get(TenantDb), api.app.get(EventLimits), api.app.get(ProcessMetrics)] as const;
  const doors = Array.from({ length: 4 }, () => new PostgresEventLog(...parts));
  const event = (messageId: string): LoggedEvent => ({
    organizationId,
    messageId,
    occurredAt: new Date(),
    kind: 'page',
    name: 'page_view',
    personId: randomUUID(),
    properties: {},
    context: {},
    keyId: null,
    isTrusted: false,
    anonymousId: 'device',
    userId: null,
    warnings: [],
  });
  await doors[0]!.append(Array.from({ length: 10 }, (_, n) => event(`before ${n}`)));
  const appended = await Promise.all(Array.from({ length: 64 }, (_, n) => doors[n % 4]!.append([event(`event ${n}`)])));
  const outcomes = appended.flat();
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(20);
  expect(outcomes.filter((outcome) => outcome === 'beyond_plan')).toHaveLength(44);
});

test('an event beyond the plan is refused and counted, and can come again when there is room', async () => {
  const owner = await installation.ownerOn('thirty');
  const sender = await newSender(api, 'secret', { member: owner });
  const send = (messageId: string) => sender.send('/v1/page', { anonymousId: 'device', messageId });
  for (let n = 0; n < 10; n += 1) await send(`before ${n}`);
  const answers = await Promise.all(Array.from({ length: 64 }, (_, n) => send(`event ${n}`)));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(20);
  const refused = answers.findIndex(({ status }) => status === 402);
  expect(answers[refused]?.body).toMatchObject({ code: 'plan.no-events-left' });
  expect(await storedEvents(api, owner)).toHaveLength(30);
  expect((await send('before 1')).status).toBe(202); // stored already, so it takes none
  const batch = await sender.send('/v1/batch', { batch: [{ type: 'page', anonymousId: 'device' }] });
  expect(batch).toMatchObject({ status: 202, body: { accepted: 0, rejected: 1 } });
  await api.app.get(LimitRefusals).write();
  const { rows } = await api.owner.query('select "of", count::int from limit_refusals where organization_id = $1', [
    owner.organizationId,
  ]);
  expect(rows).toEqual([{ of: 'events', count: 45 }]);
  await api.owner.query('delete from usage_entries where organization_id = $1', [owner.organizationId]); // a month goes by
  expect((await send(`event ${refused}`)).status).toBe(202);
  expect(await storedEvents(api, owner)).toHaveLength(31);
});

test('events are stored up to the end of the grace of a soft limit', async () => {
  const owner = await installation.ownerOn('soft');
  const sender = await newSender(api, 'secret', { member: owner });
  const { body } = await sender.send('/v1/batch', {
    batch: Array.from({ length: 20 }, () => ({ type: 'page', anonymousId: 'device', messageId: randomUUID() })),
  });
  expect(body).toMatchObject({ accepted: 15, rejected: 5 });
  expect(await useOf(owner, 'events')).toMatchObject({ kind: 'soft', amount: 10, most: 15, used: 15 });
});

test('what a smaller plan has no room for stays and can be changed; only more is refused', async () => {
  const owner = await installation.ownerOn('default');
  const contacts = await Promise.all(addresses(8).map((email) => create(owner, email)));
  await installation.assign(owner, 'five');
  await owner.call(contactsRoutes.update, { id: contacts[0]!.id, firstName: 'Ada' });
  await expect(create(owner)).rejects.toMatchObject({
    problem: { detail: expect.stringMatching(/room for 5 contacts, and you have 8\. Delete contacts/) },
  });
  await owner.call(contactsRoutes.delete, { id: contacts[1]!.id });
  await expect(owner.call(contactsRoutes.restore, { id: contacts[1]!.id })).rejects.toMatchObject({ status: 402 });
  for (const { id } of contacts.slice(2, 5)) await owner.call(contactsRoutes.unsubscribe, { id });
  await create(owner); // four of eight are left who can be mailed
  const { id } = await owner.call(bulkActionsRoutes.start, {
    action: { kind: 'delete' },
    who: { by: 'ids', ids: contacts.slice(5).map((contact) => contact.id) },
  });
  const ended = async (action: string) => {
    await expect
      .poll(async () => (await owner.call(bulkActionsRoutes.get, { id: action })).status, { timeout: 10_000 })
      .toMatch(/done|failed/);
    return owner.call(bulkActionsRoutes.get, { id: action });
  };
  await ended(id);
  for (const email of addresses(3)) await create(owner, email);
  const undo = await owner.call(bulkActionsRoutes.undo, { id });
  expect(await ended(undo.id)).toMatchObject({ status: 'failed', problem: expect.stringContaining('room for 5') });
});

test('a form takes people a fifth beyond the limit, then tells everybody that it is closed', async () => {
  const owner = await installation.ownerOn('thirty');
  for (const email of addresses(30)) await create(owner, email);
  const form = await owner.call(formsRoutes.create, { name: 'Footer', wording: 'Yes', doubleOptIn: false });
  const signUp = async (email: string) => {
    const answer = await fetch(new URL(`/f/${form.id}`, api.url), {
      method: 'POST',
      headers: { 'accept-language': 'en' },
      body: new URLSearchParams({ email }),
    });
    return [answer.status, /more sign-ups/.test(await answer.text())] as const;
  };
  const answers = await Promise.all(addresses(64).map(signUp));
  expect(answers.filter(([status, isClosed]) => status === 200 && !isClosed)).toHaveLength(6);
  expect(answers.filter(([status, isClosed]) => status === 503 && isClosed)).toHaveLength(58);
  expect(await useOf(owner, 'contacts')).toMatchObject({ used: 36 });
});

test('an import says beforehand how many fit, takes these from the top, and lists the rest', async () => {
  const owner = await installation.ownerOn('five');
  const [known = '', ...people] = addresses(8);
  await create(owner, known);
  const rows = [people[0], known, ...people.slice(1), people[6]].map((email, n) => `${email},Name ${n}`);
  const form = new FormData();
  form.set('file', new Blob([['Email,First name', ...rows].join('\n')]), 'people.csv');
  const uploaded = (await (await owner.fetch('/api/imports', { method: 'POST', body: form })).json()) as ImportView; // what it answers
  const { id, mapping } = uploaded;
  const at = async (status: string) => {
    await expect
      .poll(async () => (await owner.call(importsRoutes.get, { id })).status, { timeout: 10_000 })
      .toBe(status);
    return owner.call(importsRoutes.get, { id });
  };
  await owner.call(importsRoutes.rehearse, { id, mapping });
  const expected = { created: 4, updated: 1, beyondPlan: 4, duplicates: 0 }; // one of the four is in the file twice
  expect((await at('rehearsed')).rehearsal).toMatchObject(expected);
  await owner.call(importsRoutes.start, { id });
  expect(await at('done')).toMatchObject({ ...expected, rejected: 4, difference: null });
  const { items } = await owner.call(importsRoutes.rejections, { id });
  expect(items.map(({ row }) => row[0])).toEqual([...people.slice(4, 7), people[6]]);
  expect(items[0]).toMatchObject({ kind: 'beyond_plan', reason: expect.stringContaining('room for 5 contacts') });
  expect(await useOf(owner, 'contacts')).toMatchObject({ used: 5 });
});
