import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestBff, type TestBff, type Visitor } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff();
});
afterAll(() => bff.close());
beforeEach(() => bff.api.owner.query('delete from sign_in_delays'));

const password = 'correct horse';
const step = 30_000;

interface Answer {
  readonly [name: string]: unknown;
  readonly code?: string;
}

async function ask(visitor: Visitor, method: string, path: string, body?: object) {
  const response = await visitor.send(path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, ...(text ? (JSON.parse(text) as Answer) : {}) } as Answer & { status: number }; // as the routes answer
}

/** Someone with an authenticator app. `codeAt(0)` is the code they enrolled with, `codeAt(1)` the next. */
async function withApp(email: string) {
  const visitor = await bff.signUp(email);
  await ask(visitor, 'POST', '/auth/confirm/password', { password });
  const { secret } = await ask(visitor, 'POST', '/auth/totp', {});
  const app = new TOTP({ secret: Secret.fromBase32(String(secret)) });
  const start = Date.now();
  const codeAt = (steps: number) => app.generate({ timestamp: start + steps * step });
  const { codes } = await ask(visitor, 'POST', '/auth/totp/confirm', { code: codeAt(0) });
  return { visitor, codeAt, codes: codes as string[], signIn: () => signIn(email) };
}

async function signIn(email: string) {
  const visitor = bff.visitor();
  const answer = await ask(visitor, 'POST', '/auth/sign-in', { email, password });
  return { visitor, answer };
}

test('with an app set up, the password leads to a question and to nothing else, and the code to a new session', async () => {
  const { signIn: again, codeAt } = await withApp('app@example.com');
  const { visitor, answer } = await again();
  expect(answer).toEqual({ status: 200, kind: 'second-factor', methods: ['totp'] });
  for (const path of ['/auth/session', '/auth/sessions', '/auth/second-factors', '/api/contacts', '/api/session'])
    expect((await visitor.send(path)).status, path).toBe(401);
  for (const path of [
    '/auth/password',
    '/auth/address',
    '/auth/confirm/password',
    '/auth/totp',
    '/auth/recovery-codes',
  ])
    expect(
      (await ask(visitor, 'POST', path, { password, current: password, email: 'x@example.com' })).status,
      path,
    ).toBe(401);
  const before = visitor.cookie();
  expect(await ask(visitor, 'POST', '/auth/sign-in/second-factor/code', { code: codeAt(1) })).toMatchObject({
    status: 200,
    kind: 'signed-in',
  });
  expect(visitor.cookie()).not.toBe(before);
  expect((await visitor.send('/auth/session')).status).toBe(200);
  const old = bff.visitor();
  old.setCookie(before);
  expect((await old.send('/auth/session')).status).toBe(401);
});

test('a code works once, also when it comes fifty times at once', async () => {
  const { signIn: again, codeAt } = await withApp('replay@example.com');
  const sessions = await Promise.all(Array.from({ length: 8 }, again));
  const answers = await Promise.all(
    sessions.map(({ visitor }) => ask(visitor, 'POST', '/auth/sign-in/second-factor/code', { code: codeAt(1) })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const { visitor } = await again();
  expect(await ask(visitor, 'POST', '/auth/sign-in/second-factor/code', { code: codeAt(0) })).toMatchObject({
    status: 400,
    code: 'code.wrong',
  });
});

test('guessing codes gets slower, however often the password is shown again', async () => {
  const { signIn: again } = await withApp('guessed@example.com');
  const statuses: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { visitor, answer } = await again();
    expect(answer.kind).toBe('second-factor');
    for (let attempt = 0; attempt < 5; attempt += 1)
      statuses.push((await ask(visitor, 'POST', '/auth/sign-in/second-factor/code', { code: '000000' })).status);
  }
  expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 400));
  expect(statuses.slice(10)).toContain(429);
});

test('a hundred guesses at a code at once are ten, and no other factor’s success takes one back', async () => {
  const { signIn: again, codes, codeAt } = await withApp('hundred@example.com');
  const sessions = await Promise.all(Array.from({ length: 5 }, again));
  const guess = (code: string, index = 0) =>
    ask(sessions[index % sessions.length]!.visitor, 'POST', '/auth/sign-in/second-factor/code', { code });
  const wrong = codeAt(1) === '000000' ? '000001' : '000000';
  const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => guess(wrong, index)));
  const tried = answers.filter(({ status }) => status === 400).length;
  expect(tried).toBeLessThanOrEqual(13); // ten free ones, and a few more when seconds went by
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(100 - tried);
  await bff.api.owner.query(`delete from sign_in_delays where key like '%address%'`);
  // The password, right each time, and a recovery code: the count of codes stays.
  expect((await guess(codes[0] ?? '')).status).toBe(200);
  await again();
  const counted = async () => {
    const { rows } = await bff.api.owner.query<{ failures: number }>(
      `select failures from sign_in_delays where key like 'account %' and failures > 0`,
    );
    return rows.map(({ failures }) => failures);
  };
  await expect.poll(counted).toEqual([tried]);
});

test('a recovery code is a way in, once', async () => {
  const { signIn: again, codes } = await withApp('recovers@example.com');
  expect(codes).toHaveLength(10);
  const [code = ''] = codes;
  const first = await again();
  const typed = code.toLowerCase().replaceAll('-', ' ');
  expect((await ask(first.visitor, 'POST', '/auth/sign-in/second-factor/code', { code: typed })).status).toBe(200);
  expect(await ask(first.visitor, 'GET', '/auth/second-factors')).toMatchObject({ recoveryCodesLeft: 9, totp: true });
  const second = await again();
  expect((await ask(second.visitor, 'POST', '/auth/sign-in/second-factor/code', { code })).status).toBe(400);
  const { rows } = await bff.api.owner.query('select code_hash::text as text from recovery_codes');
  expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
});

test('changing a second factor asks who it is first; without any left the codes are gone and other sessions end', async () => {
  const { visitor, codeAt, signIn: again } = await withApp('careful@example.com');
  const elsewhere = await again();
  await ask(elsewhere.visitor, 'POST', '/auth/sign-in/second-factor/code', { code: codeAt(1) });
  for (const [method, path] of [
    ['DELETE', '/auth/totp'],
    ['POST', '/auth/recovery-codes'],
    ['POST', '/auth/passkeys/options'],
    ['POST', '/auth/address'],
  ] as const)
    expect(await ask(elsewhere.visitor, method, path, method === 'POST' ? {} : undefined), path).toMatchObject({
      status: 403,
      code: 'session.confirm',
    });
  expect((await ask(elsewhere.visitor, 'POST', '/auth/confirm/password', { password: 'not it' })).status).toBe(400);
  const removed = await ask(visitor, 'DELETE', '/auth/totp');
  expect(removed).toMatchObject({ status: 200, totp: false, recoveryCodesLeft: 0 });
  expect((await elsewhere.visitor.send('/auth/session')).status).toBe(401);
  expect((await again()).answer).toEqual({ status: 200, kind: 'signed-in' });
});

test('an organization that asks for a second factor opens to whoever shows one', async () => {
  const owner = await withApp('strict@example.com');
  const { organizations } = (await ask(owner.visitor, 'GET', '/auth/session')) as unknown as {
    organizations: { id: string }[];
  }; // as sessionView
  const organizationId = organizations[0]?.id ?? '';
  const member = await bff.signUp('without@example.com');
  await bff.api.owner.query(
    `insert into memberships (organization_id, user_id, role) select $1, id, 'admin' from users where email = 'without@example.com'`,
    [organizationId],
  );
  const there = { 'x-organization': organizationId, 'content-type': 'application/json' };
  const policy = { requiresSecondFactor: true, requiresSingleSignOn: false, provider: null };
  const put = (visitor: Visitor) =>
    visitor.send('/api/sign-in-policy', { method: 'PUT', headers: there, body: JSON.stringify(policy) });
  expect((await member.send('/api/contacts', { headers: there })).status).toBe(200);
  expect((await put(member)).status).toBe(403); // an admin is no owner
  expect((await put(owner.visitor)).status).toBe(200);
  const refused = await member.send('/api/contacts', { headers: there });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'organization.second-factor' });
  expect(await ask(member, 'GET', '/auth/session')).toMatchObject({
    organizations: expect.arrayContaining([expect.objectContaining({ id: organizationId, entry: 'second-factor' })]),
  });
  expect((await owner.visitor.send('/api/contacts', { headers: there })).status).toBe(200);

  await ask(member, 'POST', '/auth/confirm/password', { password });
  const { secret } = await ask(member, 'POST', '/auth/totp', {});
  const before = member.cookie();
  await ask(member, 'POST', '/auth/totp/confirm', {
    code: new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate(),
  });
  expect(member.cookie()).not.toBe(before);
  expect((await member.send('/api/contacts', { headers: there })).status).toBe(200);
});

test('an owner without a second factor cannot ask others for one', async () => {
  const owner = await bff.signUp('lenient@example.com');
  const response = await owner.send('/api/sign-in-policy', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requiresSecondFactor: true, requiresSingleSignOn: false, provider: null }),
  });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'sign-in-policy.own-second-factor' });
});

test('a passkey answer without its question, or a made-up one, is refused; each question is good for one answer', async () => {
  const visitor = await bff.signUp('passkeys@example.com');
  const response = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {}, clientExtensionResults: {} };
  const guest = bff.visitor();
  expect(await ask(guest, 'POST', '/auth/sign-in/passkey', { response })).toMatchObject({
    status: 400,
    code: 'passkey.too-late',
  });
  await ask(guest, 'POST', '/auth/sign-in/passkey/options', {});
  expect(await ask(guest, 'POST', '/auth/sign-in/passkey', { response })).toMatchObject({
    status: 400,
    code: 'passkey.wrong',
  });
  expect(await ask(guest, 'POST', '/auth/sign-in/passkey', { response })).toMatchObject({
    status: 400,
    code: 'passkey.too-late',
  });
  await ask(visitor, 'POST', '/auth/confirm/password', { password });
  await ask(visitor, 'POST', '/auth/passkeys/options', {});
  expect(await ask(visitor, 'POST', '/auth/passkeys', { name: 'Laptop', response })).toMatchObject({
    status: 400,
    code: 'passkey.wrong',
  });
  expect(await ask(visitor, 'POST', '/auth/passkeys', { name: ' ', response })).toMatchObject({ status: 400 });
});

test('the secret of an app is stored so that a copy of the database is not enough', async () => {
  const visitor = await bff.signUp('sealed@example.com');
  await ask(visitor, 'POST', '/auth/confirm/password', { password });
  const { secret } = await ask(visitor, 'POST', '/auth/totp', {});
  const { rows } = await bff.api.owner.query<{ box: Buffer }>(
    `select secret_encrypted as box from totp_secrets t join users u on u.id = t.user_id where u.email = 'sealed@example.com'`,
  );
  expect(rows[0]?.box.includes(Buffer.from(String(secret)))).toBe(false);
  expect((await ask(visitor, 'GET', '/auth/second-factors')).totp).toBe(false);
  expect(await ask(visitor, 'POST', '/auth/totp/confirm', { code: '12' })).toMatchObject({
    status: 400,
    code: 'code.wrong',
  });
});

test('a new role or organization is a new session id at the next look', async () => {
  const visitor = await bff.signUp('rises@example.com');
  await visitor.send('/auth/session');
  const before = visitor.cookie();
  await visitor.send('/auth/session');
  expect(visitor.cookie()).toBe(before);
  await visitor.post('/api/organizations', { name: 'Another' });
  await visitor.send('/auth/session');
  expect(visitor.cookie()).not.toBe(before);
});

test('another organization is a new session id, and someone else’s is none at all', async () => {
  const visitor = await bff.signUp('switches@example.com');
  const second = (await (await visitor.post('/api/organizations', { name: 'Second' })).json()) as { id: string }; // as the route answers
  await visitor.send('/auth/session');
  const before = visitor.cookie();
  expect((await visitor.post('/auth/organization', { id: second.id })).status).toBe(204);
  expect(visitor.cookie()).not.toBe(before);
  expect(await ask(visitor, 'GET', '/api/organization')).toMatchObject({ status: 200, name: 'Second' });
  const old = bff.visitor();
  old.setCookie(before);
  expect((await old.send('/auth/session')).status).toBe(401);
  const foreign = await bff.api.newOrganization();
  expect((await visitor.post('/auth/organization', { id: foreign.organizationId })).status).toBe(404);
  expect((await visitor.post('/auth/organization', { id: 'x' })).status).toBe(400);
  expect((await bff.visitor().post('/auth/organization', { id: second.id })).status).toBe(401);
});
