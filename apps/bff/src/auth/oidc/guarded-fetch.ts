import { lookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { CustomFetchOptions } from 'openid-client';
import { DomainError, isPrivateAddress } from '@engagex/domain/shared';

const timeoutMs = 10_000;
const maxBytes = 512 * 1024;

/**
 * Fetches from an address that somebody typed, and from nowhere inside this network. The very address that is
 * connected to is looked at, so a name that changes its mind between two questions gains nothing. Redirects are not
 * followed, answers are bounded.
 */
export async function guardedFetch(url: string, options: CustomFetchOptions): Promise<Response> {
  const target = new URL(url);
  if (target.protocol !== 'https:') throw refused('The issuer must start with https://.');
  if (isIP(target.hostname.replaceAll(/[[\]]/g, '')) !== 0) assertOutside(target.hostname.replaceAll(/[[\]]/g, ''));
  const incoming = await send(target, options, publicLookup);
  return responseFrom(incoming);
}

/** The same without the guard, for private networks that the operator allows. */
export async function plainFetch(url: string, options: CustomFetchOptions): Promise<Response> {
  return responseFrom(await send(new URL(url), options));
}

function send(target: URL, options: CustomFetchOptions, lookupWith?: LookupFunction): Promise<IncomingMessage> {
  const body = bodyOf(options.body);
  const start = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = start(
      target,
      {
        method: options.method,
        headers: { ...options.headers, ...(body ? { 'content-length': body.length } : {}) },
        signal: AbortSignal.timeout(timeoutMs),
        ...(lookupWith ? { lookup: lookupWith } : {}),
      },
      resolve,
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    try {
      for (const { address } of addresses) assertOutside(address);
    } catch (refusal) {
      return callback(refusal as NodeJS.ErrnoException, []); // thrown just above
    }
    const [first] = addresses;
    if (options.all || !first) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

function assertOutside(address: string): void {
  if (isPrivateAddress(address)) throw refused('This issuer is in a private network, which EngageX does not access.');
}

function bodyOf(body: unknown): Buffer | undefined {
  if (body instanceof URLSearchParams) return Buffer.from(body.toString());
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body);
  return undefined;
}

async function responseFrom(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      incoming.destroy();
      throw refused('The issuer answered with more than 512 kB.');
    }
    chunks.push(chunk);
  }
  const status = incoming.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, String(value));
  const hasBody = status !== 204 && status !== 304;
  return new Response(hasBody ? Buffer.concat(chunks) : null, { status, headers });
}

function refused(message: string): DomainError {
  return new DomainError('invalid', 'single-sign-on.issuer', message);
}
