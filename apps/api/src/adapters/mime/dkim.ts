import { createHash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { domainOf } from '@engagex/domain/shared';
import type { SigningKey } from '../../ports/mail.ts';
import type { ComposedMessage } from './compose.ts';

/**
 * The key, where it is of exactly the domain in From. One of a domain above aligns only while no record of the domain itself
 * makes it an organizational domain (RFC 9989, 4.10.2).
 */
export function keyOfSender(
  key: SigningKey | null,
  { from }: { readonly from: { readonly address: string } },
): SigningKey | null {
  return key && domainOf(from.address) === key.domain.toLowerCase() ? key : null;
}

/** With a callback Node signs on its own threads, so that the one that sends stays free. */
const signElsewhere = promisify<string | null, Buffer, KeyObject, Buffer>((algorithm, data, key, done) =>
  sign(algorithm, data, key, done),
);

export const signedFields: ReadonlySet<string> = new Set([
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'cfbl-address', // RFC 9477, 3.1.4
  'cfbl-feedback-id',
]);

/** The field that signs a message, ready to stand above its headers (RFC 6376, relaxed/relaxed). */
export async function dkimSignature(message: ComposedMessage, key: SigningKey, now: Date): Promise<string> {
  const isEd25519 = key.privateKey.asymmetricKeyType === 'ed25519';
  const fields = fieldsOf(message.headers).filter(({ name }) => signedFields.has(name));
  const bodyHash = createHash('sha256').update(relaxedBody(message.body), 'latin1').digest('base64');
  const unsigned =
    `DKIM-Signature: v=1; a=${isEd25519 ? 'ed25519' : 'rsa'}-sha256; c=relaxed/relaxed; d=${key.domain};\r\n` +
    ` s=${key.selector}; t=${Math.floor(now.getTime() / 1000)};\r\n` +
    // From twice: a second one, put in on the way, would break the signature (RFC 6376, 8.15). Named as they are written,
    // since some look for `CFBL-Address` in just these letters before they report a complaint.
    ` h=${[...fields.map(({ written }) => written), 'From'].join(':').replaceAll(/(.{60}[^:]*:)/g, '$1\r\n ')};\r\n` +
    ` bh=${bodyHash};\r\n b=`;
  const text = fields.map(({ line }) => `${line}\r\n`).join('') + relaxedField(unsigned).line;
  const data = Buffer.from(text, 'latin1');
  const signature = isEd25519
    ? await signElsewhere(null, createHash('sha256').update(data).digest(), key.privateKey)
    : await signElsewhere('sha256', data, key.privateKey);
  return `${unsigned}${signature.toString('base64').replaceAll(/.{72}(?=.)/g, '$&\r\n ')}\r\n`;
}

function fieldsOf(headers: string) {
  return headers
    .replace(/\r\n$/, '')
    .split(/\r\n(?![ \t])/)
    .map(relaxedField);
}

/** RFC 6376, 3.4.2. */
function relaxedField(field: string): { readonly name: string; readonly written: string; readonly line: string } {
  const colon = field.indexOf(':');
  const written = field.slice(0, colon).trim();
  const name = written.toLowerCase();
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/g, ' ')
    .trim();
  return { name, written, line: `${name}:${value}` };
}

/** RFC 6376, 3.4.4. What we compose has neither white space at the end of a line nor empty lines at its own end. */
function relaxedBody(body: string): string {
  return body.replaceAll(/[ \t]+/g, ' ').replaceAll(' \r\n', '\r\n');
}
