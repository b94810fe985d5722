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

test('after some failures each guess waits twice as long, for known and unknown addresses alike, and nobody is locked out', async () => {
  const seconds: Record<string, number[]> = {};
  for (const email of ['limited@example.com', 'unknown@example.com']) {
    if (email.startsWith('limited')) await bff.signUp(email);
    const guess = (word: string) => bff.visitor().post('/auth/sign-in', { email, password: word });
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await guess('wrong')).status).toBe(401);
    seconds[email] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const refused = await guess('wrong');
      expect(refused.status).toBe(429);
      expect(await refused.json()).toMatchObject({
        code: 'sign-in.too-many',
        detail: expect.stringContaining('Try again in'),
      });
      seconds[email].push(Number(refused.headers.get('retry-after')));
      await forgiveWaiting(email); // as if the time had passed
      expect((await guess('wrong')).status).toBe(401);
    }
    await forgiveWaiting(email);
    expect((await guess(password)).status).toBe(email.startsWith('limited') ? 200 : 401);
  }
  expect(seconds['limited@example.com']).toEqual([1, 2, 4, 8]);
  expect(seconds['unknown@example.com']).toEqual(seconds['limited@example.com']);
  // Forgotten with the success.
  await bff.api.owner.query(`delete from sign_in_delays where key like 'address %'`);
  expect((await bff.visitor().post('/auth/sign-in', { email: 'limited@example.com', password: 'wrong' })).status).toBe(
    401,
  );
  expect((await bff.visitor().post('/auth/sign-in', { email: 'limited@example.com', password })).status).toBe(200);
});

test('a hundred guesses at once are no better than a hundred in a row', async () => {
  await bff.signUp('hammered@example.com');
  const answers = await Promise.all(
    Array.from({ length: 100 }, () =>
      bff.visitor().post('/auth/sign-in', { email: 'hammered@example.com', password: 'wrong' }),
    ),
  );
  const tried = answers.filter(({ status }) => status === 401).length;
  expect(tried).toBeLessThanOrEqual(4); // three free ones, and one more if the first second went by
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(100 - tried);
  await bff.api.owner.query('delete from sign_in_delays');
});

async function forgiveWaiting(email: string): Promise<void> {
  await bff.api.owner.query(`update sign_in_delays set next_at = now() where key in ($1, 'address 127.0.0.1')`, [
    `account ${email}`,
  ]);
}

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
      await visitor.send('/auth/sign-in', { method: 'POST', headers: json, body: `"${'x'.repeat(80_000)}"` }),
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

test('another role is another session id; who did not get the answer goes on with the one before and is brought the new one', async () => {
  const here = await bff.signUp('promoted@example.com');
  const before = here.cookie();
  await here.post('/api/organizations', { name: 'Another' });
  expect((await here.send('/auth/session')).status).toBe(200);
  const after = here.cookie();
  expect(after).not.toBe(before);

  const left = bff.visitor(); // its answer was lost, with the cookie in it
  left.setCookie(before);
  expect((await left.send('/api/groups')).status).toBe(200);
  expect((await left.send('/auth/session')).status).toBe(200);
  expect(left.cookie()).toBe(after);
  const { items } = (await (await left.send('/auth/sessions')).json()) as { items: { isCurrent: boolean }[] }; // as the route answers
  expect(items.map(({ isCurrent }) => isCurrent)).toEqual([true]);

  await here.post('/auth/sign-out', {});
  left.setCookie(before);
  expect((await left.send('/auth/session')).status, 'what was ended stays ended').toBe(401);
});

test('the session id before another role is good for a minute at most', async () => {
  const here = await bff.signUp('expires@example.com');
  const before = here.cookie();
  await here.post('/api/organizations', { name: 'Another' });
  await here.send('/auth/session');
  const { rows } = await bff.api.owner.query<{ seconds: number }>(
    `select extract(epoch from expire - now())::float as seconds from sessions where sess ->> 'replacedBy' is not null
       and sess ->> 'userId' = (select id::text from users where email = 'expires@example.com')`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.seconds).toBeLessThanOrEqual(61); // the store counts whole seconds
  await bff.api.owner.query(`update sessions set expire = now() where sess ->> 'replacedBy' is not null`);
  const late = bff.visitor();
  late.setCookie(before);
  expect((await late.send('/auth/session')).status).toBe(401);
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

test('a person sees their own sessions and ends them, never those of someone else', async () => {
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
