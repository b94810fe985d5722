/**
 * Stands in for a certificate authority where none can be reached (ACME, RFC 8555): takes only signed requests with a fresh
 * nonce, asks hosts itself for their proof (HTTP-01, 8.3), and refuses what a real one refuses. Nobody trusts its certificates
 * before they are told to.
 */
import { randomBytes } from 'node:crypto';
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { createAuthority } from '../../../apps/api/src/testing/certificates.ts';
import { readCertificateRequest } from './csr.ts';
import { keyOf, readRequest, type SignedRequest, thumbprintOf } from './jws.ts';

interface Account {
  readonly url: string;
  readonly jwk: Readonly<Record<string, string>>;
}

interface Order {
  readonly id: string;
  readonly account: Account;
  readonly host: string;
  readonly token: string;
  status: 'pending' | 'ready' | 'valid' | 'invalid';
  challenge: 'pending' | 'processing' | 'valid' | 'invalid';
  error: AcmeError | null;
  certificate: string | null;
}

interface AcmeError {
  readonly type: string;
  readonly detail: string;
}

interface AcmeOptions {
  /** Where hosts are asked for their proof: instead of the address in DNS and port 80. */
  readonly proofAt: (host: string) => { readonly address: string; readonly port: number };
  /** Of its certificates. */
  readonly validForMs?: number;
}

const newOrder = z.object({
  identifiers: z.array(z.object({ type: z.literal('dns'), value: z.string() })).length(1),
});
const finalizing = z.object({ csr: z.string() });

/** Listens on loopback. */
export async function startAcme(options: AcmeOptions) {
  const authority = createAuthority();
  const nonces = new Set<string>();
  const accounts = new Map<string, Account>();
  const orders = new Map<string, Order>();
  /** What it does instead, for tests. */
  const faults = { badNonces: 0, limitedForSeconds: 0, caaForbids: new Set<string>() };
  const counts = { orders: 0, certificates: 0, badNonces: 0 };
  let url = '';

  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '';
      if (request.method === 'GET' && path === '/directory') return send(response, 200, directory());
      if (path === '/new-nonce') return send(response, request.method === 'HEAD' ? 200 : 204, null);
      if (request.method !== 'POST') return refuse(response, 405, 'malformed', 'Only POST is allowed here.');
      if (request.headers['content-type'] !== 'application/jose+json')
        return refuse(response, 415, 'malformed', 'The content type must be application/jose+json.');
      const signed = readRequest(await text(request));
      if (!signed) return refuse(response, 400, 'malformed', 'This is no signed request.');
      if (signed.url !== `${url}${path}`) return refuse(response, 401, 'unauthorized', 'The URL is another.');
      if (!nonces.delete(signed.nonce) || faults.badNonces > 0) {
        faults.badNonces = Math.max(0, faults.badNonces - 1);
        counts.badNonces += 1;
        return refuse(response, 400, 'badNonce', 'This nonce is not known or was used.');
      }
      return serve(path, signed, response);
    })().catch((error: unknown) => refuse(response, 500, 'serverInternal', String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP

  function directory() {
    const of = (name: string) => `${url}/${name}`;
    return {
      newNonce: of('new-nonce'),
      newAccount: of('new-account'),
      newOrder: of('new-order'),
      revokeCert: of('revoke-cert'),
      keyChange: of('key-change'),
      meta: { caaIdentities: ['ca.example'], termsOfService: of('terms') },
    };
  }

  function serve(path: string, signed: SignedRequest, response: ServerResponse): void {
    if (path === '/new-account') return register(signed, response);
    const account = signed.kid === null ? undefined : accounts.get(signed.kid);
    if (!account) return refuse(response, 400, 'accountDoesNotExist', 'There is no such account.');
    if (!signed.isSignedBy(keyOf(account.jwk))) return refuse(response, 401, 'unauthorized', 'The signature is wrong.');
    if (`${url}${path}` === account.url) return send(response, 200, { status: 'valid' });
    if (path === '/new-order') return takeOrder(account, signed, response);
    const [, kind = '', id = ''] = path.split('/');
    const order = orders.get(id);
    if (!order || order.account !== account) return refuse(response, 404, 'malformed', 'There is nothing here.');
    if (kind === 'order') return sendOrder(response, 200, order);
    if (kind === 'authorization') return send(response, 200, authorizationOf(order));
    if (kind === 'challenge') return challenge(order, signed, response);
    if (kind === 'finalize') return finalize(order, signed, response);
    if (kind === 'certificate' && order.certificate)
      return send(response, 200, order.certificate, { 'content-type': 'application/pem-certificate-chain' });
    refuse(response, 404, 'malformed', 'There is nothing here.');
  }

  function register(signed: SignedRequest, response: ServerResponse): void {
    const { jwk } = signed;
    if (!jwk || !signed.isSignedBy(keyOf(jwk))) return refuse(response, 401, 'unauthorized', 'The signature is wrong.');
    const known = [...accounts.values()].find((account) => thumbprintOf(account.jwk) === thumbprintOf(jwk));
    const terms = z.object({ termsOfServiceAgreed: z.literal(true) }).safeParse(signed.payload);
    if (!known && !terms.success)
      return refuse(response, 403, 'userActionRequired', 'The terms of service were not agreed to.');
    const account = known ?? { url: `${url}/account/${randomBytes(8).toString('hex')}`, jwk };
    accounts.set(account.url, account);
    send(response, known ? 200 : 201, { status: 'valid' }, { location: account.url });
  }

  function takeOrder(account: Account, signed: SignedRequest, response: ServerResponse): void {
    if (faults.limitedForSeconds > 0) {
      const headers = { 'retry-after': String(faults.limitedForSeconds) };
      return refuse(response, 429, 'rateLimited', 'Too many certificates for this domain.', headers);
    }
    const wanted = newOrder.safeParse(signed.payload);
    const host = wanted.data?.identifiers[0]?.value ?? '';
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host))
      return refuse(response, 400, 'rejectedIdentifier', 'This is no name of a host.');
    const order: Order = {
      id: randomBytes(8).toString('hex'),
      account,
      host,
      token: randomBytes(24).toString('base64url'),
      status: 'pending',
      challenge: 'pending',
      error: null,
      certificate: null,
    };
    orders.set(order.id, order);
    counts.orders += 1;
    sendOrder(response, 201, order);
  }

  function sendOrder(response: ServerResponse, status: number, order: Order): void {
    const { id, host } = order;
    const body = {
      status: order.status,
      identifiers: [{ type: 'dns', value: host }],
      authorizations: [`${url}/authorization/${id}`],
      finalize: `${url}/finalize/${id}`,
      ...(order.error && { error: order.error }),
      ...(order.certificate && { certificate: `${url}/certificate/${id}` }),
    };
    send(response, status, body, { location: `${url}/order/${id}` });
  }

  function challengeOf({ id, token, challenge: status, error }: Order) {
    return { type: 'http-01', url: `${url}/challenge/${id}`, token, status, ...(error && { error }) };
  }

  function authorizationOf(order: Order) {
    const { host, challenge: status } = order;
    const of = status === 'processing' ? 'pending' : status;
    return { status: of, identifier: { type: 'dns', value: host }, challenges: [challengeOf(order)] };
  }

  function challenge(order: Order, signed: SignedRequest, response: ServerResponse): void {
    if (signed.payload !== null && order.challenge === 'pending') {
      order.challenge = 'processing';
      void validate(order);
    }
    send(response, 200, challengeOf(order));
  }

  async function validate(order: Order): Promise<void> {
    order.error = await problemWith(order);
    order.challenge = order.error ? 'invalid' : 'valid';
    order.status = order.error ? 'invalid' : 'ready';
  }

  async function problemWith({ host, token, account }: Order): Promise<AcmeError | null> {
    if (faults.caaForbids.has(host)) return errorOf('caa', `CAA record for ${host} prevents issuance`);
    try {
      const { status, body } = await proofOf(host, token);
      if (status !== 200) return errorOf('unauthorized', `Invalid response from http://${host}: ${status}`);
      if (body.trim() === `${token}.${thumbprintOf(account.jwk)}`) return null;
      return errorOf('unauthorized', `The key authorization file from ${host} did not match this challenge`);
    } catch (error) {
      return errorOf('connection', `${host}: ${String(error)}`);
    }
  }

  function proofOf(host: string, token: string): Promise<{ status: number; body: string }> {
    const { address, port } = options.proofAt(host);
    const path = `/.well-known/acme-challenge/${token}`;
    return new Promise((resolve, reject) => {
      httpRequest({ host: address, port, path, headers: { host }, agent: false }, (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
      })
        .once('error', reject)
        .end();
    });
  }

  function finalize(order: Order, signed: SignedRequest, response: ServerResponse): void {
    if (order.status !== 'ready') return refuse(response, 403, 'orderNotReady', 'The host is not proven.');
    const { csr } = finalizing.parse(signed.payload);
    try {
      const { hosts, publicKey } = readCertificateRequest(Buffer.from(csr, 'base64url'));
      if (hosts.length !== 1 || hosts[0] !== order.host) throw new Error('The names are not those of the order.');
      const validUntil = new Date(Date.now() + (options.validForMs ?? 90 * 86_400_000));
      order.certificate = authority.certifyKey({ hosts, publicKey, validUntil });
    } catch (error) {
      return refuse(response, 400, 'badCSR', String(error));
    }
    order.status = 'valid';
    counts.certificates += 1;
    sendOrder(response, 200, order);
  }

  function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
    const nonce = randomBytes(16).toString('base64url');
    nonces.add(nonce);
    const usual = { 'content-type': 'application/json', 'cache-control': 'no-store', 'replay-nonce': nonce };
    response.writeHead(status, { ...usual, ...headers });
    response.end(body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body));
  }

  function refuse(
    response: ServerResponse,
    status: number,
    type: string,
    detail: string,
    headers: Record<string, string> = {},
  ): void {
    send(response, status, errorOf(type, detail), { 'content-type': 'application/problem+json', ...headers });
  }

  return {
    directoryUrl: `${url}/directory`,
    /** What those who are to trust it need. */
    rootCertificate: authority.cert,
    faults,
    counts,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function errorOf(type: string, detail: string): AcmeError {
  return { type: `urn:ietf:params:acme:error:${type}`, detail };
}
