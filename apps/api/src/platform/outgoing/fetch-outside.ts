import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';
import { DomainError, invalid, isPrivateAddress } from '@engagex/domain/shared';
import type { Dns } from '../../ports/dns.ts';

export interface Fetching {
  readonly dns: Dns;
  /** Which IP addresses may be connected to: those outside of private networks (`isOutside`), unless the operator allows all. */
  readonly mayReach: (address: string) => boolean;
  readonly maxBytes: number;
  /** From the first question to the last byte, redirects included. */
  readonly timeoutMs: number;
  /** The media types that are wanted, for the header `accept`. */
  readonly accept: string;
  /** How many redirects are followed: five, unless it is said. */
  readonly redirects?: number;
}

const usualRedirects = 5;
const cutOff = 'The answer ended before it was complete.';
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches from an address that somebody typed, and from nowhere inside this network. Each name is looked up once, here, and the
 * connection made to the very address that was looked at, so one that changes its mind between two questions gains nothing;
 * a redirect is a new address. `read` gets the body, which breaks off with an error beyond `maxBytes`. Throws `url.…` in words.
 */
export async function fetchOutside<T>(
  url: string,
  fetching: Fetching,
  read: (body: Transform) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(fetching.timeoutMs);
  try {
    return await read(bounded(complete(await answerOf(new URL(url), fetching, late), fetching), fetching.maxBytes));
  } catch (error) {
    if (late.aborted)
      throw refused('too-slow', `The server did not send the file within ${fetching.timeoutMs / 1_000} seconds.`);
    throw isOfConnection(error) ? unreachable(url, error) : error;
  }
}

/** The last answer after redirects, whatever its status, with a body that nobody has read: the caller destroys it. Throws `url.…` in words. */
export async function answerOutside(
  url: string,
  asking: Omit<Fetching, 'maxBytes'> & { readonly method: 'HEAD' | 'GET' },
): Promise<IncomingMessage> {
  const late = AbortSignal.timeout(asking.timeoutMs);
  try {
    return await answerOf(new URL(url), asking, late);
  } catch (error) {
    if (late.aborted)
      throw refused('too-slow', `The server did not answer within ${asking.timeoutMs / 1_000} seconds.`);
    throw isOfConnection(error) ? unreachable(url) : error;
  }
}

type Asking = Omit<Fetching, 'maxBytes'> & { readonly method?: 'HEAD' | 'GET' };

async function answerOf(first: URL, asking: Asking, signal: AbortSignal): Promise<IncomingMessage> {
  let target = first;
  const most = asking.redirects ?? usualRedirects;
  for (let count = 0; count <= most; count += 1) {
    const answer = await ask(target, asking, signal);
    const { statusCode = 0, headers } = answer;
    if (!redirects.has(statusCode) || !headers.location) return answer;
    answer.destroy();
    if (!URL.canParse(headers.location, target.href)) throw unreachable(target.href);
    target = new URL(headers.location, target);
  }
  const words = most === 0 ? 'to another, which is not followed here' : `more than ${most} times`;
  throw refused('too-many-redirects', `This address redirects ${words}.`);
}

/** An answer that is the file, as far as its header says. */
function complete(answer: IncomingMessage, { maxBytes }: Fetching): IncomingMessage {
  const { statusCode = 0, headers } = answer;
  const isTooLarge = Number(headers['content-length']) > maxBytes;
  if (statusCode === 200 && !isTooLarge) return answer;
  answer.destroy();
  if (statusCode === 200) throw tooLarge(maxBytes);
  throw refused('status', `The server answered with status ${statusCode} instead of the file. Check the address.`);
}

async function ask(
  target: URL,
  { dns, mayReach, accept, method = 'GET' }: Asking,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const lookup = await lookupOutside(target, { dns, mayReach });
  return send(target, { method, signal, lookup, headers: { accept, 'user-agent': 'EngageX' }, agent: false });
}

/** The one place that a connection to this address may go to, looked at before. Throws `url.…` in words. */
export async function lookupOutside(
  target: URL,
  { dns, mayReach }: Pick<Fetching, 'dns' | 'mayReach'>,
): Promise<LookupFunction> {
  if (target.protocol !== 'https:' && target.protocol !== 'http:')
    throw refused('scheme', 'Enter an address that begins with https://.');
  if (target.username || target.password)
    throw refused('credentials', 'Remove the name and password from the address.');
  const host = target.hostname.replaceAll(/[[\]]/g, '');
  const addresses = isIP(host) === 0 ? await dns.addressesOf(host) : [host];
  const [address] = addresses;
  if (address === undefined) throw refused('unknown-host', `There is no server called ${host}. Check the address.`);
  if (!addresses.every(mayReach))
    throw refused('private-network', 'This address is in a private network, which EngageX does not access.');
  return always(address);
}

/** Resolves when the headers of the answer are there. */
export function send(target: URL, options: RequestOptions, body?: Buffer): Promise<IncomingMessage> {
  const start = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    start(target, options, resolve).once('error', reject).end(body);
  });
}

/** Whatever is asked, this is where the connection goes. */
function always(address: string): LookupFunction {
  const family = isIP(address);
  return (_host, { all }, callback) => (all ? callback(null, [{ address, family }]) : callback(null, address, family));
}

/** The body with an end to it, whatever the server says about its length. */
function bounded(answer: IncomingMessage, maxBytes: number): Transform {
  let bytes = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
  answer.once('error', (error) => counting.destroy(error));
  answer.once('close', () => answer.complete || counting.destroy(new Error(cutOff)));
  counting.once('close', () => answer.destroy());
  return answer.pipe(counting);
}

function tooLarge(maxBytes: number): DomainError {
  return refused('too-large', `The file at this address is larger than ${maxBytes / 1024 / 1024} MB.`);
}

/** The cause says whether it was the certificate. */
export function unreachable(url: string, cause?: unknown): DomainError {
  const message = `The server at ${new URL(url).host} could not be reached. Check the address, or try again later.`;
  return new DomainError('invalid', 'url.unreachable', message, { errors: [{ path: ['url'], message }], cause });
}

export function isOutside(address: string): boolean {
  return !isPrivateAddress(address);
}

const codesOfConnections =
  /^(?:EAI_|ECONN|EHOST|ENET|EADDR|ETIMEDOUT|EPIPE|EPROTO|ERR_(?:TLS|SSL)|CERT_|UNABLE_|DEPTH_|SELF_|HOSTNAME_|HPE_)/;

/** What the network says, and not we or whoever reads. */
export function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message === cutOff || ('code' in error && codesOfConnections.test(String(error.code)));
}

function refused(code: string, message: string): DomainError {
  return invalid(`url.${code}`, message, [{ path: ['url'], message }]);
}
