import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  accountsRoutes,
  addressRoutes,
  identityRoutes,
  invitationsRoutes,
  passwordRoutes,
} from '@engagex/domain/accounts';
import { addresses } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

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

/** The secret of the newest confirmation that was mailed to somebody. */
async function mailedToken(email: string): Promise<string> {
  const found = () => smtp.messages.findLast(({ to, raw }) => to === email && raw.includes('confirm-address'));
  await expect.poll(found).toBeDefined();
  const { text = '' } = await smtp.parse(found()!);
  return /\/confirm-address#([\w-]+)/.exec(text)?.[1] ?? '';
}

const isVerified = async (member: TestMember) => (await member.call(accountsRoutes.getSession)).user.isVerified;

/** A member whose address nobody has confirmed. */
async function newcomer(): Promise<TestMember & { email: string }> {
  const member = await api.newOrganization();
  const [email = ''] = addresses(1, 'newcomer');
  await api.owner.query('update users set email = $2, email_verified_at = null where id = $1', [member.userId, email]);
  return { ...member, email };
}

test('a new user is mailed a link, which confirms the address once', async () => {
  const [email = ''] = addresses(1, 'fresh');
  const body = { name: 'Ada', email, password: 'a few words', organizationName: 'Engines' };
  expect((await api.asService(identityRoutes.signUp, body)).user.isVerified).toBe(false);
  const token = await mailedToken(email);
  expect(await api.asService(addressRoutes.confirm, { token })).toEqual({ email });
  await expect(api.asService(addressRoutes.confirm, { token })).rejects.toMatchObject({
    status: 404,
    problem: { code: 'address.link-unusable' },
  });
});

test('inviting waits for the confirmed address, and says so', async () => {
  const member = await newcomer();
  const [email = ''] = addresses(1, 'guest');
  const invite = () => member.call(invitationsRoutes.create, { email, role: 'editor' });
  await expect(invite()).rejects.toMatchObject({ status: 403, problem: { code: 'address.unverified' } });
  await member.call(addressRoutes.resend, {});
  await api.asService(addressRoutes.confirm, { token: await mailedToken(member.email) });
  expect(await isVerified(member)).toBe(true);
  await invite();
});

test('another address counts once its link is followed; links before it and for old passwords are over', async () => {
  const member = await newcomer();
  const [next = ''] = addresses(1, 'next');
  await member.call(addressRoutes.resend, {});
  const first = await mailedToken(member.email);
  await api.asService(passwordRoutes.requestReset, { email: member.email });
  await member.call(addressRoutes.change, { email: next });
  await expect(api.asService(addressRoutes.confirm, { token: first })).rejects.toMatchObject({ status: 404 });
  expect((await member.call(accountsRoutes.getSession)).user.email).toBe(member.email);
  await api.asService(addressRoutes.confirm, { token: await mailedToken(next) });
  expect((await member.call(accountsRoutes.getSession)).user).toMatchObject({ email: next, isVerified: true });
  const { rows } = await api.owner.query('select from password_resets where user_id = $1 and used_at is null', [
    member.userId,
  ]);
  expect(rows).toEqual([]);
  expect(smtp.messages.some(({ to, raw }) => to === member.email && raw.includes('is being changed'))).toBe(true);
});

test('an address somebody has is not told to whoever asks, and cannot be taken by following the link', async () => {
  const [member, other] = [await newcomer(), await newcomer()];
  await api.owner.query('update users set email_verified_at = now() where id = $1', [other.userId]);
  expect(await member.call(addressRoutes.change, { email: other.email })).toEqual({});
  const token = await mailedToken(other.email);
  await expect(api.asService(addressRoutes.confirm, { token })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'address.taken' },
  });
  expect((await member.call(accountsRoutes.getSession)).user.email).toBe(member.email);
  await expect(member.call(addressRoutes.change, { email: member.email.toUpperCase() })).rejects.toMatchObject({
    status: 400,
    problem: { code: 'address.same' },
  });
});

test('whoever signs up with an address that has an account is told by mail only, without a link to take it', async () => {
  const [email = ''] = addresses(1, 'owner');
  const signUp = (password: string) =>
    api.asService(identityRoutes.signUp, { name: 'Ada', email, password, organizationName: 'Engines' });
  await signUp('the first password');
  await api.asService(addressRoutes.confirm, { token: await mailedToken(email) });
  const view = await signUp('another password');
  expect(view.user).toMatchObject({ email, isVerified: false });
  const mails = () => smtp.messages.filter(({ to }) => to === email);
  await expect.poll(() => mails().length).toBe(2);
  const { subject, text } = await smtp.parse(mails()[1]!);
  expect(subject).toBe('You already have an account');
  expect(text).not.toContain('confirm-address');
  // A new password is for the account that confirmed it.
  await api.asService(passwordRoutes.requestReset, { email });
  await expect.poll(() => mails().length).toBe(3);
  const reset = /\/reset-password#([\w-]+)/.exec((await smtp.parse(mails()[2]!)).text ?? '')?.[1] ?? '';
  const { userId } = await api.asService(passwordRoutes.reset, { token: reset, password: 'a third password' });
  expect(userId).not.toBe(view.user.id);
  // However many sign up, one inbox gets ten mails an hour about it.
  for (let time = 0; time < 12; time += 1) await signUp('another password');
  await expect.poll(() => mails().length).toBe(11);
});

test('nobody fills an inbox: one link a minute to an address, ten an hour in all', async () => {
  const member = await newcomer();
  await member.call(addressRoutes.resend, {});
  await expect(member.call(addressRoutes.resend, {})).rejects.toMatchObject({
    status: 429,
    problem: { code: 'address.too-soon' },
  });
  for (const email of addresses(9, 'victim')) await member.call(addressRoutes.change, { email });
  const [tenth = ''] = addresses(1, 'victim');
  await expect(member.call(addressRoutes.change, { email: tenth })).rejects.toMatchObject({ status: 429 });
});

test('an expired link and an invented one confirm nothing', async () => {
  const member = await newcomer();
  await member.call(addressRoutes.resend, {});
  const token = await mailedToken(member.email);
  await api.owner.query(
    `update address_confirmations set expires_at = now() - interval '1 second' where user_id = $1`,
    [member.userId],
  );
  for (const each of [token, 'x'.repeat(43)])
    await expect(api.asService(addressRoutes.confirm, { token: each })).rejects.toMatchObject({ status: 404 });
  expect(await isVerified(member)).toBe(false);
});
