import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  allKinds,
  type AnyKind,
  categories,
  channels,
  type ContentType,
  mandatoryCategories,
  notificationKinds,
  notificationsRoutes,
} from '@engagex/domain/notifications';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { Notify } from '../../platform/notify.ts';
import { seed } from '../../testing/chance.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { Journals } from '../hand-over/index.ts';
import { SendDigest } from './send-digest.ts';
import { SendNotification } from './send-notification.ts';

/** `npm run soak -- notifications 10000` makes up 10,000. */
const notices = Number(process.env['SOAK_KILLS'] ?? 300);

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const within = <T>({ organizationId }: TestMember, work: () => Promise<T>) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);

/** As a feature does, in the transaction of what happened. */
const tell = (owner: TestMember, kind: AnyKind, objectId: string, key?: string) =>
  within(owner, () =>
    api.app
      .get(TenantDb)
      .transaction(() =>
        api.app
          .get(Notify)
          .tell({ kind, objectId, why: 'It happened.', facts: { currency: 'EUR' }, ...(key && { key }) }),
      ),
  );

async function campaignOf({ organizationId }: TestMember, name = 'Summer sale'): Promise<string> {
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into campaigns (organization_id, name, status) values ($1, $2, 'sent') returning id`,
    [organizationId, name],
  );
  return rows[0]!.id;
}

async function emailOf({ userId }: TestMember): Promise<string> {
  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [userId]);
  return rows[0]!.email;
}
async function mailTo(member: TestMember) {
  const email = await emailOf(member);
  return Promise.all(smtp.messages.filter(({ to }) => to === email).map((each) => smtp.parse(each)));
}

async function idsOf(owner: TestMember, table: 'notifications' | 'notification_digests'): Promise<string[]> {
  const { rows } = await api.owner.query<{ id: string }>(
    `select id from ${table} where organization_id = $1 and state = 'pending' order by id`,
    [owner.organizationId],
  );
  return rows.map(({ id }) => id);
}
/** What the sweep does. */
async function mailAll(owner: TestMember): Promise<void> {
  for (const id of await idsOf(owner, 'notifications'))
    await within(owner, () => api.app.get(SendNotification).mail.send(id));
}
async function digestsNow(owner: TestMember): Promise<void> {
  await api.owner.query(`update notification_digests set due_at = now() where organization_id = $1`, [
    owner.organizationId,
  ]);
  for (const id of await idsOf(owner, 'notification_digests'))
    await within(owner, () => api.app.get(SendDigest).mail.send(id));
}
const statesOf = async (owner: TestMember, { userId } = owner) => {
  const { rows } = await api.owner.query<{ state: string }>(
    'select state from notifications where organization_id = $1 and user_id = $2 order by seq',
    [owner.organizationId, userId],
  );
  return rows.map(({ state }) => state);
};
const inboxOf = async (member: TestMember) => (await member.call(notificationsRoutes.list, { limit: 200 })).items;

test('what happened is in the inbox of everybody it concerns, newest first, with the way to its object', async () => {
  const owner = await api.newOrganization();
  const manager = await api.newMember(owner.organizationId, 'campaign_manager');
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const id = await campaignOf(owner);
  await tell(owner, 'campaign_sent', id);
  await tell(owner, 'invoice_paid', owner.organizationId);
  expect(await inboxOf(owner)).toMatchObject([
    { kind: 'invoice_paid', category: 'billing', path: '/settings/billing', readAt: null },
    { kind: 'campaign_sent', title: '“Summer sale” was sent', text: 'It happened.', path: `/campaigns/${id}` },
  ]);
  expect((await inboxOf(manager)).map(({ kind }) => kind)).toEqual(['campaign_sent']);
  expect(await inboxOf(analyst)).toEqual([]);
  const stranger = await api.newOrganization();
  expect(await inboxOf(stranger)).toEqual([]);
  const [first] = await inboxOf(owner);
  await expect(
    stranger.call(notificationsRoutes.mark, { id: first!.id, isRead: true }),
    'nobody marks what is not theirs',
  ).rejects.toMatchObject({ status: 404, problem: { code: 'notification.not-found' } });
  await expect(manager.call(notificationsRoutes.mark, { id: first!.id, isRead: true })).rejects.toMatchObject({
    status: 404,
  });
});

test('what is told once is one notification, however many tell it at the same time', async () => {
  const owner = await api.newOrganization();
  const id = await campaignOf(owner);
  const { version } = await owner.call(notificationsRoutes.unread);
  await Promise.all(Array.from({ length: 8 }, () => tell(owner, 'campaign_sent', id, `sent ${id}`)));
  expect(await inboxOf(owner)).toHaveLength(1);
  const unread = await owner.call(notificationsRoutes.unread);
  expect(unread.unread).toBe(1);
  expect(unread.version).toBeGreaterThan(version);
});

test('reading up to a place leaves what came later unread, and each change has a higher version', async () => {
  const owner = await api.newOrganization();
  for (const name of ['One', 'Two', 'Three']) await tell(owner, 'campaign_sent', await campaignOf(owner, name));
  const [newest, second] = await inboxOf(owner);
  const before = await owner.call(notificationsRoutes.unread);
  const read = await owner.call(notificationsRoutes.readUpTo, { upTo: second!.seq });
  expect(read).toEqual({ version: expect.any(Number), unread: 1 });
  expect(read.version).toBeGreaterThan(before.version);
  expect((await owner.call(notificationsRoutes.list, { show: 'unread' })).items.map(({ id }) => id)).toEqual([
    newest!.id,
  ]);
  const again = await owner.call(notificationsRoutes.mark, { id: second!.id, isRead: false });
  expect(again.unread).toBe(2);
  expect(again.version).toBeGreaterThan(read.version);
  const other = await owner.call(notificationsRoutes.readUpTo, { upTo: newest!.seq, category: 'billing' });
  expect(other).toEqual({ version: again.version, unread: 2 });
});

test('a page goes on after the last of the page before, and other cursors are refused', async () => {
  const owner = await api.newOrganization();
  for (const name of ['One', 'Two', 'Three']) await tell(owner, 'campaign_sent', await campaignOf(owner, name));
  const first = await owner.call(notificationsRoutes.list, { limit: 2 });
  const next = await owner.call(notificationsRoutes.list, { limit: 2, cursor: first.nextCursor! });
  expect([...first.items, ...next.items].map(({ title }) => title)).toEqual([
    '“Three” was sent',
    '“Two” was sent',
    '“One” was sent',
  ]);
  expect(next.nextCursor).toBeNull();
  for (const cursor of ['x', '-1', '1e9', randomUUID(), "1' or '1'='1", '99999999999999999999'])
    await expect(owner.call(notificationsRoutes.list, { cursor })).rejects.toMatchObject({ status: 400 });
});

test('of an object that was deleted a notification stays with its name and leads nowhere', async () => {
  const owner = await api.newOrganization();
  const id = await campaignOf(owner);
  await tell(owner, 'campaign_sent', id);
  await mailAll(owner);
  await api.owner.query('update campaigns set deleted_at = now() where id = $1', [id]);
  expect(await inboxOf(owner)).toMatchObject([{ title: '“Summer sale” was sent', path: null }]);
});

test('what a role does not allow any more is neither shown nor counted nor mailed', async () => {
  const owner = await api.newOrganization();
  const manager = await api.newMember(owner.organizationId, 'campaign_manager');
  await tell(owner, 'campaign_sent', await campaignOf(owner));
  expect(await inboxOf(manager)).toHaveLength(1);
  await api.owner.query(`update memberships set role = 'analyst' where user_id = $1`, [manager.userId]);
  expect(await inboxOf(manager)).toEqual([]);
  expect((await manager.call(notificationsRoutes.unread)).unread).toBe(0);
  await mailAll(owner);
  expect(await statesOf(owner, manager)).toEqual(['dropped']);
  expect(await mailTo(manager)).toEqual([]);
});

test('billing and security cannot be turned off, by a member or for all', async () => {
  const owner = await api.newOrganization();
  for (const category of mandatoryCategories)
    for (const channel of ['in_app', 'email'] as const) {
      const choices = [{ category, channel, isOn: false }];
      for (const route of [notificationsRoutes.choose, notificationsRoutes.setDefaults])
        await expect(owner.call(route, { choices })).rejects.toMatchObject({
          status: 400,
          problem: { code: 'notification.mandatory', detail: expect.stringContaining(`about ${category}`) },
        });
    }
  await owner.call(notificationsRoutes.choose, {
    choices: [{ category: 'billing', channel: 'browser', isOn: false }],
    digest: 'daily',
  });
  await tell(owner, 'invoice_paid', owner.organizationId);
  await mailAll(owner);
  expect(await statesOf(owner)).toEqual(['accepted']); // no digest either
});

test('the own choice wins over the organization’s, and null goes back to it', async () => {
  const owner = await api.newOrganization();
  const manager = await api.newMember(owner.organizationId, 'campaign_manager');
  const of = async () =>
    (await manager.call(notificationsRoutes.settings)).choices.find(
      ({ category, channel }) => category === 'campaigns' && channel === 'email',
    );
  const email = (isOn: boolean | null) => ({ choices: [{ category: 'campaigns', channel: 'email', isOn } as const] });
  expect(await of()).toMatchObject({ isOn: true, from: 'nobody' });
  await owner.call(notificationsRoutes.setDefaults, email(false));
  expect(await of()).toMatchObject({ isOn: false, from: 'organization' });
  await manager.call(notificationsRoutes.choose, email(true));
  expect(await of()).toMatchObject({ isOn: true, from: 'member' });
  await manager.call(notificationsRoutes.choose, email(null));
  expect(await of()).toMatchObject({ isOn: false, from: 'organization' });
  await expect(manager.call(notificationsRoutes.setDefaults, email(true))).rejects.toMatchObject({ status: 403 });
});

test('choices that are none are refused with what to say', async () => {
  const owner = await api.newOrganization();
  const on = { category: 'campaigns', channel: 'email', isOn: true };
  for (const [wrong, words] of [
    [{ choices: [{ ...on, category: 'weather' }] }, 'Choose a category.'],
    [{ choices: [{ ...on, channel: 'pigeon' }] }, 'Choose a channel.'],
    [{ choices: [{ ...on, isOn: 'yes' }] }, 'Enter true or false.'],
    [{ choices: [on, on] }, 'Enter each choice once.'],
    [{ choices: 'all' }, 'Enter a list of choices.'],
    [{ digest: 'weekly' }, 'Choose immediate, hourly or daily.'],
    [{ digestHour: 24 }, 'Choose an hour from 0 to 23.'],
    [{ digestHour: 1.5 }, 'Choose an hour from 0 to 23.'],
  ] as const) {
    const answer = await owner.fetch('/api/notification-settings', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wrong),
    });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(words)]);
  }
});

test('a digest is one mail of what is unread when it leaves; without anything unread there is none', async () => {
  const owner = await api.newOrganization();
  await owner.call(notificationsRoutes.choose, { digest: 'hourly' });
  for (const name of ['One', 'Two', 'Three']) await tell(owner, 'campaign_sent', await campaignOf(owner, name));
  await mailAll(owner);
  expect(await statesOf(owner)).toEqual(['collected', 'collected', 'collected']);
  expect(await mailTo(owner)).toEqual([]);
  const read = (await inboxOf(owner)).find(({ title }) => title.includes('Two'));
  await owner.call(notificationsRoutes.mark, { id: read!.id, isRead: true });
  await digestsNow(owner);
  await digestsNow(owner);
  expect(await statesOf(owner)).toEqual(['accepted', 'read', 'accepted']);
  const [mail, ...others] = await mailTo(owner);
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('2 unread notifications in Test organization');
  expect(mail?.text).toContain('• “Three” was sent');
  expect(mail?.text).not.toContain('“Two”');

  await tell(owner, 'campaign_sent', await campaignOf(owner, 'Four'));
  await mailAll(owner);
  const [newest] = await inboxOf(owner);
  await owner.call(notificationsRoutes.readUpTo, { upTo: newest!.seq });
  await digestsNow(owner);
  expect((await statesOf(owner)).at(-1)).toBe('read');
  expect(await mailTo(owner)).toHaveLength(1);
});

test('a choice counts when the digest leaves, not when it was collected', async () => {
  const owner = await api.newOrganization();
  await owner.call(notificationsRoutes.choose, { digest: 'daily' });
  await tell(owner, 'campaign_sent', await campaignOf(owner));
  await mailAll(owner);
  await owner.call(notificationsRoutes.choose, { choices: [{ category: 'campaigns', channel: 'email', isOn: false }] });
  await digestsNow(owner);
  expect(await statesOf(owner)).toEqual(['unwanted']);
  expect(await mailTo(owner)).toEqual([]);
});

test('a digest whose worker died stays one mail: sent by the next, recorded, or unknown with all that was in it', async () => {
  const journals = api.app.get(Journals);
  const died = async (note: ((journal: ReturnType<typeof journals.open>, id: string) => void) | null) => {
    const owner = await api.newOrganization();
    await owner.call(notificationsRoutes.choose, { digest: 'hourly' });
    await tell(owner, 'campaign_sent', await campaignOf(owner));
    await mailAll(owner);
    const [id] = await idsOf(owner, 'notification_digests');
    const claimId = randomUUID();
    await api.owner.query(
      `update notification_digests set state = 'submitting', attempts = 1, claim_id = $2, due_at = now() - interval '1 minute' where id = $1`,
      [id, claimId],
    );
    await api.owner.query('update notifications set digest_id = $2 where organization_id = $1', [
      owner.organizationId,
      id,
    ]);
    if (note) {
      const journal = await within(owner, async () =>
        journals.open({ kind: 'notification-digests', claimId, campaignId: null }, 1),
      );
      note(journal, id!);
      await setImmediate(); // it is written down by then
      journal.abandon();
    }
    await within(owner, () => api.app.get(SendDigest).mail.send(id!));
    return owner;
  };
  const before = await died(() => {});
  expect([await statesOf(before), (await mailTo(before)).length]).toEqual([['accepted'], 1]);
  const after = await died((journal, id) => {
    journal.leaving([id]);
    journal.recordReply(id, { kind: 'accepted', response: '250 taken' });
  });
  expect([await statesOf(after), (await mailTo(after)).length]).toEqual([['accepted'], 0]);
  const between = await died((journal, id) => journal.leaving([id]));
  expect([await statesOf(between), (await mailTo(between)).length]).toEqual([['unknown'], 0]);
});

test(
  `random notifications and choices come to what a table says, one row and at most one mail for each (seed ${seed})`,
  async () => {
    const owner = await api.newOrganization();
    const people = { owner } as Record<'owner' | 'admin' | 'campaign_manager' | 'editor' | 'analyst', TestMember>;
    for (const role of ['admin', 'campaign_manager', 'editor', 'analyst'] as const)
      people[role] = await api.newMember(owner.organizationId, role);
    const free = categories.filter((category) => !mandatoryCategories.includes(category));
    const someChoices = fc.uniqueArray(
      fc.record({
        category: fc.constantFrom(...free),
        channel: fc.constantFrom(...channels),
        isOn: fc.boolean(),
      }),
      { selector: ({ category, channel }) => `${category} ${channel}`, maxLength: 20 },
    );
    const [run] = fc.sample(
      fc.record({
        defaults: someChoices,
        own: fc.tuple(someChoices, someChoices, someChoices, someChoices, someChoices),
        told: fc.array(fc.record({ kind: fc.constantFrom(...tellable), repeats: fc.boolean() }), {
          minLength: notices,
          maxLength: notices,
        }),
      }),
      { seed, numRuns: 1 },
    );
    await owner.call(notificationsRoutes.setDefaults, { choices: run!.defaults });
    const members = Object.entries(people);
    for (const [index, [, member]] of members.entries())
      await member.call(notificationsRoutes.choose, { choices: run!.own[index]! });
    const campaign = await campaignOf(owner);
    const { rows } = await api.owner.query<{ id: string }>(
      `insert into limit_notices (organization_id, "of", period_from, percent) values ($1, 'emails', now(), 80) returning id`,
      [owner.organizationId],
    );
    const objects = new Map<ContentType, string>([
      ['campaign', campaign],
      ['limit', rows[0]!.id],
      ['member', owner.userId],
      ['organization', owner.organizationId],
    ]);
    const objectOf = (kind: AnyKind) => objects.get(notificationKinds[kind].content)!;
    for (const [index, { kind, repeats }] of run!.told.entries()) {
      await tell(owner, kind, objectOf(kind), `random ${index}`);
      if (repeats) await tell(owner, kind, objectOf(kind), `random ${index}`);
    }
    await mailAll(owner);

    for (const [index, [role, member]] of members.entries()) {
      const wants = (kind: AnyKind, channel: string) => {
        const { category } = notificationKinds[kind];
        const is = (each: { category: string; channel: string }) =>
          each.category === category && each.channel === channel;
        if (category === 'billing' || category === 'security') return true;
        return (run!.own[index]!.find(is) ?? run!.defaults.find(is))?.isOn ?? true;
      };
      const told = run!.told.map(({ kind }) => kind).filter((kind) => concerned[kind]?.includes(role));
      const shown = told.filter((kind) => wants(kind, 'in_app')).toReversed();
      const all: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await member.call(notificationsRoutes.list, { limit: 200, ...(cursor && { cursor }) });
        all.push(...page.items.map(({ kind }) => kind));
        if (!page.nextCursor) break;
        cursor = page.nextCursor;
      }
      expect(all, role).toEqual(shown);
      expect((await member.call(notificationsRoutes.unread)).unread, role).toBe(Math.min(shown.length, 100));
      expect(await statesOf(owner, member), role).toEqual(
        told.map((kind) => (wants(kind, 'email') ? 'accepted' : 'unwanted')),
      );
      expect((await mailTo(member)).length, role).toBe(told.filter((kind) => wants(kind, 'email')).length);
    }
  },
  60_000 + notices * 200,
);

/** Written out by hand, from what each role is for. */
const concerned: Readonly<Partial<Record<AnyKind, readonly string[]>>> = {
  campaign_sent: ['owner', 'admin', 'campaign_manager'],
  invitation_accepted: ['owner', 'admin'],
  limit_near: ['owner', 'admin'],
  limit_reached: ['owner', 'admin'],
  spending_near: ['owner'],
  invoice_paid: ['owner'],
  payment_failed: ['owner'],
  card_expiring: ['owner'],
};
const tellable = allKinds.filter((kind) => kind in concerned);
