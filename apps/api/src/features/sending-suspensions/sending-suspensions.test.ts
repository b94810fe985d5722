import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { passwordRoutes } from '@engagex/domain/accounts';
import { messagesRoutes } from '@engagex/domain/messages';
import { operatorsRoutes } from '@engagex/domain/operators';
import { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { one, post, simple } from '../../testing/messages.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
let operator: Awaited<ReturnType<TestApi['newOperator']>>;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, OPERATORS: 'ops@engagex.example' } });
  operator = await api.newOperator();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const words = { reason: 'Many complaints since Monday', contact: 'abuse@host.example' };
const suspend = ({ organizationId }: TestMember) =>
  operator.call(sendingSuspensionsRoutes.suspend, { organizationId, ...words });
const resume = ({ organizationId }: TestMember) =>
  operator.call(sendingSuspensionsRoutes.resume, { organizationId, reason: 'The list was cleaned' });

const arrivedAt = (emails: readonly string[]) =>
  smtp.messages.flatMap(({ to }) => to).filter((address) => emails.includes(address));

test('while sending is suspended a campaign keeps everybody pending, and goes on with all of them once it is resumed', async () => {
  const owner = await api.newOrganization();
  await api.owner.query('update organizations set undo_seconds = 0 where id = $1', [owner.organizationId]);
  const emails = addresses(30);
  const { id } = await buildCampaign(owner, await buildGroup(api.owner, owner, emails));
  await suspend(owner);
  await owner.call(campaignsRoutes.launch, { id });
  await watchLedger(owner, id, ({ audience, pending }) => audience === 30 && pending === 30);
  await expect
    .poll(async () => (await owner.call(reportsRoutes.report, { id })).waitsFor, { timeout: 10_000 })
    .toBe('suspended');
  expect((await owner.call(campaignsRoutes.get, { id })).status).toBe('sending');
  expect(arrivedAt(emails)).toEqual([]);
  await resume(owner);
  await watchLedger(owner, id, ({ accepted }) => accepted === 30);
  expect(arrivedAt(emails).toSorted()).toEqual([...emails].toSorted());
});

test('a message is refused with the reason and whom to ask; one that was taken before waits', async () => {
  const owner = await api.newOrganization();
  const colleague = await api.newMember(owner.organizationId, 'analyst');
  await suspend(owner);
  const { status, answer } = await post(owner, simple(one()));
  expect([status, answer['code'], answer['detail']]).toEqual([
    403,
    'sending.suspended',
    'Sending is suspended by whoever runs this installation: Many complaints since Monday. Write to abuse@host.example.',
  ]);
  expect(await colleague.call(sendingSuspensionsRoutes.get)).toEqual({
    suspension: { ...words, since: expect.any(String) },
  });
  const email = one('waiting');
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into messages (organization_id, email, email_key, to_name, sender_name, sender_email, subject, html, text, headers)
     values ($1, $2, $2, '', 'Shop', 'orders@shop.example', 'Your order', '', 'On its way', '{}') returning id`,
    [owner.organizationId, email],
  );
  const waiting = () => owner.call(messagesRoutes.get, { id: rows[0]?.id ?? '' });
  await expect.poll(async () => (await waiting()).waitsFor, { timeout: 10_000 }).toBe('suspended');
  await resume(owner);
  await expect.poll(async () => (await waiting()).state, { timeout: 10_000 }).toBe('accepted');
  expect((await post(owner, simple(one()))).status).toBe(202);
});

test('a password reset of its members still goes out', async () => {
  const owner = await api.newOrganization();
  await suspend(owner);
  const email = one('owner');
  await api.owner.query('update users set email = $2 where id = $1', [owner.userId, email]);
  await api.asService(passwordRoutes.requestReset, { email });
  await expect.poll(() => arrivedAt([email]), { timeout: 10_000 }).toEqual([email]);
});

test('of operators who suspend or resume at once one passes, each with its reason in the log', async () => {
  const owner = await api.newOrganization();
  const { organizationId } = owner;
  const codes = (results: PromiseSettledResult<unknown>[]) =>
    results
      .map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.problem.code))
      .toSorted((one, other) => one.localeCompare(other));
  expect(codes(await Promise.allSettled([suspend(owner), suspend(owner), suspend(owner)]))).toEqual([
    'done',
    'sending.suspended-already',
    'sending.suspended-already',
  ]);
  expect(await operator.call(operatorsRoutes.organization, { organizationId })).toMatchObject({
    suspension: { reason: words.reason },
  });
  const { items } = await operator.call(operatorsRoutes.organizations, { suspended: 'true' });
  expect(items.filter(({ id }) => id === organizationId)).toMatchObject([{ isSuspended: true }]);
  expect(items.every(({ isSuspended }) => isSuspended)).toBe(true);
  expect(codes(await Promise.allSettled([resume(owner), resume(owner)]))).toEqual(['done', 'sending.not-suspended']);
  expect((await operator.call(operatorsRoutes.actions, { organizationId })).items).toMatchObject([
    { kind: 'resume_sending', words: 'The list was cleaned', planAfter: null },
    { kind: 'suspend_sending', words: words.reason },
  ]);
});

test('nobody but an operator suspends or resumes, and neither goes without a reason', async () => {
  const owner = await api.newOrganization();
  const { organizationId } = owner;
  const nothing = { status: 404, problem: { code: 'path.not-found' } };
  await expect(owner.call(sendingSuspensionsRoutes.suspend, { organizationId, ...words })).rejects.toMatchObject(
    nothing,
  );
  await expect(owner.call(sendingSuspensionsRoutes.resume, { organizationId, reason: 'x' })).rejects.toMatchObject(
    nothing,
  );
  const without = api.signedInAs({ sub: operator.userId });
  await expect(without.call(sendingSuspensionsRoutes.suspend, { organizationId, ...words })).rejects.toMatchObject({
    status: 403,
    problem: { code: 'operator.second-factor' },
  });
  for (const bad of [{ reason: ' ' }, { contact: 'nobody' }, { reason: 'x'.repeat(501) }])
    await expect(
      operator.call(sendingSuspensionsRoutes.suspend, { organizationId, ...words, ...bad }),
    ).rejects.toMatchObject({ status: 400 });
  expect(await owner.call(sendingSuspensionsRoutes.get)).toEqual({ suspension: null });
});
