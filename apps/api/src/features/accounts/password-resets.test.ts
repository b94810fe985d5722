import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityRoutes, passwordRoutes } from '@engagex/domain/accounts';
import { addresses } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

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

async function signUp(): Promise<string> {
  const [email = ''] = addresses(1, 'forgetful');
  const body = { name: 'Ada', email, password: 'old password', organizationName: 'Engines' };
  await api.asService(identityRoutes.signUp, body);
  return email;
}

/** Without the mail that confirms a new address. */
const resetsTo = (email: string) =>
  smtp.messages.filter(({ to, raw }) => to === email && raw.includes('Choose a new password'));

/** The secret of the newest link that was mailed to somebody. */
async function mailedToken(email: string): Promise<string> {
  const message = () => resetsTo(email).at(-1);
  await expect.poll(message).toBeDefined();
  const { text = '' } = await smtp.parse(message()!);
  return /\/reset-password#([\w-]+)/.exec(text)?.[1] ?? '';
}

test('a mailed link sets a new password once, and the old one is over', async () => {
  const email = await signUp();
  expect(await api.asService(passwordRoutes.requestReset, { email: email.toUpperCase() })).toEqual({});
  const token = await mailedToken(email);
  expect(await api.asService(passwordRoutes.reset, { token, password: 'new password' })).toMatchObject({
    result: { kind: 'signed-in', session: { user: { email, isVerified: true } } },
  });
  await expect(api.asService(identityRoutes.verifyPassword, { email, password: 'old password' })).rejects.toMatchObject(
    {
      status: 401,
    },
  );
  await api.asService(identityRoutes.verifyPassword, { email, password: 'new password' });
  await expect(api.asService(passwordRoutes.reset, { token, password: 'third password' })).rejects.toMatchObject({
    status: 404,
    problem: { code: 'password.reset-unusable' },
  });
});

test('fifty uses of one link at once set one password', async () => {
  const email = await signUp();
  await api.asService(passwordRoutes.requestReset, { email });
  const token = await mailedToken(email);
  const tries = Array.from({ length: 50 }, (_, index) =>
    api.asService(passwordRoutes.reset, { token, password: `password number ${index}` }),
  );
  const answers = await Promise.allSettled(tries);
  const winner = answers.findIndex(({ status }) => status === 'fulfilled');
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await api.asService(identityRoutes.verifyPassword, { email, password: `password number ${winner}` });
});

test('an unknown address gets the same answer and no mail, and a second request within a minute no second mail', async () => {
  const email = await signUp();
  const [unknown = ''] = addresses(1, 'nobody');
  expect(await api.asService(passwordRoutes.requestReset, { email: unknown })).toEqual({});
  await api.asService(passwordRoutes.requestReset, { email });
  await mailedToken(email);
  await api.asService(passwordRoutes.requestReset, { email });
  const other = await signUp();
  await api.asService(passwordRoutes.requestReset, { email: other });
  await mailedToken(other); // whatever the requests before it set off has happened by now
  expect(smtp.messages.filter(({ to }) => to === unknown)).toEqual([]);
  expect(resetsTo(email)).toHaveLength(1);
});

test('a link that expired, was invented or carries a short password changes nothing', async () => {
  const email = await signUp();
  await api.asService(passwordRoutes.requestReset, { email });
  const token = await mailedToken(email);
  await expect(api.asService(passwordRoutes.reset, { token, password: 'short' })).rejects.toMatchObject({
    status: 400,
  });
  await expect(api.asService(passwordRoutes.reset, { token, password: 'iloveyou' })).rejects.toMatchObject({
    status: 400,
    problem: { code: 'password.common', errors: [{ path: ['password'] }] },
  });
  await api.owner.query(`update password_resets set expires_at = now() - interval '1 second'`);
  for (const each of [token, 'x'.repeat(43)])
    await expect(api.asService(passwordRoutes.reset, { token: each, password: 'long enough' })).rejects.toMatchObject({
      status: 404,
    });
  await api.asService(identityRoutes.verifyPassword, { email, password: 'old password' });
});
