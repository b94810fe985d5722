import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startIdentityProvider } from '../../../../../tools/identity-provider/identity-provider.ts';
import { locationOf, pathOf, signInAt, throughProvider } from '../../testing/provider-visitor.ts';
import { startTestBff, type TestBff, type Visitor } from '../../testing/test-bff.ts';

const password = 'correct horse';
const client = { clientId: 'engagex', clientSecret: 'a secret between the two of us' };

let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let bff: TestBff;
beforeAll(async () => {
  provider = await startIdentityProvider({
    port: 0,
    ...client,
    isRedirectUri: (uri) => uri.startsWith('http://localhost:3000/auth/oidc/'),
  });
  bff = await startTestBff({
    OIDC_PROVIDERS: JSON.stringify([{ id: 'corp', name: 'Corp', issuer: provider.issuer, ...client }]),
    PRIVATE_NETWORKS: 'true',
  });
});
afterAll(async () => {
  await bff.close();
  await provider.stop();
});
beforeEach(() => bff.api.owner.query('delete from sign_in_delays; delete from rate_limits'));

interface Session {
  readonly user: { readonly email: string; readonly isVerified: boolean };
  readonly organizations: readonly { id: string; role: string; entry: string }[];
  readonly boundTo: string | null;
}

async function sessionOf(visitor: Visitor): Promise<Session | null> {
  const response = await visitor.send('/auth/session');
  return response.ok ? ((await response.json()) as Session) : null; // as sessionView
}

const ownProvider = () => ({
  issuer: provider.issuer,
  clientId: client.clientId,
  allowedDomains: ['corp.example'],
  defaultRole: 'editor',
});

/** Saves rules for signing in; of the provider there is, without its secret. */
async function savePolicy(owner: Visitor, changes: Record<string, unknown>) {
  const response = await owner.send('/api/sign-in-policy', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      requiresSecondFactor: false,
      requiresSingleSignOn: false,
      provider: ownProvider(),
      ...changes,
    }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }; // JSON, whatever else
}

/** An owner whose organization has set up its own provider. */
async function withOwnProvider(email: string, changes: Record<string, unknown> = {}) {
  const owner = await bff.signUp(email);
  const organizationId = (await sessionOf(owner))?.organizations[0]?.id ?? '';
  const saved = await savePolicy(owner, { provider: { ...ownProvider(), ...client }, ...changes });
  expect(saved.status).toBe(200);
  return { owner, organizationId };
}

/** Tests signing in, as an owner does from the settings; resolves to what they are told afterwards. */
async function testSignIn(owner: Visitor, organizationId: string, person: Parameters<typeof throughProvider>[1]) {
  const start = locationOf(await owner.send(`/auth/oidc/${organizationId}/test`));
  const back = await owner.send(pathOf(await throughProvider(start, person)));
  expect(locationOf(back)).toBe(`/o/${organizationId}/settings/sign-in`);
  return ((await (await owner.send('/auth/oidc/test')).json()) as { test: unknown }).test; // as signInTestView
}

test('somebody new comes through the provider, without a password and with a confirmed address', async () => {
  expect(await (await bff.visitor().send('/auth/providers')).json()).toEqual({ items: [{ id: 'corp', name: 'Corp' }] });
  const visitor = bff.visitor();
  expect(await signInAt(visitor, 'corp', { email: 'new@corp.example' })).toBe('/');
  expect(await sessionOf(visitor)).toMatchObject({
    user: { email: 'new@corp.example', isVerified: true },
    organizations: [],
    boundTo: null,
  });
  const again = bff.visitor();
  await signInAt(again, 'corp', { email: 'new@corp.example' });
  expect(await sessionOf(again)).toMatchObject({ user: { email: 'new@corp.example' } });
});

test('an address that the provider did not confirm neither makes nor opens an account', async () => {
  await bff.signUp('victim@corp.example');
  for (const email of ['victim@corp.example', 'nobody@corp.example']) {
    const visitor = bff.visitor();
    expect(await signInAt(visitor, 'corp', { email, isVerified: false })).toBe(
      '/sign-in?problem=single-sign-on.unverified',
    );
    expect(await sessionOf(visitor)).toBeNull();
  }
});

test('an account with a password is linked by that password, and by nothing less', async () => {
  await bff.signUp('linked@corp.example');
  const visitor = bff.visitor();
  expect(await signInAt(visitor, 'corp', { email: 'Linked@corp.example' })).toBe('/sign-in/link');
  expect(await sessionOf(visitor)).toBeNull();
  expect((await visitor.send('/api/contacts')).status).toBe(401);
  expect(await (await visitor.send('/auth/oidc/link')).json()).toEqual({ email: 'linked@corp.example' });
  expect((await visitor.post('/auth/oidc/link', { password: 'a guess' })).status).toBe(400);
  expect((await visitor.post('/auth/oidc/link', { password })).status).toBe(200);
  expect(await sessionOf(visitor)).toMatchObject({ user: { email: 'linked@corp.example' } });
  const again = bff.visitor();
  expect(await signInAt(again, 'corp', { email: 'linked@corp.example' })).toBe('/');
  const stranger = bff.visitor();
  expect((await stranger.post('/auth/oidc/link', { password })).status).toBe(404);
});

test('members of an organization come through its provider, with the role it gives, and reach it alone', async () => {
  const { organizationId } = await withOwnProvider('owner-a@example.com');
  const elsewhere = await withOwnProvider('owner-b@example.com');
  const visitor = bff.visitor();
  expect(await signInAt(visitor, organizationId, { email: 'worker@corp.example' })).toBe(`/o/${organizationId}`);
  expect(await sessionOf(visitor)).toMatchObject({
    organizations: [{ id: organizationId, role: 'editor', entry: 'open' }],
    boundTo: organizationId,
  });
  expect((await visitor.send('/api/contacts', { headers: { 'x-organization': organizationId } })).status).toBe(200);
  await bff.api.owner.query(
    `insert into memberships (organization_id, user_id, role) select $1, id, 'admin' from users where email = 'worker@corp.example'`,
    [elsewhere.organizationId],
  );
  const there = await visitor.send('/api/contacts', { headers: { 'x-organization': elsewhere.organizationId } });
  expect(there.status).toBe(404);
  const own = await visitor.post('/api/organizations', { name: 'Mine' });
  expect(own.status).toBe(403);
  expect(await own.json()).toMatchObject({ code: 'session.bound' });
});

test('guesses at a password count against whose it is, whoever is signed in and from however many sessions', async () => {
  await bff.signUp('guessed@corp.example');
  const attacker = await bff.signUp('guesser@example.com');
  const sessions = [attacker, await bff.signUp('second@example.com'), bff.visitor()];
  for (const visitor of sessions)
    expect(await signInAt(visitor, 'corp', { email: 'guessed@corp.example' })).toBe('/sign-in/link');
  const guess = (visitor: Visitor, index: number) =>
    index % 4 === 0
      ? bff.visitor().post('/auth/sign-in', { email: 'Guessed@corp.example', password: `guess ${index}` })
      : visitor.post('/auth/oidc/link', { password: `guess ${index}` });
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) => guess(sessions[index % sessions.length]!, index)),
  );
  const statuses = answers.map(({ status }) => status);
  const tried = statuses.filter((status) => status !== 429).length;
  expect(tried).toBeLessThanOrEqual(13); // ten free ones, and a few more when seconds went by
  const { rows } = await bff.api.owner.query(`select key, failures from sign_in_delays where key like 'account %'`);
  expect(rows).toEqual([{ key: 'account guessed@corp.example', failures: tried }]);
  // The attacker's own sign-in goes on, and forgives nothing.
  await bff.api.owner.query(`delete from sign_in_delays where key like '%address%'`);
  expect((await bff.visitor().post('/auth/sign-in', { email: 'guesser@example.com', password })).status).toBe(200);
  const victim = `select failures from sign_in_delays where key = 'account guessed@corp.example'`;
  expect((await bff.api.owner.query(victim)).rows).toEqual([{ failures: tried }]);
});

test('signing up with somebody’s address and signing in there takes no guess back', async () => {
  await bff.signUp('shared@corp.example');
  await bff.api.owner.query(`update users set email_verified_at = now() where email = 'shared@corp.example'`);
  const own = { name: 'Eve', email: 'shared@corp.example', password: 'my own password', organizationName: 'Eve' };
  expect((await bff.visitor().post('/auth/sign-up', own)).status).toBe(201);
  const signIn = async (word: string) =>
    (await bff.visitor().post('/auth/sign-in', { email: own.email, password: word })).status;
  const statuses: number[] = [];
  for (let round = 0; round < 6; round += 1)
    statuses.push(await signIn('a guess'), await signIn('b guess'), await signIn(own.password));
  const guesses = statuses.filter((_, index) => index % 3 !== 2);
  expect(guesses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
  expect(statuses).toContain(429);
});

test('an organization that removes somebody ends their sessions there, and leaves those elsewhere alone', async () => {
  const { owner, organizationId } = await withOwnProvider('removing@example.com');
  const person = await bff.signUp('removed@corp.example');
  await bff.api.owner.query(
    `insert into memberships (organization_id, user_id, role) select $1, id, 'editor' from users where email = 'removed@corp.example'`,
    [organizationId],
  );
  const bound = bff.visitor();
  expect(await signInAt(bound, organizationId, { email: 'removed@corp.example' })).toBe('/sign-in/link');
  expect((await bound.post('/auth/oidc/link', { password })).status).toBe(200);
  const members = (await (await owner.send('/api/members')).json()) as { items: { id: string; email: string }[] };
  const { id } = members.items.find(({ email }) => email === 'removed@corp.example')!;
  expect((await owner.send(`/api/members/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await sessionOf(bound)).toBeNull();
  expect((await sessionOf(person))?.organizations).toHaveLength(1);
  const there = await person.send('/api/contacts', { headers: { 'x-organization': organizationId } });
  expect(there.status).toBe(404);
});

test('the provider of one organization opens nothing else of the account it claims', async () => {
  const { organizationId } = await withOwnProvider('attacker@example.com', {
    provider: { issuer: provider.issuer, ...client, allowedDomains: ['example.com'], defaultRole: 'editor' },
  });
  const rich = await bff.signUp('rich@example.com');
  await bff.api.owner.query(`update users set email_verified_at = now() where email = 'rich@example.com'`);
  // Whether somebody has an account elsewhere makes no difference, so nobody learns of it.
  for (const email of ['rich@example.com', 'poor@example.com']) {
    const visitor = bff.visitor();
    expect(await signInAt(visitor, organizationId, { email })).toBe(`/o/${organizationId}`);
    expect(await sessionOf(visitor)).toMatchObject({
      user: { email, isVerified: false },
      organizations: [{ id: organizationId }],
      boundTo: organizationId,
    });
  }
  expect(await sessionOf(rich)).toMatchObject({ user: { isVerified: true }, organizations: [{ role: 'owner' }] });
  // The address is still free for its owner, with and without an account before.
  await bff.signUp('poor@example.com');
  const again = await rich.post('/auth/sign-in', { email: 'rich@example.com', password });
  expect(again.status).toBe(200);
  expect((await sessionOf(rich))?.user.isVerified).toBe(true);
  const linking = bff.visitor();
  await bff.api.owner.query(
    `insert into memberships (organization_id, user_id, role) select $1, id, 'editor' from users
     where email = 'rich@example.com' and email_verified_at is not null`,
    [organizationId],
  );
  await bff.api.owner.query(`delete from identities where of_organization = $1`, [organizationId]);
  // A member is asked for their password, and even somebody who links, of their own will, only links this organization.
  expect(await signInAt(linking, organizationId, { email: 'rich@example.com' })).toBe('/sign-in/link');
  await linking.post('/auth/oidc/link', { password });
  expect((await sessionOf(linking))?.organizations.map(({ id }) => id)).toEqual([organizationId]);
  for (const path of ['/auth/password', '/auth/confirm/password', '/auth/address-confirmation/resend'])
    expect((await linking.post(path, { current: password, password })).status, path).toBe(403);
});

test('another domain stays out; so does whoever was removed', async () => {
  const { organizationId } = await withOwnProvider('owner-c@example.com');
  const outsider = bff.visitor();
  expect(await signInAt(outsider, organizationId, { email: 'someone@gmail.example' })).toBe(
    '/sign-in?problem=single-sign-on.domain',
  );
  const visitor = bff.visitor();
  await signInAt(visitor, organizationId, { email: 'leaver@corp.example' });
  await bff.api.owner.query(
    `delete from memberships where user_id = (select id from users where email = 'leaver@corp.example')`,
  );
  expect(await signInAt(bff.visitor(), organizationId, { email: 'leaver@corp.example' })).toBe(
    '/sign-in?problem=single-sign-on.removed',
  );
});

test('single sign-on only: members by password stay outside, owners can always come in', async () => {
  const { owner, organizationId } = await withOwnProvider('owner-d@example.com');
  await testSignIn(owner, organizationId, { email: 'owner-d@corp.example' });
  expect((await savePolicy(owner, { requiresSingleSignOn: true })).status).toBe(200);
  const member = await bff.signUp('by-password@corp.example');
  await bff.api.owner.query(
    `insert into memberships (organization_id, user_id, role) select $1, id, 'admin' from users where email = 'by-password@corp.example'`,
    [organizationId],
  );
  const there = { headers: { 'x-organization': organizationId } };
  const refused = await member.send('/api/contacts', there);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'organization.single-sign-on' });
  expect((await owner.send('/api/contacts', there)).status).toBe(200);
  await signInAt(member, organizationId, { email: 'by-password@corp.example' });
  await member.post('/auth/oidc/link', { password });
  expect((await member.send('/api/contacts', there)).status).toBe(200);
});

const only = { requiresSingleSignOn: true };
const untested = { status: 409, body: expect.objectContaining({ code: 'sign-in-policy.untested' }) };

test('a provider is the only way in once the owner who says so has signed in through it as it is set up now', async () => {
  const { owner, organizationId } = await withOwnProvider('owner-e@example.com');
  const before = await sessionOf(owner);
  expect(await savePolicy(owner, only)).toEqual(untested);
  // What would let nobody in is told, and is no test.
  expect(await testSignIn(owner, organizationId, { email: 'owner-e@corp.example', isVerified: false })).toMatchObject({
    said: { email: 'owner-e@corp.example', name: 'Olga', isEmailVerified: false },
    problem: { code: 'single-sign-on.unverified' },
  });
  expect(await testSignIn(owner, organizationId, { email: 'owner-e@gmail.example' })).toMatchObject({
    problem: { code: 'single-sign-on.domain' },
  });
  expect(await savePolicy(owner, only)).toEqual(untested);
  expect(await testSignIn(owner, organizationId, { email: 'owner-e@corp.example' })).toEqual({
    organizationId,
    said: { email: 'owner-e@corp.example', name: 'Olga', isEmailVerified: true },
    problem: null,
  });
  // Nobody was signed in, made or linked by a test.
  expect(await sessionOf(owner)).toEqual(before);
  const made = `select from users where email = 'owner-e@corp.example'`;
  expect((await bff.api.owner.query(made)).rows).toEqual([]);
  const elsewhere = { ...ownProvider(), allowedDomains: ['elsewhere.example'] };
  expect(await savePolicy(owner, { ...only, provider: elsewhere })).toEqual(untested);
  expect((await savePolicy(owner, {})).body).toMatchObject({ test: { isOwn: true }, notYetOnly: null });
  expect((await savePolicy(owner, only)).status).toBe(200);
});

test('another client, issuer or secret is tested anew, and cannot slip in under single sign-on only', async () => {
  const { owner, organizationId } = await withOwnProvider('owner-f@example.com');
  await testSignIn(owner, organizationId, { email: 'owner-f@corp.example' });
  const wrong = { ...ownProvider(), clientSecret: 'not the secret' };
  expect(await savePolicy(owner, { ...only, provider: wrong })).toEqual(untested);
  expect((await savePolicy(owner, only)).status).toBe(200);
  for (const provider of [wrong, { ...wrong, clientId: 'another' }, { ...wrong, issuer: 'https://id.example' }])
    expect(await savePolicy(owner, { ...only, provider })).toEqual(untested);
  expect((await savePolicy(owner, { ...only, provider: { ...ownProvider(), defaultRole: 'analyst' } })).status).toBe(
    200,
  );
  // Turned off it can be saved, and has to be tested before it is turned on again.
  expect((await savePolicy(owner, { provider: wrong })).body).toMatchObject({ test: null });
  expect(await savePolicy(owner, only)).toEqual(untested);
  expect(await testSignIn(owner, organizationId, { email: 'owner-f@corp.example' })).toMatchObject({
    said: null,
    problem: { code: 'single-sign-on.failed' },
  });
  expect(await savePolicy(owner, only)).toEqual(untested);
});

test('a test counts for the owner who made it, and a stranger’s for nobody', async () => {
  const { owner, organizationId } = await withOwnProvider('owner-g@example.com');
  const second = await bff.signUp('second-owner@example.com');
  expect(await testSignIn(second, organizationId, { email: 'someone@corp.example' })).toMatchObject({
    problem: { code: 'permission.denied' },
  });
  expect(await savePolicy(owner, only)).toEqual(untested);
  await bff.api.owner.query(
    `insert into memberships (organization_id, user_id, role) select $1, id, 'owner' from users where email = 'second-owner@example.com'`,
    [organizationId],
  );
  expect(await testSignIn(second, organizationId, { email: 'someone@corp.example' })).toMatchObject({ problem: null });
  expect(await savePolicy(owner, only)).toEqual(untested);
  expect((await bff.visitor().send(`/auth/oidc/${organizationId}/test`)).status).toBe(401);
  expect((await bff.visitor().send('/auth/oidc/test')).status).toBe(401);
  // Whoever begins to sign in after a test was left halfway is signed in.
  await owner.send(`/auth/oidc/${organizationId}/test`);
  expect(await signInAt(owner, organizationId, { email: 'fresh@corp.example' })).toBe(`/o/${organizationId}`);
  expect((await sessionOf(owner))?.user.email).toBe('fresh@corp.example');
});

test('an answer of the provider is good once, and in the browser that asked', async () => {
  const visitor = bff.visitor();
  const start = locationOf(await visitor.send('/auth/oidc/corp'));
  const query = new URL(start).searchParams;
  expect(query.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)?.length, name).toBeGreaterThan(20);
  const back = pathOf(await throughProvider(start, { email: 'once@corp.example' }));
  const attacker = bff.visitor();
  expect(locationOf(await attacker.send(back))).toBe('/sign-in?problem=single-sign-on.refused');
  await attacker.send('/auth/oidc/corp'); // with a question of its own open
  expect(locationOf(await attacker.send(back))).toBe('/sign-in?problem=single-sign-on.failed');
  expect(locationOf(await visitor.send(back))).toBe('/');
  expect(locationOf(await bff.visitor().send(back))).toBe('/sign-in?problem=single-sign-on.refused');
  expect(locationOf(await visitor.send(back))).toBe('/sign-in?problem=single-sign-on.refused');
});

test('after coming back one is where one wanted to go, if it is here', async () => {
  for (const [wanted, got] of [
    ['/o/1/contacts?search=a', '/o/1/contacts?search=a'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
  ] as const) {
    const visitor = bff.visitor();
    const start = locationOf(await visitor.send(`/auth/oidc/corp?return=${encodeURIComponent(wanted)}`));
    const back = await throughProvider(start, { email: 'new@corp.example' });
    expect(locationOf(await visitor.send(pathOf(back)))).toBe(got);
  }
});

test('a provider nobody set up, and one that cannot be found, are said plainly', async () => {
  for (const id of ['unknown', '00000000-0000-7000-8000-000000000000', '..%2f..']) {
    const response = await bff.visitor().send(`/auth/oidc/${id}`);
    expect(locationOf(response)).toMatch(/^\/sign-in\?problem=provider\.not-found$/);
  }
  const owner = await bff.signUp('checks@example.com');
  const check = async (issuer: string) => owner.post('/auth/providers/check', { issuer });
  expect((await check(provider.issuer)).status).toBe(200);
  const wrong = await check('http://localhost:1');
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({
    code: 'single-sign-on.issuer',
    errors: [{ path: ['provider', 'issuer'], message: 'No OpenID Connect provider answers at http://localhost:1.' }],
  });
  expect((await check('ftp://x')).status).toBe(400);
  expect((await bff.visitor().post('/auth/providers/check', { issuer: provider.issuer })).status).toBe(401);
});

test('the secret of a provider is never told again, and is needed anew for another client', async () => {
  const { owner } = await withOwnProvider('secretive@example.com');
  const policy = (await (await owner.send('/api/sign-in-policy')).json()) as {
    provider: Record<string, unknown>;
    redirectUri: string;
  }; // as signInPolicyView
  expect(JSON.stringify(policy)).not.toContain(client.clientSecret);
  const { rows } = await bff.api.owner.query<{ box: Buffer }>(
    'select client_secret_encrypted as box from identity_providers',
  );
  expect(rows.some(({ box }) => box.includes(Buffer.from(client.clientSecret)))).toBe(false);
  const put = (changes: Record<string, unknown>) =>
    owner.send('/api/sign-in-policy', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        requiresSecondFactor: false,
        requiresSingleSignOn: false,
        provider: { ...policy.provider, ...changes },
      }),
    });
  expect((await put({ defaultRole: 'analyst' })).status).toBe(200);
  expect((await put({ clientId: 'another' })).status).toBe(400);
  expect((await put({ defaultRole: 'owner' })).status).toBe(400);
  expect((await put({ allowedDomains: ['not a domain'] })).status).toBe(400);
  expect((await put({ allowedDomains: [] })).status).toBe(400);
});
