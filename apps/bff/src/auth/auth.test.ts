import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff({ SIGN_IN_LIMIT: '3' });
});
afterAll(() => bff.close());

const password = 'correct horse';

test('signing up signs in; signing out ends the session for good', async () => {
  const visitor = await bff.signUp('ada@example.com');
  const session = await visitor.send('/auth/session');
  expect(await session.json()).toMatchObject({
    user: { email: 'ada@example.com' },
    organizations: [{ name: 'Engines', role: 'owner' }],
  });
  const stolen = visitor.cookie();
  expect((await visitor.post('/auth/sign-out', {})).status).toBe(204);
  visitor.setCookie(stolen);
  expect((await visitor.send('/auth/session')).status).toBe(401);
  expect((await visitor.send('/api/contacts')).status).toBe(401);
});

test('the cookie is out of reach for scripts and other sites, and signing in changes it', async () => {
  const visitor = await bff.signUp('grace@example.com');
  const before = visitor.cookie();
  const response = await visitor.post('/auth/sign-in', { email: 'Grace@example.com', password });
  expect(response.status).toBe(200);
  expect(visitor.cookie()).not.toBe(before);
  expect(response.headers.getSetCookie()[0]).toMatch(/^engagex\.sid=.+; Path=\/; Expires=.+; HttpOnly; SameSite=Lax$/);
});

test('a session id planted before signing in is worth nothing afterwards', async () => {
  await bff.signUp('victim@example.com');
  const visitor = bff.visitor();
  visitor.setCookie('engagex.sid=s%3Aplanted.abc');
  await visitor.post('/auth/sign-in', { email: 'victim@example.com', password });
  expect(visitor.cookie()).not.toContain('planted');
  const attacker = bff.visitor();
  attacker.setCookie('engagex.sid=s%3Aplanted.abc');
  expect((await attacker.send('/auth/session')).status).toBe(401);
});

test('failed sign-ins of one account are limited, with the time to wait, for known and unknown alike', async () => {
  for (const email of ['limited@example.com', 'unknown@example.com']) {
    if (email.startsWith('limited')) await bff.signUp(email);
    const answers = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      answers.push(await bff.visitor().post('/auth/sign-in', { email, password: 'wrong' }));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429]);
    const last = answers.at(-1);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last?.headers.get('ratelimit')).toContain('sign-in-account');
    expect(await last?.json()).toMatchObject({
      code: 'sign-in.too-many',
      detail: expect.stringMatching(/Try again in \d+ minutes?/),
    });
  }
});

test('bad input gets a problem that says what to do', async () => {
  const visitor = bff.visitor();
  const problem = async (response: Response) => ({
    status: response.status,
    ...(JSON.parse(await response.text()) as { code: string; errors?: { path: string[] }[] }),
  });
  const json = { 'content-type': 'application/json' };
  const signUp = await problem(await visitor.post('/auth/sign-up', { email: 'nope', password: 'short' }));
  expect(signUp).toMatchObject({ status: 400, code: 'input.invalid' });
  expect(signUp.errors?.map(({ path }) => path[0])).toEqual(['name', 'email', 'password', 'organizationName']);
  expect(
    await problem(await visitor.send('/auth/sign-in', { method: 'POST', headers: json, body: '{nope' })),
  ).toMatchObject({ status: 400, code: 'input.invalid' });
  expect(
    await problem(
      await visitor.send('/auth/sign-in', { method: 'POST', body: new URLSearchParams({ email: 'a@b.co', password }) }),
    ),
  ).toMatchObject({ code: 'input.media-type' });
  expect(
    await problem(
      await visitor.send('/auth/sign-in', { method: 'POST', headers: json, body: `"${'x'.repeat(20_000)}"` }),
    ),
  ).toMatchObject({ status: 413, code: 'input.too-large' });
});

test('an invitation is looked at and accepted with a new account, which is then signed in', async () => {
  const owner = await bff.api.newOrganization();
  const token = 'an-invitation-of-our-own';
  await bff.api.owner.query(
    `insert into invitations (organization_id, email, role, token_hash, expires_at)
     values ($1, 'guest@example.com', 'editor', sha256($2::bytea), now() + interval '1 day')`,
    [owner.organizationId, token],
  );
  const visitor = bff.visitor();
  const seen = await visitor.post('/auth/invitation', { token });
  expect(await seen.json()).toMatchObject({ email: 'guest@example.com', role: 'editor', hasAccount: false });
  const accepted = await visitor.post('/auth/invitation/sign-up', { token, name: 'Guest', password });
  expect(accepted.status).toBe(201);
  const session = await visitor.send('/auth/session');
  expect(await session.json()).toMatchObject({ organizations: [{ id: owner.organizationId, role: 'editor' }] });
  expect((await visitor.post('/auth/invitation', { token })).status).toBe(404);
  expect((await visitor.post('/auth/invitation', {})).status).toBe(400);
});

test('a new password ends every other session at once, on whatever process', async () => {
  const here = await bff.signUp('moves@example.com');
  const elsewhere = bff.visitor();
  await elsewhere.post('/auth/sign-in', { email: 'moves@example.com', password });
  expect((await elsewhere.send('/auth/session')).status).toBe(200);
  const before = here.cookie();
  const wrong = await here.post('/auth/password', { current: 'not it', password: 'a new one' });
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ code: 'password.wrong', errors: [{ path: ['current'] }] });
  expect((await here.post('/auth/password', { current: password, password: 'a new one' })).status).toBe(200);
  expect(here.cookie()).not.toBe(before);
  expect((await here.send('/auth/session')).status).toBe(200);
  expect((await elsewhere.send('/auth/session')).status).toBe(401);
  expect((await elsewhere.send('/api/contacts')).status).toBe(401);
  const stolen = bff.visitor();
  stolen.setCookie(before);
  expect((await stolen.send('/auth/session')).status).toBe(401);
});

test('a person sees their own sessions and ends them, never those of somebody else', async () => {
  const here = await bff.signUp('sessions@example.com');
  const other = await bff.signUp('somebody-else@example.com');
  const phone = bff.visitor();
  await phone.post(
    '/auth/sign-in',
    { email: 'sessions@example.com', password },
    { 'user-agent': 'Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0' },
  );
  const list = async (visitor: typeof here) =>
    (await (await visitor.send('/auth/sessions')).json()) as {
      items: { id: string; device: string; network: string; isCurrent: boolean }[];
    }; // the shape of ownSessions
  const { items } = await list(here);
  expect(items).toHaveLength(2);
  expect(items.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  const phoneSession = items.find(({ device }) => device === 'Firefox on Android');
  expect(phoneSession).toMatchObject({ network: '127.0.x.x', isCurrent: false });
  expect(JSON.stringify(items)).not.toContain(decodeURIComponent(phone.cookie()).split(/[:.]/)[1]);
  expect((await other.send(`/auth/sessions/${phoneSession?.id}`, { method: 'DELETE' })).status).toBe(404);
  expect((await here.send(`/auth/sessions/${phoneSession?.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await phone.send('/auth/session')).status).toBe(401);
  await phone.post('/auth/sign-in', { email: 'sessions@example.com', password });
  expect((await here.send('/auth/sessions', { method: 'DELETE' })).status).toBe(204);
  expect((await phone.send('/auth/session')).status).toBe(401);
  expect((await list(here)).items).toHaveLength(1);
  expect((await bff.visitor().send('/auth/sessions')).status).toBe(401);
});
