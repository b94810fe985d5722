import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsRoutes } from '@engagex/domain/accounts';
import { signIdentity, startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

async function asService(path: string, body: object) {
  return fetch(new URL(path, api.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-engagex-identity': await signIdentity({ service: true }) },
    body: JSON.stringify(body),
  });
}

const ada = {
  name: 'Ada',
  email: 'Ada@Example.com',
  password: 'correct horse',
  organizationName: 'Analytical Engines',
};

test('signing up makes a user the owner of a new organization, and does not tell who has an account', async () => {
  const first = await asService('/internal/sign-up', ada);
  expect(first.status).toBe(201);
  const answer = (await first.json()) as { user: { id: string } };
  expect(answer).toMatchObject({ organizations: [{ name: 'Analytical Engines', role: 'owner' }] });
  await api.owner.query('update users set email_verified_at = now() where id = $1', [answer.user.id]);

  const other = { ...ada, email: 'ADA@Example.com', password: 'staple battery' };
  const again = await asService('/internal/sign-up', other);
  expect(again.status).toBe(201);
  const withoutIds = (view: object) =>
    JSON.stringify(view)
      .toLowerCase()
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
  expect(withoutIds((await again.json()) as object)).toBe(withoutIds(answer));
  // Each comes in with their own password, to their own account.
  const passwords = [ada.password, other.password];
  const sessions = await Promise.all(
    passwords.map(async (password) => {
      const response = await asService('/internal/verify-password', { email: ada.email, password });
      return ((await response.json()) as { session: { user: { id: string } } }).session.user.id;
    }),
  );
  expect(sessions[0]).toBe(answer.user.id);
  expect(sessions[1]).not.toBe(answer.user.id);
});

test('a wrong password and an unknown address get the same answer', async () => {
  const wrong = await asService('/internal/verify-password', { email: ada.email, password: 'battery staple' });
  const unknown = await asService('/internal/verify-password', {
    email: 'nobody@example.com',
    password: 'battery staple',
  });
  const withoutRequestId = async (response: Response) => (await response.text()).replace(/"requestId":"[^"]+"/, '');
  expect(wrong.status).toBe(401);
  expect(unknown.status).toBe(401);
  expect(await withoutRequestId(wrong)).toBe(await withoutRequestId(unknown));
});

test('identity routes are closed to anyone but the BFF itself', async () => {
  const member = await api.newOrganization();
  const response = await member.fetch('/internal/sign-up', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...ada, email: 'other@example.com' }),
  });
  expect(response.status).toBe(403);
});

test('a new organization belongs to who created it', async () => {
  const member = await api.newOrganization();
  const created = await member.call(accountsRoutes.createOrganization, { name: 'Second' });
  const session = await member.call(accountsRoutes.getSession);
  expect(session.organizations.map((organization) => organization.id)).toEqual([member.organizationId, created.id]);
});

test('a token that is missing, forged or expired signs nobody in', async () => {
  for (const token of [undefined, 'nonsense', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.']) {
    const response = await fetch(new URL('/api/session', api.url), {
      headers: token ? { 'x-engagex-identity': token } : {},
    });
    expect(response.status).toBe(401);
  }
});
