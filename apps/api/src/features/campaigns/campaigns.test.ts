import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { segmentsRoutes } from '@engagex/domain/segments';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { transportsRoutes } from '@engagex/domain/transports';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { type Fault, startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const faults: Record<string, Fault> = {
  gone: { at: 'rcpt', code: 550 },
  busy: { at: 'rcpt', code: 451 },
  full: { at: 'data', code: 452 },
  lost: { at: 'answer', code: 'drop' },
};

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp((to) => faults[/^[a-z]+/.exec(to)?.[0] ?? ''] ?? null);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, DELIVERY_LEASE_SECONDS: '2' } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const messagesTo = (emails: readonly string[]) => smtp.messages.filter((message) => emails.includes(message.to));

test('everyone in the audience gets one message, or a reason why not, and the ledger closes', async () => {
  const emails = addresses(120);
  const [optedOut = ''] = emails;
  const groupId = await buildGroup(api.owner, member, emails, [optedOut]);
  const campaign = await buildCampaign(member, groupId);
  const review = await member.call(campaignsRoutes.review, { id: campaign.id });
  expect(review).toMatchObject({ audience: 120, people: 119, skipped: { unsubscribed: 1 } });
  expect(review.problems.filter((problem) => problem.severity === 'error')).toEqual([]);

  await member.call(campaignsRoutes.launch, { id: campaign.id, expectedPeople: 119 });
  const ledger = await watchLedger(member, campaign.id, ({ closed }) => closed);
  expect(ledger).toEqual({
    audience: 120,
    pending: 0,
    submitting: 0,
    accepted: 119,
    deferred: 0,
    unknown: 0,
    skipped: { unsubscribed: 1 },
    failed: {},
    closed: true,
  });
  expect(
    messagesTo(emails)
      .map((message) => message.to)
      .toSorted(),
  ).toEqual(emails.slice(1).toSorted());
  await expect.poll(async () => (await member.call(campaignsRoutes.get, { id: campaign.id })).status).toBe('sent');
});

test('a message is a complete one: both parts, one-click unsubscribe, the delivery in its id', async () => {
  const [email = ''] = addresses(1, 'reader');
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, [email]));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ closed }) => closed);
  const [received] = messagesTo([email]);
  const message = await smtp.parse(received!);
  const header = (key: string) => message.headers.find((each) => each.key === key)?.value ?? '';
  const { items } = await member.call(deliveriesRoutes.list, { id: campaign.id });
  expect(message.subject).toBe(`A sale for ${email.split('@')[0]}`);
  expect(message.from).toMatchObject({ name: 'Shop', address: 'hello@shop.example' });
  expect(message.messageId).toBe(`<${items[0]?.id}@shop.example>`);
  expect(message.html).toContain('Hello reader');
  expect(message.text).toContain('Hello reader');
  expect(message.html).not.toContain('shop.example/sale');
  const link = /^<(http:\/\/localhost:3000\/u\/[\w-]{56})>$/.exec(header('list-unsubscribe'))?.[1];
  expect(link).toBeDefined();
  const preferences = /href="(http:\/\/localhost:3000\/u\/[\w-]{56})\/preferences"/.exec(message.html ?? '')?.[1];
  expect(preferences).toBeDefined();
  expect(preferences, 'who passes on the one link does not open the other').not.toBe(link);
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(header('content-type')).toContain('multipart/alternative');
});

test('refusals are told apart: never, later, and nobody knows', async () => {
  const emails = ['gone', 'busy', 'full', 'lost', 'fine'].flatMap((name) => addresses(1, name));
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  const ledger = await watchLedger(
    member,
    campaign.id,
    ({ audience, pending, submitting }) => audience > 0 && pending + submitting === 0,
  );
  expect(ledger).toMatchObject({
    audience: 5,
    accepted: 1,
    deferred: 2,
    unknown: 1,
    failed: { rejected: 1 },
    closed: false,
  });
  const { items } = await member.call(deliveriesRoutes.list, { id: campaign.id, state: 'failed' });
  expect(items[0]).toMatchObject({ reason: 'rejected', attempts: 1 });
  expect(items[0]?.response).toContain('No such person here');

  // The deferred ones come due: the same server refuses again, and only their attempts grow.
  await api.owner.query(`update deliveries set next_attempt_at = now() where campaign_id = $1 and state = 'deferred'`, [
    campaign.id,
  ]);
  await expect
    .poll(
      async () =>
        (await member.call(deliveriesRoutes.list, { id: campaign.id, state: 'deferred' })).items.map(
          (item) => item.attempts,
        ),
      { timeout: 10_000 },
    )
    .toEqual([2, 2]);
  expect(messagesTo(emails.filter((email) => email.startsWith('lost')))).toHaveLength(1);
});

test('a paused campaign sends nothing until resumed', async () => {
  const emails = addresses(5_000);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ accepted }) => accepted > 0);
  await member.call(campaignsRoutes.pause, { id: campaign.id });
  const paused = await watchLedger(member, campaign.id, ({ submitting }) => submitting === 0);
  expect(paused.pending).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await member.call(deliveriesRoutes.ledger, { id: campaign.id })).toEqual(paused);
  expect(messagesTo(emails)).toHaveLength(paused.accepted);

  await member.call(campaignsRoutes.resume, { id: campaign.id });
  const done = await watchLedger(member, campaign.id, ({ closed }) => closed);
  expect(done.accepted).toBe(5_000);
  expect(new Set(messagesTo(emails).map((message) => message.to)).size).toBe(5_000);
  expect(messagesTo(emails)).toHaveLength(5_000);
}, 40_000);

test('cancelling skips everyone who was not mailed yet', async () => {
  const emails = addresses(1_500);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ accepted }) => accepted > 0);
  await member.call(campaignsRoutes.cancel, { id: campaign.id });
  const ledger = await watchLedger(member, campaign.id, ({ closed }) => closed);
  expect(ledger.accepted + (ledger.skipped['cancelled'] ?? 0)).toBe(1_500);
  expect(messagesTo(emails)).toHaveLength(ledger.accepted);
  await expect(member.call(campaignsRoutes.resume, { id: campaign.id })).rejects.toThrow('campaign.wrong-status');
}, 40_000);

test('someone who unsubscribes after the launch is skipped, not mailed', async () => {
  const [email = '', other = ''] = addresses(2);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, [email, other]));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  const status = async () => (await member.call(campaignsRoutes.get, { id: campaign.id })).status;
  await expect.poll(status, { timeout: 15_000 }).toBe('sent');
  // As if the launch had only just frozen them. The campaign comes last: until then nobody looks at the rest.
  await api.owner.query(`update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where email = $1`, [
    email,
  ]);
  await api.owner.query(
    `update deliveries set state = 'pending', next_attempt_at = now(), accepted_at = null where campaign_id = $1 and address = $2`,
    [campaign.id, email],
  );
  await api.owner.query(`update campaigns set status = 'sending', finished_at = null where id = $1`, [campaign.id]);
  const ledger = await watchLedger(member, campaign.id, ({ skipped }) => skipped['unsubscribed'] === 1);
  expect(ledger).toMatchObject({ accepted: 1, closed: true });
  expect(messagesTo([email])).toHaveLength(1);
});

test('a campaign that is not ready says everything that is missing and stays a draft', async () => {
  const draft = await member.call(campaignsRoutes.create, { name: 'Empty' });
  const review = await member.call(campaignsRoutes.review, { id: draft.id });
  expect(review.problems.map((problem) => problem.path[0])).toEqual([
    'templateId',
    'senderEmail',
    'senderName',
    'groupIds',
    'postalAddress',
  ]);
  await expect(member.call(campaignsRoutes.launch, { id: draft.id })).rejects.toThrow('campaign.not-ready');
  expect((await member.call(campaignsRoutes.get, { id: draft.id })).status).toBe('draft');
});

test('the audience is everyone in its groups and segments once, without those excluded', async () => {
  const emails = addresses(6, 'audience');
  const groupId = await buildGroup(api.owner, member, emails.slice(0, 4), emails.slice(1, 2));
  await buildGroup(api.owner, member, emails.slice(4));
  const excludedGroupId = await buildGroup(api.owner, member, addresses(1));
  await api.owner.query(
    `insert into group_members (organization_id, group_id, contact_id)
     select organization_id, $1, id from contacts where email = $2`,
    [excludedGroupId, emails[0]],
  );
  const segmentOf = async (name: string, values: string[]) => {
    const tree = { kind: 'all', of: [{ kind: 'field', field: 'email', predicate: { op: 'one_of', values } }] } as const;
    return (await member.call(segmentsRoutes.create, { name, tree })).id;
  };
  const campaign = await buildCampaign(member, groupId);
  await member.call(campaignsRoutes.update, {
    id: campaign.id,
    segmentIds: [await segmentOf('Included', emails.slice(2))], // two of them are in the group, too
    excludedGroupIds: [excludedGroupId],
    excludedSegmentIds: [await segmentOf('Excluded', emails.slice(5))],
  });
  const review = await member.call(campaignsRoutes.review, { id: campaign.id });
  expect(review).toMatchObject({ audience: 4, people: 3, skipped: { unsubscribed: 1 } });
  await member.call(campaignsRoutes.launch, { id: campaign.id, expectedPeople: 3 });
  const ledger = await watchLedger(member, campaign.id, ({ closed }) => closed);
  expect(ledger).toMatchObject({ audience: 4, accepted: 3 });
  expect(
    messagesTo(emails)
      .map(({ to }) => to)
      .toSorted(),
  ).toEqual(emails.slice(2, 5).toSorted());
});

test('a segment that does not exist cannot be chosen', async () => {
  const segmentIds = ['00000000-0000-4000-8000-000000000000'];
  await expect(member.call(campaignsRoutes.create, { name: 'x', segmentIds })).rejects.toThrow(
    'campaign.unknown-segment',
  );
});

test('a confirmation whose number changed is refused', async () => {
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(3)));
  await expect(member.call(campaignsRoutes.launch, { id: campaign.id, expectedPeople: 2 })).rejects.toThrow(
    'campaign.audience-changed',
  );
});

test('launching twice at the same moment launches once', async () => {
  const emails = addresses(20);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () => member.call(campaignsRoutes.launch, { id: campaign.id })),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  await watchLedger(member, campaign.id, ({ closed }) => closed);
  expect(messagesTo(emails)).toHaveLength(20);
});

test('when the transport refuses us, the campaign pauses, says why, and nobody is burnt', async () => {
  const strict = await startSmtp(() => ({ at: 'rcpt', code: 530 }));
  const closed = await startTestApi({ work: true, settings: { SMTP_URL: strict.url } });
  try {
    const person = await closed.newOrganization();
    const campaign = await buildCampaign(person, await buildGroup(closed.owner, person, addresses(30)));
    await person.call(campaignsRoutes.launch, { id: campaign.id });
    await expect
      .poll(async () => (await person.call(campaignsRoutes.get, { id: campaign.id })).status, { timeout: 10_000 })
      .toBe('paused');
    const ledger = await watchLedger(person, campaign.id, ({ submitting }) => submitting === 0);
    expect(ledger).toMatchObject({ audience: 30, pending: 30, failed: {} });
    expect((await person.call(campaignsRoutes.get, { id: campaign.id })).pauseReason).toContain(
      'rejected our messages',
    );
  } finally {
    await closed.close();
    await strict.close();
  }
});

test('a server that cannot be reached costs nobody an attempt', async () => {
  const unreachable = await startTestApi({ work: true, settings: { SMTP_URL: 'smtp://127.0.0.1:1' } });
  try {
    const person = await unreachable.newOrganization();
    const campaign = await buildCampaign(person, await buildGroup(unreachable.owner, person, addresses(10)));
    await person.call(campaignsRoutes.launch, { id: campaign.id });
    await expect
      .poll(async () => (await person.call(transportsRoutes.list)).items[0]?.health, { timeout: 10_000 })
      .toBe('unreachable');
    await watchLedger(person, campaign.id, ({ pending }) => pending === 10);
    const { items } = await person.call(deliveriesRoutes.list, { id: campaign.id });
    expect(items.every((item) => item.attempts === 0)).toBe(true);
  } finally {
    await unreachable.close();
  }
});

test('another organization sees nothing of it, and each role only what it may', async () => {
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(2)));
  const stranger = await api.newOrganization();
  for (const route of [
    campaignsRoutes.get,
    campaignsRoutes.review,
    reportsRoutes.report,
    deliveriesRoutes.ledger,
    campaignsRoutes.launch,
    campaignsRoutes.delete,
  ]) {
    await expect(stranger.call(route, { id: campaign.id }), route.id).rejects.toMatchObject({ status: 404 });
  }
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(reportsRoutes.report, { id: campaign.id })).resolves.toBeDefined();
  await expect(analyst.call(campaignsRoutes.launch, { id: campaign.id })).rejects.toMatchObject({ status: 403 });
  const editor = await api.newMember(member.organizationId, 'editor');
  await expect(editor.call(campaignsRoutes.launch, { id: campaign.id })).rejects.toMatchObject({ status: 403 });
});

test('a group or segment cannot be both included and excluded, whichever is chosen last', async () => {
  const groupId = await buildGroup(api.owner, member, addresses(1));
  const segment = await member.call(segmentsRoutes.create, {
    name: `In and out ${groupId}`,
    tree: { kind: 'all', of: [{ kind: 'group', op: 'in', groupIds: [groupId] }] },
  });
  const draft = { name: 'In and out', groupIds: [groupId], segmentIds: [segment.id] };
  const refused = (path: string) => ({ status: 400, problem: { errors: [{ path: [path] }] } });
  await expect(member.call(campaignsRoutes.create, { ...draft, excludedGroupIds: [groupId] })).rejects.toMatchObject(
    refused('excludedGroupIds'),
  );
  const { id } = await member.call(campaignsRoutes.create, draft);
  await expect(member.call(campaignsRoutes.update, { id, excludedSegmentIds: [segment.id] })).rejects.toMatchObject(
    refused('excludedSegmentIds'),
  );
  const moved = await member.call(campaignsRoutes.update, { id, groupIds: [], excludedGroupIds: [groupId] });
  expect(moved).toMatchObject({ groupIds: [], excludedGroupIds: [groupId], segmentIds: [segment.id] });
  await expect(member.call(campaignsRoutes.update, { id, groupIds: [groupId] })).rejects.toMatchObject(
    refused('excludedGroupIds'),
  );
});

test('the live count of an audience adds up, says why somebody is skipped, and saves nothing', async () => {
  const [inside = '', optedOut = '', suppressed = '', ...rest] = addresses(6);
  const groupId = await buildGroup(api.owner, member, [inside, optedOut, suppressed, ...rest], [optedOut]);
  const excludedId = await buildGroup(api.owner, member, []);
  await api.owner.query(
    `insert into group_members (organization_id, group_id, contact_id)
     select organization_id, $2, id from contacts where organization_id = $1 and email = any($3)`,
    [member.organizationId, excludedId, [inside, ...rest.slice(0, 1)]],
  );
  await member.call(suppressionsRoutes.create, { address: suppressed });
  const campaign = await buildCampaign(member, groupId);
  const chosen = { groupIds: [groupId], segmentIds: [], excludedGroupIds: [], excludedSegmentIds: [] };
  const counted = (changes: { groupIds?: string[]; excludedGroupIds?: string[] } = {}) =>
    member.call(campaignsRoutes.countAudience, { id: campaign.id, ...chosen, ...changes });

  const skipped = { unsubscribed: 1, suppressed: 1 };
  expect(await counted()).toMatchObject({ included: 6, excluded: 0, people: 4, skipped });
  expect(await counted({ excludedGroupIds: [excludedId] })).toMatchObject({
    included: 6,
    excluded: 2,
    people: 2,
    skipped,
  });
  expect(await counted({ groupIds: [excludedId] })).toMatchObject({ included: 2, excluded: 0, people: 2, skipped: {} });
  expect(await counted({ groupIds: [] })).toMatchObject({ included: 0, excluded: 0, people: 0, skipped: {} });
  expect((await member.call(campaignsRoutes.get, { id: campaign.id })).excludedGroupIds).toEqual([]);

  const other = await api.newOrganization();
  const theirs = { id: campaign.id, ...chosen };
  await expect(other.call(campaignsRoutes.countAudience, theirs)).rejects.toMatchObject({ status: 404 });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(campaignsRoutes.countAudience, theirs)).rejects.toMatchObject({ status: 403 });
});
