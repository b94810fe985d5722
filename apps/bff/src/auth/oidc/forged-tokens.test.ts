import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { locationOf } from '../../testing/provider-visitor.ts';
import { startTestBff, type TestBff } from '../../testing/test-bff.ts';

type Forge = (claims: JWTPayload) => Promise<string> | string;

/** A provider that speaks the protocol and signs whatever it is told to: what an attacker in its place would send. */
async function startForger() {
  const real = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  let forge: Forge = sign;
  let nonce = '';

  function sign(claims: JWTPayload, key = real.privateKey): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
  }
  const server = createServer((request, response) => {
    void (async () => {
      const json = (body: unknown) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const path = request.url?.split('?')[0];
      if (path === '/.well-known/openid-configuration') {
        return json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      }
      if (path === '/keys') return json({ keys: [{ ...(await exportJWK(real.publicKey)), kid: 'one', alg: 'RS256' }] });
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        aud: 'engagex',
        sub: 'the-boss',
        iat: now,
        exp: now + 300,
        nonce,
        email: 'boss@forged.example',
        email_verified: true,
      };
      json({ access_token: 'x', token_type: 'bearer', id_token: await forge(claims) });
    })();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server listening on TCP has a port
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    sign,
    signWithOtherKey: (claims: JWTPayload) => sign(claims, other.privateKey),
    answerWith(next: Forge, expectedNonce: string) {
      forge = next;
      nonce = expectedNonce;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

let forger: Awaited<ReturnType<typeof startForger>>;
let bff: TestBff;
beforeAll(async () => {
  forger = await startForger();
  bff = await startTestBff({
    OIDC_PROVIDERS: JSON.stringify([
      { id: 'forger', name: 'Forger', issuer: forger.issuer, clientId: 'engagex', clientSecret: 'secret' },
    ]),
  });
});
afterAll(async () => {
  await bff.close();
  forger.close();
});

/** Where somebody ends whom the provider sends with such a token. */
async function arriveWith(forge: Forge): Promise<string> {
  const visitor = bff.visitor();
  const query = new URL(locationOf(await visitor.send('/auth/oidc/forger'))).searchParams;
  forger.answerWith(forge, query.get('nonce') ?? '');
  const back = `/auth/oidc/forger/callback?code=anything&state=${query.get('state')}`;
  const end = locationOf(await visitor.send(back));
  expect((await visitor.send('/auth/session')).status).toBe(end === '/' ? 200 : 401);
  return end;
}

test('a token in order is let in', async () => {
  expect(await arriveWith((claims) => forger.sign(claims))).toBe('/');
});

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each<[string, Forge]>([
  ['signed with another key', (claims) => forger.signWithOtherKey(claims)],
  ['not signed at all', (claims) => `${encode({ alg: 'none' })}.${encode(claims)}.`],
  [
    'changed after it was signed',
    async (claims) => {
      const [header, , signature] = (await forger.sign(claims)).split('.');
      return [header, encode({ ...claims, email: 'someone-else@forged.example' }), signature].join('.');
    },
  ],
  ['of another issuer', (claims) => forger.sign({ ...claims, iss: 'https://accounts.example' })],
  ['for another client', (claims) => forger.sign({ ...claims, aud: 'another-client' })],
  ['with another nonce', (claims) => forger.sign({ ...claims, nonce: 'replayed' })],
  ['without a nonce', (claims) => forger.sign({ ...claims, nonce: undefined })],
  ['that expired', (claims) => forger.sign({ ...claims, iat: 1_600_000_000, exp: 1_600_000_300 })],
  ['without an end', (claims) => forger.sign({ ...claims, exp: undefined })],
  ['without a subject', (claims) => forger.sign({ ...claims, sub: undefined })],
])('a token %s is refused', async (_what, forge) => {
  expect(await arriveWith(forge)).toBe('/sign-in?problem=single-sign-on.failed');
});

test('an address that is not confirmed, as whatever the provider writes it, is refused', async () => {
  for (const verified of [false, 'false', 1, null, undefined])
    expect(await arriveWith((claims) => forger.sign({ ...claims, sub: 'x', email_verified: verified }))).toBe(
      '/sign-in?problem=single-sign-on.unverified',
    );
});
