import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { startSigning } from '../../../../../../tools/stand-ins/sendgrid/event-webhook.ts';
import { isSignedBySendGrid, sendGridKey } from './sendgrid-signature.ts';

/** What SendGrid publishes with its libraries: a key, a time, a body and its signature. */
const published = {
  key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==',
  signature: 'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
  timestamp: '1600112502',
  body: `${JSON.stringify([
    {
      email: 'hello@world.com',
      event: 'dropped',
      reason: 'Bounced Address',
      sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
      sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
      'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
      timestamp: 1600112492,
    },
  ])}\r\n`,
};

const signing = startSigning();
const ours = sendGridKey(signing.verificationKey)!;
const body = '[{"event":"delivered","email":"zo\\u00eb@example.com","response":"250 OK"}]\r\n';
const { headers } = signing.signBody(body, '1700000000');
const signature = headers['x-twilio-email-event-webhook-signature'] ?? '';
const check = (change: { body?: string | Buffer; timestamp?: string; signature?: string; key?: typeof ours } = {}) =>
  isSignedBySendGrid({
    key: change.key ?? ours,
    signature: change.signature ?? signature,
    timestamp: change.timestamp ?? '1700000000',
    body: Buffer.from(change.body ?? body),
  });

test('what SendGrid signed is recognized, however long ago that was', () => {
  const { key, signature: given, timestamp } = published;
  const request = { key: sendGridKey(key)!, signature: given, timestamp, body: Buffer.from(published.body) };
  expect(isSignedBySendGrid(request)).toBe(true);
  expect(check()).toBe(true);
});

test.each([
  ['without the line break at its end', body.trimEnd()],
  ['with another line break', body.replace('\r\n', '\n')],
  ['with a byte more', `${body} `],
  ['with a byte less', body.slice(1)],
  ['with the escape written out', body.replace('\\u00eb', 'ë')],
  ['with the escape in capitals', body.replace('\\u00eb', '\\u00EB')],
  ['read and written again', `${JSON.stringify(JSON.parse(body))}\r\n`],
  ['with spaces', body.replace('","', '", "')],
  [
    'with its fields in another order',
    '[{"email":"zo\\u00eb@example.com","event":"delivered","response":"250 OK"}]\r\n',
  ],
  ['with a byte order mark', `\ufeff${body}`],
  ['empty', ''],
])('a body %s was not signed', (_what, changed) => {
  expect(check({ body: changed })).toBe(false);
});

test.each(['1700000001', '', '01700000000', '1700000000 ', ' 1700000000', '1700000000.0', '1.7e9', 'never', 'ÿ'])(
  'a body was not signed with the time %j',
  (timestamp) => {
    expect(check({ timestamp })).toBe(false);
  },
);

const der = Buffer.from(signature, 'base64');
test.each([
  ['no signature', ''],
  ['no base64', '!!!'],
  ['spaces in it', `${signature.slice(0, 10)} ${signature.slice(10)}`],
  ['a line break after it', `${signature}\n`],
  ['base64 for URLs', Buffer.from([0xfb, 0xff, 0xfe]).toString('base64url')],
  ['bytes after the sequence', Buffer.concat([der, Buffer.from([0])]).toString('base64')],
  ['a sequence cut short', der.subarray(0, -1).toString('base64')],
  ['an empty sequence', Buffer.from([0x30, 0]).toString('base64')],
  ['a sequence of zeros', Buffer.from([0x30, 6, 2, 1, 0, 2, 1, 0]).toString('base64')],
  ['a length longer than there is', Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).toString('base64')],
  ['r and s side by side', Buffer.alloc(64, 1).toString('base64')],
  ['the signature twice', `${signature}, ${signature}`],
  ['another message’s', signing.signBody('[]').headers['x-twilio-email-event-webhook-signature'] ?? ''],
  ['a text of a million letters', 'A'.repeat(1_000_000)],
])('%s is refused, not an error', (_what, given) => {
  expect(check({ signature: given })).toBe(false);
});

test('another’s key recognizes nothing', () => {
  expect(check({ key: sendGridKey(startSigning().verificationKey)! })).toBe(false);
});

test.each([
  ['nothing', ''],
  ['no key', 'SG.not-a-verification-key'],
  ['a key cut short', signing.verificationKey.slice(0, 60)],
  ['a key of another curve', spki('secp256k1')],
  [
    'a key of RSA',
    generateKeyPairSync('rsa', { modulusLength: 1024 })
      .publicKey.export({ format: 'der', type: 'spki' })
      .toString('base64'),
  ],
])('%s is no verification key', (_what, key) => {
  expect(sendGridKey(key)).toBeNull();
});

test('a signature of another hash is refused', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = sendGridKey(publicKey.export({ format: 'der', type: 'spki' }).toString('base64'))!;
  const signed = (hash: string) => sign(hash, Buffer.from(`1700000000${body}`), privateKey).toString('base64');
  expect([check({ key, signature: signed('sha256') }), check({ key, signature: signed('sha1') })]).toEqual([
    true,
    false,
  ]);
});

function spki(namedCurve: string): string {
  return generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}
