import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secondFactorRoutes } from '@engagex/domain/accounts';
import { newAuthenticator } from '../../testing/authenticator.ts';
import { entriesOf } from '../../testing/audit.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const origin = 'http://localhost:3000';

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

async function challengeFor(member: TestMember): Promise<string> {
  const { challenge } = await api.asService(secondFactorRoutes.passkeyOptions, { userId: member.userId });
  return String(challenge);
}

/** A member with a passkey; `use` answers a question with it. */
async function withPasskey() {
  const member = await api.newOrganization();
  const authenticator = newAuthenticator({ origin, userId: member.userId });
  const challenge = String((await member.call(secondFactorRoutes.newPasskeyOptions, {}))['challenge']);
  const response = authenticator.register({ challenge, counter: 1 });
  const { codes } = await member.call(secondFactorRoutes.addPasskey, { name: 'Laptop', challenge, response });
  return { member, authenticator, codes };
}

test('a passkey signs its owner in, and only with the very question, place and key it was made for', async () => {
  const { member, authenticator, codes } = await withPasskey();
  expect(codes).toHaveLength(10);
  const challenge = await challengeFor(member);
  const enter = (options: Parameters<typeof authenticator.sign>[0]) =>
    api.asService(secondFactorRoutes.signInWithPasskey, { challenge, response: authenticator.sign(options) });
  expect(await enter({ challenge, counter: 2 })).toMatchObject({ user: { id: member.userId } });

  const wrong = { status: 400, problem: { code: 'passkey.wrong' } };
  await expect(enter({ challenge: 'another-question', counter: 9 })).rejects.toMatchObject(wrong);
  await expect(enter({ challenge, counter: 9, origin: 'https://evil.example' })).rejects.toMatchObject(wrong);
  await expect(enter({ challenge, counter: 9, host: 'evil.example' })).rejects.toMatchObject(wrong);
  await expect(enter({ challenge, counter: 9, isVerified: false })).rejects.toMatchObject(wrong);
  await expect(enter({ challenge, counter: 2 })).rejects.toMatchObject(wrong); // a copy of it fell behind
  const stranger = newAuthenticator({ origin, userId: member.userId });
  await expect(
    api.asService(secondFactorRoutes.signInWithPasskey, { challenge, response: stranger.sign({ challenge }) }),
  ).rejects.toMatchObject(wrong);
  const forged = authenticator.sign({ challenge, counter: 9 });
  await expect(
    api.asService(secondFactorRoutes.signInWithPasskey, {
      challenge,
      response: { ...forged, response: { ...forged.response, signature: 'AAAA' } },
    }),
  ).rejects.toMatchObject(wrong);
  expect(await enter({ challenge, counter: 3 })).toMatchObject({ user: { id: member.userId } });
});

test('the passkey of one person is no second factor of another', async () => {
  const [mine, theirs] = [await withPasskey(), await withPasskey()];
  const challenge = await challengeFor(theirs.member);
  const response = mine.authenticator.sign({ challenge, counter: 5 });
  await expect(theirs.member.call(secondFactorRoutes.verifyPasskey, { challenge, response })).rejects.toMatchObject({
    status: 400,
    problem: { code: 'passkey.wrong' },
  });
  const own = theirs.authenticator.sign({ challenge, counter: 5 });
  await theirs.member.call(secondFactorRoutes.verifyPasskey, { challenge, response: own });
  const { passkeys } = await theirs.member.call(secondFactorRoutes.get);
  await expect(mine.member.call(secondFactorRoutes.removePasskey, { id: passkeys[0]!.id })).rejects.toMatchObject({
    status: 404,
  });
});

test('a passkey registered for another place or without a person is not kept, nor the same one twice', async () => {
  const { member, authenticator } = await withPasskey();
  const challenge = String((await member.call(secondFactorRoutes.newPasskeyOptions, {}))['challenge']);
  const add = (response: ReturnType<typeof authenticator.register>) =>
    member.call(secondFactorRoutes.addPasskey, { name: 'Other', challenge, response });
  const other = newAuthenticator({ origin, userId: member.userId });
  for (const options of [{ origin: 'https://evil.example' }, { isVerified: false }, { host: 'evil.example' }])
    await expect(add(other.register({ challenge, ...options }))).rejects.toMatchObject({ status: 400 });
  await expect(add(authenticator.register({ challenge }))).rejects.toMatchObject({ status: 409 });
  expect((await member.call(secondFactorRoutes.get)).passkeys).toHaveLength(1);
});

test('each change is told to the person by mail and written into the log once, without any secret', async () => {
  const member = await api.newOrganization();
  await api.owner.query(`update users set name = 'Ada', email = 'told@example.com' where id = $1`, [member.userId]);
  const { secret } = await member.call(secondFactorRoutes.beginTotp, {});
  const { codes } = await member.call(secondFactorRoutes.confirmTotp, {
    code: new TOTP({ secret: Secret.fromBase32(secret) }).generate(),
  });
  await member.call(secondFactorRoutes.verifyCode, { code: codes[0]! });
  await member.call(secondFactorRoutes.renewRecoveryCodes, {});
  await member.call(secondFactorRoutes.removeTotp);
  await expect(member.call(secondFactorRoutes.removeTotp)).rejects.toMatchObject({ status: 404 });
  const subjects = () => smtp.messages.filter(({ to }) => to === 'told@example.com').map(({ raw }) => raw);
  await expect.poll(() => subjects().length).toBe(4);
  expect(subjects().join()).not.toContain(secret);
  const log = await entriesOf(api.owner, member.organizationId);
  expect(log.map(({ action }) => action)).toEqual(['totp.confirm', 'recovery-codes.renew', 'totp.remove']);
  for (const told of [secret, codes[0]!, codes[0]!.replaceAll('-', '')])
    expect(JSON.stringify(log)).not.toContain(told);
});

test('codes are there for a factor: none is made without one, and none outlives the last', async () => {
  const { member } = await withPasskey();
  const before = await member.call(secondFactorRoutes.get);
  expect(before).toMatchObject({ totp: false, recoveryCodesLeft: 10, hasPassword: true });
  expect(await member.call(secondFactorRoutes.removePasskey, { id: before.passkeys[0]!.id })).toMatchObject({
    recoveryCodesLeft: 0,
    passkeys: [],
  });
  await expect(member.call(secondFactorRoutes.renewRecoveryCodes, {})).rejects.toMatchObject({
    status: 400,
    problem: { code: 'recovery-codes.no-factor' },
  });
});
