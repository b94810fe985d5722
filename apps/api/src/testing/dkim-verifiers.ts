import { createHash, createPublicKey, verify } from 'node:crypto';
import { getServers, setServers } from 'node:dns';
import { DKIMObject, DKIMVerifyStream } from 'haraka-plugin-dkim/lib/dkim.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { DnsZones, Zones } from './dns-zones.ts';

export interface Signed {
  readonly d: string;
  readonly s: string;
  /** By all three verifiers. */
  readonly isValid: boolean;
}

/**
 * Verifies signatures (RFC 6376) three times: by mailauth, by what the mail server Haraka verifies with, and by hand. None of them
 * shares code with another, or with what signs.
 */
export class DkimVerifiers {
  readonly #zones: Zones;
  readonly #before: readonly string[];

  /** Haraka asks the process's own resolver, which asks this server until `close`. */
  constructor({ zones, address }: DnsZones) {
    this.#zones = zones;
    this.#before = getServers();
    setServers([address]);
  }

  close(): void {
    setServers(this.#before);
  }

  /** The signature of a message; null when it has none. */
  async signatureOf(raw: string): Promise<Signed | null> {
    const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), { resolver: (name) => this.#published(name) });
    const [result] = results.filter(({ signingDomain }) => signingDomain);
    if (!result?.signingDomain) return null;
    const { signingDomain: d = '', selector: s = '' } = result;
    const isValid =
      result.status?.result === 'pass' && (await isValidForHaraka(raw)) && isValidByHand(this.#zones, raw);
    return { d, s, isValid };
  }

  /** What is published at a selector, as a verifier asks for it. */
  async #published(name: string): Promise<string[][]> {
    const [value] = this.#zones[name]?.TXT ?? [];
    if (typeof value !== 'string') throw Object.assign(new Error('nothing'), { code: 'ENOTFOUND' });
    return [[value]];
  }
}

const silent = () => {};
DKIMObject.prototype.debug = silent;

function isValidForHaraka(raw: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const stream = new DKIMVerifyStream({}, (error, result) => (error ? reject(error) : resolve(result === 'pass')));
    stream.debug = silent;
    stream.write(Buffer.from(raw, 'latin1'));
    stream.end();
  });
}

/** RFC 6376, 6.1.3, for relaxed/relaxed. */
function isValidByHand(zones: Zones, raw: string): boolean {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?=[^ \t])/);
  const field = fields.find((each) => /^dkim-signature:/i.test(each)) ?? '';
  const tag = (name: string) =>
    new RegExp(String.raw`[;:\s]${name}=([^;]*)`).exec(field)?.[1]?.replaceAll(/\s/g, '') ?? '';
  const lines = raw.slice(end + 4).split('\r\n');
  const body = lines.map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (body.at(-1) === '') body.pop();
  const hash = createHash('sha256').update(body.map((line) => `${line}\r\n`).join(''), 'latin1');
  if (hash.digest('base64') !== tag('bh')) return false;
  const relaxed = (text: string) => {
    const [name = '', ...rest] = text.split(':');
    const value = rest
      .join(':')
      .replaceAll('\r\n', '')
      .replaceAll(/[ \t]+/g, ' ')
      .trim();
    return `${name.trim().toLowerCase()}:${value}`;
  };
  const left = fields.map(relaxed);
  const signed = tag('h')
    .toLowerCase()
    .split(':')
    .map((name) => {
      const at = left.findLastIndex((line) => line.startsWith(`${name}:`));
      return at === -1 ? '' : `${left.splice(at, 1)[0]}\r\n`;
    });
  const data = signed.join('') + relaxed(field.replace(/([;:]\s*b=)[^;]*/, '$1'));
  const record = zones[`${tag('s')}._domainkey.${tag('d')}`]?.TXT?.[0];
  const key = /p=(.*)$/.exec(String(record))?.[1];
  if (!key) return false;
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(data, 'latin1'), publicKey, Buffer.from(tag('b'), 'base64'));
}
