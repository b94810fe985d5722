/** A real OpenID Connect provider for this machine, where anybody may say who they are: to try single sign-on with. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import OpenIdProvider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { Memory } from './memory.ts';
import { signInForm } from './page.ts';

export interface IdentityProviderOptions {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where it may send people back to. */
  readonly isRedirectUri: (uri: string) => boolean;
}

interface Person {
  readonly email: string;
  readonly name: string;
  readonly isVerified: boolean;
}

const maxBodyBytes = 4096;

export async function startIdentityProvider(options: IdentityProviderOptions) {
  const server = createServer();
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server listening on TCP has a port
  const { port } = server.address() as AddressInfo;
  const issuer = `http://localhost:${port}`;
  const people = new Map<string, Person>();
  const provider = new OpenIdProvider(issuer, await configurationOf(options, people));
  const serveProvider = provider.callback();
  // The way the library itself describes to decide on redirect URIs one by one.
  Object.assign(provider.Client.prototype, { redirectUriAllowed: options.isRedirectUri });

  server.on('request', (request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.writeHead(400, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.message : 'refused');
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', issuer);
    if (pathname.startsWith('/health/'))
      return void response.end(JSON.stringify({ status: 'ok', instance: process.env['INSTANCE_ID'] }));
    // Whoever comes again is asked again, and can be somebody else: nobody is remembered.
    if (pathname === '/auth') delete request.headers.cookie;
    if (!pathname.startsWith('/interaction/')) return serveProvider(request, response);
    if (request.method === 'GET') {
      await provider.interactionDetails(request, response); // throws when nobody asked for a sign-in
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(signInForm);
      return;
    }
    const person = personFrom(await bodyOf(request));
    people.set(person.email, person);
    response.setHeader(
      'set-cookie',
      ['_session', '_session.sig'].map((name) => `${name}=; path=/; max-age=0`),
    );
    await provider.interactionFinished(request, response, { login: { accountId: person.email } });
  }

  return {
    issuer,
    port,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function configurationOf(
  { clientId, clientSecret }: IdentityProviderOptions,
  people: ReadonlyMap<string, Person>,
): Promise<Configuration> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    adapter: Memory,
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: ['http://localhost/'], // those of `isRedirectUri` count instead: each organization has its own
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    renderError: (context, out) => {
      context.type = 'text/plain';
      context.body = `${out.error}: ${out.error_description ?? ''}`;
    },
    loadExistingGrant: grantAll,
    findAccount: (_context, accountId) => {
      const person = people.get(accountId);
      return {
        accountId,
        claims: () => ({
          sub: accountId,
          email: accountId,
          email_verified: person?.isVerified ?? false,
          name: person?.name,
        }),
      };
    },
  };
}

/** The one client is ours, so nobody is asked whether it may know their address. */
async function grantAll(context: KoaContextWithOIDC) {
  const { client, provider, session } = context.oidc;
  const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
  grant.addOIDCScope('openid email profile');
  await grant.save();
  return grant;
}

function personFrom(form: URLSearchParams): Person {
  const email = form.get('email')?.trim().toLowerCase() ?? '';
  if (!email.includes('@')) throw new Error('Enter an email address.');
  return { email, name: form.get('name')?.trim() || email, isVerified: form.get('verified') === 'yes' };
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    body += chunk.toString();
    if (body.length > maxBodyBytes) throw new Error('This is too long.');
  }
  return new URLSearchParams(body);
}
