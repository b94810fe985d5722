import { afterAll, beforeAll, expect, test } from 'vitest';
import { configSchema } from '../config.ts';
import { startTestBff, type TestBff, type Visitor } from '../testing/test-bff.ts';

let bff: TestBff;
let visitor: Visitor;
beforeAll(async () => {
  bff = await startTestBff();
  visitor = await bff.signUp('owner@example.com');
});
afterAll(() => bff.close());

const group = () => ({ name: `Group ${Math.random()}` });

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a sibling domain', { 'sec-fetch-site': 'same-site' }, 403],
  ['an older browser on another site', { origin: 'https://evil.example' }, 403],
  ['a sandboxed frame', { origin: 'null' }, 403],
  ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }, 201],
  ['an older browser on our own page', { origin: 'http://localhost:3000' }, 201],
  ['something that is no browser', {}, 201],
])('a write from %s is answered as it should be', async (_name, headers, status) => {
  expect((await visitor.post('/api/groups', group(), headers)).status).toBe(status);
});

test('what a client says about its identity is thrown away', async () => {
  const stranger = bff.visitor();
  const headers = { 'x-engagex-identity': 'forged', authorization: 'Bearer forged', 'x-engagex-anything': '1' };
  expect((await stranger.send('/api/contacts', { headers })).status).toBe(401);
  expect((await visitor.send('/api/contacts', { headers })).status).toBe(200);
});

test('naming an organization one does not belong to finds nothing', async () => {
  const other = await bff.signUp('other@example.com');
  const session = (await (await other.send('/auth/session')).json()) as { organizations: { id: string }[] };
  const id = session.organizations[0]?.id ?? '';
  expect((await other.send('/api/contacts', { headers: { 'x-organization': id } })).status).toBe(200);
  expect((await visitor.send('/api/contacts', { headers: { 'x-organization': id } })).status).toBe(404);
  expect((await visitor.send('/api/contacts', { headers: { 'x-organization': `${id}'--` } })).status).toBe(400);
});

test('the API is reached under /api alone', async () => {
  for (const path of ['/internal/sign-up', '/api/../internal/sign-up', '/api/%2e%2e/internal/sign-up']) {
    expect([403, 404]).toContain((await visitor.post(path, {})).status);
  }
  expect((await bff.visitor().send('/api/openapi.json')).status).toBe(200);
  expect((await bff.visitor().send('/api/docs')).status).toBe(200);
});

test('hostile text at the doors of the BFF is refused, and is no fault of ours', async () => {
  const texts = ['\ud800', 'a\0b', '__proto__', 'constructor', 'a'.repeat(60_000), "'; --", '\u2028'];
  const paths = ['sign-up', 'sign-in', 'sign-in/passkey', 'sign-in/second-factor/code', 'password-reset']
    .concat([
      'password-reset/use',
      'invitation',
      'invitation/sign-up',
      'address-confirmation',
      'oidc/link',
      'confirm/code',
    ])
    .concat([
      'confirm/password',
      'confirm/passkey',
      'organization',
      'password',
      'address',
      'providers/check',
      'totp/confirm',
    ]);
  const fields = ['email', 'password', 'name', 'organizationName', 'token', 'code', 'id', 'current', 'issuer'];
  const faults: string[] = [];
  for (const text of texts) {
    const body = { ...Object.fromEntries(fields.map((field) => [field, text])), response: { id: text, [text]: text } };
    const statuses = await Promise.all(paths.map(async (path) => (await visitor.post(`/auth/${path}`, body)).status));
    for (const [index, status] of statuses.entries())
      if (status >= 500) faults.push(`${status} ${paths[index]} ${JSON.stringify(text.slice(0, 10))}`);
  }
  for (const path of [
    '/f/%00',
    '/f/%ED%A0%80',
    '/f/%',
    '/auth/oidc/%00',
    '/auth/oidc/__proto__',
    '/auth/sessions/%00',
  ]) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const { status } = await visitor.send(path, { method });
      if (status >= 500) faults.push(`${status} ${method} ${path}`);
    }
  }
  expect(faults).toEqual([]);
}, 60_000);

test('every answer carries the security headers', async () => {
  for (const path of ['/', '/auth/session', '/api/contacts']) {
    const { headers } = await visitor.send(path);
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
  expect((await visitor.send('/api/contacts')).headers.get('cache-control')).toBe('no-store');
});

test('live changes arrive as they happen, not when the stream ends', async () => {
  const stream = await visitor.send('/api/live');
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read(); // the retry line
  await visitor.post('/api/groups', group());
  let text = '';
  while (!text.includes('"noun":"groups"')) text += (await reader.read()).value ?? '';
  await reader.cancel();
  expect(text).toContain('event: change');
});

test('without the API the answer says so and that nothing was lost', async () => {
  const alone = await startTestBff({ API_URL: 'http://127.0.0.1:1' });
  try {
    const response = await alone.visitor().send('/api/contacts');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'api.unavailable' });
    expect((await alone.visitor().send('/health/ready')).status).toBe(503);
  } finally {
    await alone.close();
  }
});

test('production refuses example secrets and plain HTTP, naming each problem', () => {
  const result = configSchema.safeParse({
    NODE_ENV: 'production',
    PUBLIC_URL: 'http://mail.example.com',
    DATABASE_URL: 'postgres://x',
    API_URL: 'http://api',
    SESSION_SECRET: 'change-me-change-me-change-me-change-me',
    INTERNAL_SECRET: 'a'.repeat(40),
  });
  expect(result.error?.issues.map((issue) => issue.path[0])).toEqual([
    'PUBLIC_URL',
    'SESSION_SECRET',
    'INTERNAL_SECRET',
  ]);
});
