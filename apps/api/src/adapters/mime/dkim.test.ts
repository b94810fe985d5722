import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import nodemailer from 'nodemailer';
import { expect, test } from 'vitest';
import type { WholeMessage } from '../../ports/mail.ts';
import { compose } from './compose.ts';
import { dkimSignature } from './dkim.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');

const message: WholeMessage = {
  deliveryId: '1',
  from: { name: 'Zoë’s  shop', address: 'hello@shop.example' },
  to: { name: 'Ada "A" Lovelace', address: 'ada@example.com' },
  subject: `Schöne   Grüße ${'long words '.repeat(20)}`,
  html: '<p>  two  spaces\t and a tab </p>\n\n  <p>\n.dot</p>\n\n\n',
  text: 'Grüße \n  .\n\n',
  messageId: '<1@shop.example>',
  headers: { 'List-Unsubscribe': '<https://x.example/u/1>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
};

async function signedBy(privateKey: KeyObject): Promise<string> {
  const now = new Date('2026-03-04T05:06:07Z');
  const composed = compose(message, now);
  const signature = await dkimSignature(composed, { domain: 'shop.example', selector: 's1', privateKey }, now);
  return `${signature}${composed.headers}\r\n${composed.body}`;
}

/** A verifier after RFC 6376, 6.1.3, for relaxed/relaxed: knows nothing of how messages are signed here. */
function isValid(raw: string, publicKey: KeyObject): boolean {
  const end = raw.indexOf('\r\n\r\n');
  const fields = raw.slice(0, end).split(/\r\n(?=[^ \t])/);
  const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .split(';')
      .map((tag) => {
        const [name = '', ...value] = tag.split('=');
        return [name.trim(), value.join('=').replaceAll(/\s/g, '')] as const;
      }),
  );
  const lines = raw
    .slice(end + 4)
    .split('\r\n')
    .map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  const body = lines.length > 0 ? `${lines.join('\r\n')}\r\n` : '';
  if (createHash('sha256').update(body, 'latin1').digest('base64') !== tags.get('bh')) return false;

  const relaxed = (field: string) => {
    const colon = field.indexOf(':');
    const value = field
      .slice(colon + 1)
      .replaceAll(/\r\n/g, '')
      .replaceAll(/[ \t]+/g, ' ')
      .trim();
    return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
  };
  const left = fields.map(relaxed);
  const signed = (tags.get('h') ?? '')
    .toLowerCase()
    .split(':')
    .map((name) => {
      const at = left.findLastIndex((line) => line.startsWith(`${name}:`)); // from the bottom up, each once
      return at === -1 ? '' : `${left.splice(at, 1)[0]}\r\n`;
    });
  const unsigned = relaxed(signature.replace(/([;:]\s*b=)[^;]*/, '$1'));
  const data = Buffer.from(signed.join('') + unsigned, 'latin1');
  const value = Buffer.from(tags.get('b') ?? '', 'base64');
  if (tags.get('a') === 'rsa-sha256') return verify('sha256', data, publicKey, value);
  return verify(null, createHash('sha256').update(data).digest(), publicKey, value);
}

test('what nodemailer signs is valid, so the verifier knows a good signature', async () => {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message: raw } = await transport.sendMail({
    ...message,
    dkim: {
      domainName: 'shop.example',
      keySelector: 's1',
      privateKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  });
  expect(isValid(raw.toString('latin1'), rsa.publicKey)).toBe(true);
});

test.each([
  ['RSA', rsa],
  ['Ed25519', ed25519],
])('a message signed with %s is valid, until anything that counts is changed', async (_name, { privateKey }) => {
  const publicKey = createPublicKey(privateKey);
  const raw = await signedBy(privateKey);
  expect(isValid(raw, publicKey)).toBe(true);
  expect(isValid(raw, generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)).toBe(false);
  const changes: [string, string][] = [
    ['two', 'too'],
    ['ada@example.com', 'eve@example.com'],
    ['List-Unsubscribe: <https://x', 'List-Unsubscribe: <https://y'],
    ['From: ', 'From: evil@example.com\r\nFrom: '],
    ['boundary="', 'boundary="x'],
  ];
  for (const [what, otherwise] of changes) {
    expect(raw).toContain(what);
    expect(isValid(raw.replace(what, otherwise), publicKey), what).toBe(false);
  }
  // Relaxed: what servers on the way may do to white space does no harm.
  expect(isValid(raw.replace('To: ', 'TO:   '), publicKey)).toBe(true);
});

test('every line of a signature is short', async () => {
  const raw = await signedBy(rsa.privateKey);
  const signature = raw.slice(0, raw.indexOf('\r\nFrom:'));
  expect(Math.max(...signature.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});
