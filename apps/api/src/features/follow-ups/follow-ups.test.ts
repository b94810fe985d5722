import { afterAll, beforeAll, expect, test } from 'vitest';
import { afterSendingRoutes, campaignsRoutes, reportsRoutes, usualAbTest } from '@engagex/domain/campaigns';
import { deliveriesRoutes, explanationRoutes, totalOf } from '@engagex/domain/deliveries';
import { mailboxProvidersRoutes } from '@engagex/domain/transports';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { type Fault, startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

/** It says nothing about the address, which stays as good as it was. */
const refused: Fault = { at: 'rcpt', code: 550, words: 'Not from this server' };

/** By the first letters of an address; taken away when the server is fixed. */
const faults = new Map<string, Fault>();
let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp((to) => faults.get(/^[a-z]+/.exec(to)?.[0] ?? '') ?? null);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, DELIVERY_LEASE_SECONDS: '2' } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const received = (email: string) => smtp.messages.filter(({ to }) => to === email).length;
const statusOf = async (id: string) => (await member.call(campaignsRoutes.get, { id })).status;
const refusal = (path: string, body: unknown) =>
  member.fetch(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code; // as every refusal has

async function isSent(id: string) {
  await watchLedger(member, id, ({ closed }) => closed);
  await expect.poll(() => statusOf(id), { timeout: 15_000 }).toBe('sent');
  return member.call(deliveriesRoutes.ledger, { id });
}

async function send(emails: readonly string[]) {
  const groupId = await buildGroup(api.owner, member, emails);
  const { id } = await buildCampaign(member, groupId);
  await member.call(campaignsRoutes.launch, { id });
  return { id, groupId, ledger: await isSent(id) };
}

async function addTo(groupId: string, emails: readonly string[]) {
  const other = await buildGroup(api.owner, member, emails);
  await api.owner.query('update group_members set group_id = $2 where group_id = $1', [other, groupId]);
}

test('who failed gets it once the server is mended; who was accepted, is unknown or may not be mailed is not touched', async () => {
  faults.set('gone', refused).set('lost', { at: 'answer', code: 'drop' });
  const [gone, left, lost, fine] = ['gone', 'gone', 'lost', 'fine'].map((name) => addresses(1, name)[0]!);
  const { id, ledger } = await send([gone!, left!, lost!, fine!]);
  expect(ledger).toMatchObject({ failed: { rejected: 2 }, unknown: 1, accepted: 1 });
  await api.owner.query(`update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where email = $1`, [
    left,
  ]);
  expect(await member.call(afterSendingRoutes.followUps, { id })).toEqual({
    failed: { rejected: 1, content: 0, retries_exhausted: 0 },
    unknown: 1,
  });

  faults.delete('gone');
  const retried = await member.call(afterSendingRoutes.retry, { id, reasons: ['rejected'], expectedPeople: 1 });
  expect(retried).toMatchObject({ status: 'sending', finishedAt: null });
  expect(await isSent(id)).toMatchObject({ audience: 4, accepted: 2, unknown: 1, failed: { rejected: 1 } });
  expect([gone, left, lost, fine].map((email) => received(email!))).toEqual([1, 0, 1, 1]);
  const { items } = await member.call(explanationRoutes.decisions, { email: gone! });
  expect(items[0]?.attempts.map(({ state }) => state)).toEqual(['failed', 'accepted']);
});

test('fifty presses at once send it again once', async () => {
  faults.set('busyn', refused);
  const emails = addresses(30, 'busyn');
  const { id } = await send(emails);
  faults.delete('busyn');
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      member.call(afterSendingRoutes.retry, { id, reasons: ['rejected'], expectedPeople: 30 }),
    ),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await isSent(id)).toMatchObject({ audience: 30, accepted: 30, failed: {} });
  expect(emails.map(received)).toEqual(emails.map(() => 1));
});

test('a number that is no longer true, a reason that never passes and a campaign under way are refused', async () => {
  faults.set('wrong', refused);
  const { id } = await send(addresses(2, 'wrong'));
  const retry = (body: object) => refusal(`/api/campaigns/${id}/retry`, body);
  const changed = await retry({ reasons: ['rejected'], expectedPeople: 3 });
  expect([changed.status, await codeOf(changed)]).toEqual([409, 'campaign.audience-changed']);
  const nobody = await retry({ reasons: ['content'] });
  expect([nobody.status, await codeOf(nobody)]).toEqual([409, 'campaign.nobody']);
  for (const reasons of [[], ['invalid_address'], ['unsubscribed'], 'rejected', undefined])
    expect((await retry({ reasons })).status, JSON.stringify(reasons)).toBe(400);
  expect((await refusal(`/api/campaigns/${id}/unknown`, { note: '', expectedPeople: 1 })).status).toBe(400);
  expect(await statusOf(id), 'what was refused changed nothing').toBe('sent');
  const draft = await buildCampaign(member, await buildGroup(api.owner, member, addresses(1)));
  expect((await refusal(`/api/campaigns/${draft.id}/retry`, { reasons: ['rejected'] })).status).toBe(409);
  expect((await refusal(`/api/campaigns/${draft.id}/reminder`, { subject: 'Again' })).status).toBe(409);
  const stranger = await api.newOrganization();
  const theirs = await stranger.fetch(`/api/campaigns/${id}/additions`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(theirs.status).toBe(404);
});

test('pauses, cancellations and the end racing with retries lose nobody: the sum closes all the time', async () => {
  faults.set('race', refused);
  const emails = addresses(60, 'race');
  const { id } = await send(emails);
  faults.delete('race');
  const verbs = [
    () => member.call(afterSendingRoutes.retry, { id, reasons: ['rejected'] }),
    () => member.call(campaignsRoutes.pause, { id }),
    () => member.call(campaignsRoutes.resume, { id }),
    () => member.call(afterSendingRoutes.extend, { id }),
  ];
  for (let round = 0; round < 5; round += 1) {
    await Promise.allSettled(verbs.map((verb) => verb()));
    const ledger = await member.call(deliveriesRoutes.ledger, { id });
    expect(totalOf(ledger)).toBe(60);
  }
  await Promise.allSettled([
    member.call(campaignsRoutes.resume, { id }),
    member.call(campaignsRoutes.cancel, { id }),
    member.call(afterSendingRoutes.retry, { id, reasons: ['rejected'] }),
  ]);
  if ((await statusOf(id)) === 'paused') await member.call(campaignsRoutes.resume, { id });
  const ledger = await watchLedger(member, id, ({ closed }) => closed);
  expect(totalOf(ledger)).toBe(60);
  for (const email of emails) expect(received(email)).toBeLessThanOrEqual(1);
  expect(emails.filter((email) => received(email) === 1)).toHaveLength(ledger.accepted);
});

test('who is unknown gets it again only when a member says so, with a note and the number', async () => {
  faults.set('silent', { at: 'answer', code: 'drop' });
  const [email] = addresses(1, 'silent');
  const { id, ledger } = await send([email!]);
  expect(ledger.unknown).toBe(1);
  faults.delete('silent');
  const without = await refusal(`/api/campaigns/${id}/unknown`, { note: 'Tickets' });
  expect(without.status).toBe(400);
  await member.call(afterSendingRoutes.resend, { id, note: 'They need their tickets', expectedPeople: 1 });
  expect(await isSent(id)).toMatchObject({ audience: 1, accepted: 1, unknown: 0 });
  expect(received(email!)).toBe(2);
});

test('who is unknown counts as sent only when a member says so, who is named to whoever asks; nothing is sent', async () => {
  faults.set('silent', { at: 'answer', code: 'drop' });
  const [lost = '', other = ''] = addresses(2, 'silent');
  const [fine = ''] = addresses(1);
  const { id, ledger } = await send([lost, other, fine]);
  expect(ledger).toMatchObject({ unknown: 2, accepted: 1 });
  for (const [body, status] of [
    [{ note: 'In their log' }, 400],
    [{ note: ' ', expectedPeople: 2 }, 400],
    [{ note: 'x'.repeat(301), expectedPeople: 2 }, 400],
    [{ note: 'In their log', expectedPeople: 3 }, 409],
  ] as const)
    expect((await refusal(`/api/campaigns/${id}/settlement`, body)).status, JSON.stringify(body)).toBe(status);
  expect(await member.call(deliveriesRoutes.ledger, { id })).toEqual(ledger);

  const settled = await member.call(afterSendingRoutes.settle, { id, note: 'In their log', expectedPeople: 2 });
  expect(settled.status).toBe('sent');
  const after = await member.call(deliveriesRoutes.ledger, { id });
  expect(after).toMatchObject({ audience: 3, accepted: 3, unknown: 0, closed: true });
  expect(totalOf(after)).toBe(3);
  expect([received(lost), received(fine)]).toEqual([1, 1]);
  const { items } = await member.call(explanationRoutes.decisions, { email: lost });
  expect(items).toMatchObject([
    {
      state: 'accepted',
      attempts: [
        { state: 'unknown', decision: null },
        { state: 'accepted', decision: { by: 'Test person', note: 'In their log' } },
      ],
    },
  ]);
  const { rows } = await api.owner.query(
    `select (select sum(count) from campaign_series where campaign_id = $1 and kind = 'accepted')::int as series,
       bool_and(accepted_at = submitted_at) filter (where address <> $2) as "asHandedOver" from deliveries where campaign_id = $1`,
    [id, fine],
  );
  expect(rows).toEqual([{ series: 3, asHandedOver: true }]);
  expect((await refusal(`/api/campaigns/${id}/settlement`, { note: 'Again', expectedPeople: 2 })).status).toBe(409);
  expect((await refusal(`/api/campaigns/${id}/unknown`, { note: 'Again', expectedPeople: 2 })).status).toBe(409);
});

test('those added since get what was sent; the ledger grows by them and nobody gets it twice', async () => {
  const old = addresses(3, 'early');
  const { id, groupId } = await send(old);
  const added = addresses(2, 'later');
  await addTo(groupId, added);
  // The address has got it already, whoever has it now.
  await api.owner.query('update contacts set email = $2 where email = $1', [old[0], addresses(1, 'moved')[0]]);
  await addTo(groupId, [old[0]!]);
  // Merged into somebody who was not in the audience.
  await api.owner.query(
    `with kept as (insert into contacts (organization_id, email) values ($1, $2) returning id),
       merged as (update contacts set deleted_at = now(), merged_into_id = (select id from kept) where email = $3)
     insert into group_members (organization_id, group_id, contact_id) select $1, $4, id from kept`,
    [member.organizationId, addresses(1, 'kept')[0], old[1], groupId],
  );
  await addTo(groupId, addresses(1, 'quits'));
  await api.owner.query(
    `update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where email like 'quits%'`,
  );
  expect(await member.call(afterSendingRoutes.additions, { id })).toEqual({ people: 2, skipped: { unsubscribed: 1 } });
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => member.call(afterSendingRoutes.extend, { id, expectedPeople: 2 })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const ledger = await isSent(id);
  expect(ledger).toMatchObject({ audience: 6, accepted: 5, skipped: { unsubscribed: 1 } });
  expect((await member.call(campaignsRoutes.get, { id })).audience).toBe(6);
  expect([...old, ...added].map(received)).toEqual([1, 1, 1, 1, 1]);
  const none = await refusal(`/api/campaigns/${id}/additions`, {});
  expect([none.status, await codeOf(none)]).toEqual([409, 'campaign.nobody']);
});

test('those added at another mailbox provider than all before get it, too', async () => {
  const { id, groupId } = await send(addresses(1, 'first'));
  const mailboxProviders = ['gmail', 'other'] as const;
  for (const mailboxProvider of mailboxProviders)
    await member.call(mailboxProvidersRoutes.update, { mailboxProvider, perSecond: 100 });
  const [late = ''] = addresses(1, 'big').map((email) => email.replace('example.com', 'gmail.com'));
  await addTo(groupId, [late]);
  await member.call(afterSendingRoutes.extend, { id, expectedPeople: 1 });
  expect(await isSent(id)).toMatchObject({ audience: 2, accepted: 2 });
  for (const mailboxProvider of mailboxProviders)
    await member.call(mailboxProvidersRoutes.update, { mailboxProvider, perSecond: null });
});

test('those added to a tested campaign get the variant that was chosen', async () => {
  const groupId = await buildGroup(api.owner, member, addresses(20, 'tested'));
  const { id } = await buildCampaign(member, groupId);
  const variants = ['Plain', 'Loud'].map((subject) => ({ ...usualAbTest.variants[0]!, subject }));
  await member.call(campaignsRoutes.update, { id, abTest: { ...usualAbTest, variants } });
  await member.call(campaignsRoutes.launch, { id });
  await expect
    .poll(async () => (await member.call(reportsRoutes.report, { id })).firstStage?.heldSince ?? null, {
      timeout: 15_000,
    })
    .not.toBeNull();
  await member.call(campaignsRoutes.choose, { id, variant: 'B' });
  await isSent(id);
  const [late] = addresses(1, 'late');
  await addTo(groupId, [late!]);
  await member.call(afterSendingRoutes.extend, { id, expectedPeople: 1 });
  expect(await isSent(id)).toMatchObject({ audience: 21, accepted: 21 });
  const message = smtp.messages.find(({ to }) => to === late);
  expect((await smtp.parse(message!)).subject).toBe('Loud');
  const { items } = await member.call(deliveriesRoutes.list, { id, search: late! });
  expect(items[0]?.variant).toBe('B');
});

test('where an approval is asked for, those added since are covered as long as the segments mean the same', async () => {
  const { id, groupId } = await send(addresses(2, 'seen'));
  await addTo(groupId, addresses(1, 'unseen'));
  await api.owner.query('update organizations set requires_approval = true where id = $1', [member.organizationId]);
  try {
    const never = await refusal(`/api/campaigns/${id}/additions`, {});
    expect([never.status, await codeOf(never)]).toEqual([409, 'approval.missing']);
    const approve = (segments: object) =>
      api.owner.query(
        `insert into campaign_approvals (organization_id, campaign_id, version, people, asked_by_id, asked_at, decision, decided_by_id, decided_at)
         select $1, $2, $3, 2, $4, now(), 'approved', (select id from users where id <> $4 limit 1), now()`,
        [member.organizationId, id, JSON.stringify({ segments }), member.userId],
      );
    await api.newMember(member.organizationId, 'admin');
    await approve({ other: {} });
    expect((await refusal(`/api/campaigns/${id}/additions`, {})).status).toBe(409);
    await api.owner.query('update campaign_approvals set withdrawn_at = now() where campaign_id = $1', [id]);
    await approve({});
    await member.call(afterSendingRoutes.extend, { id, expectedPeople: 1 });
    expect(await isSent(id)).toMatchObject({ audience: 3, accepted: 3 });
  } finally {
    await api.owner.query('update organizations set requires_approval = false where id = $1', [member.organizationId]);
  }
});

test('a reminder goes to those who got it and did not open it, and warns when it says the same', async () => {
  const [reader, silent] = [addresses(1, 'reader')[0]!, addresses(1, 'silentone')[0]!];
  const { id, groupId } = await send([reader, silent]);
  await api.owner.query(
    `insert into engagements (organization_id, campaign_id, delivery_id, kind, at)
     select organization_id, campaign_id, id, 'open', now() from deliveries where campaign_id = $1 and address = $2`,
    [id, reader],
  );
  await addTo(groupId, addresses(1, 'neversent'));
  const { subject } = await member.call(reportsRoutes.report, { id });
  const same = await member.call(afterSendingRoutes.remind, { id, subject: subject! });
  const warned = await member.call(campaignsRoutes.review, { id: same.id });
  expect(warned.people).toBe(1);
  expect(warned.problems.map(({ message }) => message).join()).toContain('did not open in “Summer sale”');

  const again = await member.call(afterSendingRoutes.remind, { id, subject: 'Did you see it?' });
  expect(again).toMatchObject({ status: 'draft', name: 'Again: Summer sale', notOpenedId: id });
  const review = await member.call(campaignsRoutes.review, { id: again.id });
  expect(review).toMatchObject({ people: 1, audience: 1, subject: 'Did you see it?' });
  expect(review.problems.map(({ message }) => message).join()).not.toContain('did not open');
  await member.call(campaignsRoutes.launch, { id: again.id, expectedPeople: 1 });
  expect(await isSent(again.id)).toMatchObject({ audience: 1, accepted: 1 });
  expect([reader, silent].map(received)).toEqual([1, 2]);
  const broken = await refusal(`/api/campaigns/${id}/reminder`, { subject: '{{ oops' });
  expect(broken.status).toBe(400);
});

test('the list of people is asked for one reason', async () => {
  faults.set('never', refused);
  const { id } = await send([...addresses(2, 'never'), ...addresses(1, 'ever')]);
  const list = (reason: 'rejected' | 'content') =>
    member.call(deliveriesRoutes.list, { id, state: 'failed', reason }).then(({ items }) => items.length);
  expect([await list('rejected'), await list('content')]).toEqual([2, 0]);
  expect((await member.fetch(`/api/campaigns/${id}/deliveries?reason=whatever`)).status).toBe(400);
});
