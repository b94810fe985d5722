import { createHmac } from 'node:crypto';
import type { DomainError } from '@engagex/domain/shared';
import { expect, test } from 'vitest';
import { sendGridEvent, startSigning } from '../../../../../../tools/stand-ins/sendgrid/event-webhook.ts';
import type { HookKeys, HookRequest, Provider } from '../provider.ts';
import { mailgun } from './mailgun.ts';
import { postmark } from './postmark.ts';
import { sendGrid } from './sendgrid.ts';

const deliveryId = '019abcde-0000-7000-8000-000000000001';
const now = new Date();
const signing = startSigning();
const secret = 'correct horse';
const keysOf = (more: Partial<HookKeys>): HookKeys => ({
  verificationKey: null,
  topicArn: null,
  secret: null,
  ...more,
});
const refusal = (provider: Provider, request: HookRequest, keys: HookKeys) =>
  provider.receive(request, keys, now).then(
    () => 'taken',
    ({ code }: DomainError) => code,
  );

/** What a provider's request comes to: the reports in it, or what was counted instead. */
async function said(
  provider: Provider,
  { body, headers }: { body: string; headers: HookRequest['headers'] },
  keys: HookKeys,
) {
  const { events, ignored, foreign } = await provider.receive({ body: Buffer.from(body), headers }, keys, now);
  const read = events.map((event) => provider.read(JSON.parse(JSON.stringify(event.payload)), event.deliveryId, now));
  return read.length > 0 ? read[0] : { ignored, foreign };
}

const sendGridSays = (event: string, more: Readonly<Record<string, unknown>> = {}) =>
  said(
    sendGrid,
    signing.sign([sendGridEvent(event, deliveryId, more)]),
    keysOf({ verificationKey: signing.verificationKey }),
  );

test.each([
  ['delivered', { response: '250 2.0.0 OK' }, { kind: 'delivered', code: 250, status: '2.0.0', given: null }],
  [
    'deferred',
    { response: '421 4.7.0 try later', attempt: '3' },
    { kind: 'delayed', code: 421, status: '4.7.0', given: null },
  ],
  [
    'bounce',
    { type: 'bounce', status: '5.1.1', reason: '550 no such user', bounce_classification: 'Invalid Address' },
    { kind: 'bounced', status: '5.1.1', code: 550, given: 'hard' },
  ],
  [
    'bounce',
    { type: 'blocked', status: '5.7.1', reason: '550 5.7.1 blocked', bounce_classification: 'Reputation' },
    { kind: 'bounced', given: 'policy' },
  ],
  [
    'bounce',
    { type: 'blocked', reason: '550 try later', bounce_classification: 'Invalid Address' },
    { kind: 'bounced', given: null },
  ],
  [
    'bounce',
    { type: 'bounce', reason: 'weird', bounce_classification: 'constructor' },
    { kind: 'bounced', given: null, words: 'weird' },
  ],
  [
    'bounce',
    { type: 'bounce', reason: '552 over quota', bounce_classification: 'Mailbox Unavailable' },
    { kind: 'bounced', given: null, code: 552 },
  ],
  ['dropped', { reason: 'Bounced Address' }, { kind: 'bounced', given: 'hard', words: 'Bounced Address' }],
  ['dropped', { reason: 'Spam Content (if Spam Checker app is enabled)' }, { kind: 'bounced', given: 'content' }],
  ['dropped', { reason: 'Unsubscribed Address' }, { kind: 'bounced', given: 'unclear' }],
  ['spamreport', {}, { kind: 'complained', address: 'ada@example.com' }],
])('SendGrid’s %s %j is a report', async (event, more, report) => {
  expect(await sendGridSays(event, more)).toMatchObject({
    kind: 'report',
    report: { deliveryId, source: 'sendgrid', ...report },
  });
});

test.each(['open', 'click', 'processed', 'group_resubscribe', 'constructor', '__proto__', ''])(
  'SendGrid’s %j is counted only',
  async (event) => {
    expect(await sendGridSays(event)).toEqual({ ignored: 1, foreign: 0 });
  },
);

test('SendGrid’s events name the message by our argument, or else by its Message-ID', async () => {
  expect(await sendGridSays('delivered', { delivery_id: undefined })).toMatchObject({ report: { deliveryId } });
  expect(await sendGridSays('delivered', { 'smtp-id': '<x@sendgrid.example>' })).toMatchObject({
    report: { deliveryId },
  });
  expect(await sendGridSays('delivered', { delivery_id: 'a', 'smtp-id': 7 })).toEqual({ ignored: 0, foreign: 1 });
});

test('bytes that are no UTF-8 are no JSON', async () => {
  const body = Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]);
  const basic = { authorization: `Basic ${btoa(`engagex:${secret}`)}` };
  expect(await refusal(postmark, { body, headers: basic }, keysOf({ secret }))).toBe('provider-event.not-json');
});

const postmarkSays = (event: object) =>
  said(
    postmark,
    {
      body: JSON.stringify({ Metadata: { delivery_id: deliveryId }, MessageID: 'pm-1', ...event }),
      headers: { authorization: `Basic ${btoa(`engagex:${secret}`)}` },
    },
    keysOf({ secret }),
  );

test.each([
  [
    { RecordType: 'Delivery', Recipient: 'ada@example.com', Details: '250 2.0.0 OK' },
    { kind: 'delivered', sourceId: 'Delivery:pm-1', code: 250 },
  ],
  [
    { RecordType: 'Bounce', ID: 42, Type: 'HardBounce', Email: 'ada@example.com', Details: 'smtp;550 5.1.1 unknown' },
    { kind: 'bounced', given: 'hard', status: '5.1.1', code: 550, sourceId: 'Bounce:42' },
  ],
  [
    { RecordType: 'Bounce', ID: 43, Type: 'Blocked', Details: '550 5.7.1 policy' },
    { kind: 'bounced', given: 'policy' },
  ],
  [
    { RecordType: 'Bounce', ID: 44, Type: 'Transient', Details: '451 4.3.0 later' },
    { kind: 'delayed', given: null },
  ],
  [{ RecordType: 'Bounce', ID: 45, Type: 'SpamComplaint' }, { kind: 'complained' }],
  [
    { RecordType: 'SpamComplaint', ID: 46, Email: 'ada@example.com' },
    { kind: 'complained', address: 'ada@example.com' },
  ],
])('Postmark’s %j is a report', async (event, report) => {
  expect(await postmarkSays(event)).toMatchObject({
    kind: 'report',
    report: { deliveryId, source: 'postmark', ...report },
  });
});

test('Postmark tells who unsubscribed, and its auto-replies and opens are no bounces', async () => {
  const change = {
    RecordType: 'SubscriptionChange',
    SuppressSending: true,
    Origin: 'Recipient',
    SuppressionReason: 'ManualSuppression',
  };
  expect(await postmarkSays(change)).toMatchObject({ kind: 'unsubscribed' });
  expect(await postmarkSays({ ...change, SuppressionReason: 'HardBounce' })).toEqual({ ignored: 1, foreign: 0 });
  expect(await postmarkSays({ RecordType: 'Bounce', Type: 'AutoResponder' })).toEqual({ ignored: 1, foreign: 0 });
  expect(await postmarkSays({ RecordType: 'Open' })).toEqual({ ignored: 1, foreign: 0 });
  expect(await postmarkSays({ RecordType: 'Delivery', Metadata: {} })).toEqual({ ignored: 0, foreign: 1 });
});

test.each([
  ['none', undefined],
  ['another password', `Basic ${btoa('engagex:wrong')}`],
  ['another name', `Basic ${btoa(`admin:${secret}`)}`],
  ['no base64', 'Basic !!!'],
  ['a token', `Bearer ${secret}`],
])('Postmark is not recognized by %s', async (_what, authorization) => {
  const request = { body: Buffer.from('{}'), headers: { authorization } };
  expect(await refusal(postmark, request, keysOf({ secret }))).toBe('provider-event.wrong-password');
});

const mailgunBody = (
  event: object,
  { at = Math.floor(now.getTime() / 1_000), key = secret, token = 'token-1' } = {},
) => ({
  signature: {
    timestamp: String(at),
    token,
    signature: createHmac('sha256', key).update(`${at}${token}`).digest('hex'),
  },
  'event-data': {
    id: 'mg-1',
    timestamp: at - 1,
    'user-variables': { delivery_id: deliveryId },
    recipient: 'ada@example.com',
    ...event,
  },
});
const mailgunSays = (event: object) =>
  said(mailgun, { body: JSON.stringify(mailgunBody(event)), headers: {} }, keysOf({ secret }));

test.each([
  [
    { event: 'delivered', 'delivery-status': { code: 250, message: 'OK' } },
    { kind: 'delivered', code: 250 },
  ],
  [
    {
      event: 'failed',
      severity: 'permanent',
      reason: 'bounce',
      'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: '5.1.1 no such user' },
    },
    { kind: 'bounced', status: '5.1.1', code: 550, given: null },
  ],
  [
    { event: 'failed', severity: 'permanent', reason: 'suppress-bounce', 'delivery-status': { code: 605 } },
    { kind: 'bounced', given: 'hard', code: null },
  ],
  [
    { event: 'failed', severity: 'temporary', reason: 'generic', 'delivery-status': { code: 421, message: 'later' } },
    { kind: 'delayed', code: 421 },
  ],
  [{ event: 'complained' }, { kind: 'complained', address: 'ada@example.com' }],
])('Mailgun’s %j is a report', async (event, report) => {
  expect(await mailgunSays(event)).toMatchObject({
    kind: 'report',
    report: { deliveryId, source: 'mailgun', sourceId: 'mg-1', ...report },
  });
});

test('Mailgun’s other events are counted, and a message is also named by its Message-ID', async () => {
  expect(await mailgunSays({ event: 'unsubscribed' })).toMatchObject({ kind: 'unsubscribed' });
  expect(await mailgunSays({ event: 'opened' })).toEqual({ ignored: 1, foreign: 0 });
  const named = { 'user-variables': {}, message: { headers: { 'message-id': `${deliveryId}@shop.example` } } };
  expect(await mailgunSays({ event: 'delivered', ...named })).toMatchObject({ report: { deliveryId } });
});

test('Mailgun’s signature cannot be made, kept, or used for another event', async () => {
  const take = (body: unknown) =>
    refusal(mailgun, { body: Buffer.from(JSON.stringify(body)), headers: {} }, keysOf({ secret }));
  const good = mailgunBody({ event: 'delivered' });
  const { signature } = good;
  expect(await take(good)).toBe('taken');
  for (const wrong of [
    mailgunBody({ event: 'delivered' }, { key: 'another' }),
    { ...good, signature: { ...signature, token: 'token-2' } },
    { ...good, signature: { ...signature, signature: 'zz' } },
    { ...good, signature: { ...signature, signature: null } },
    { ...good, signature: undefined },
    mailgunBody({ event: 'delivered' }, { at: Math.floor(now.getTime() / 1_000) - 90_000 }),
    [],
    'text',
    null,
  ])
    expect([wrong, await take(wrong)]).toEqual([wrong, 'provider-event.wrong-signature']);
  const events = [mailgunBody({ event: 'delivered' }), mailgunBody({ event: 'complained', id: 'mg-2' })].map((body) =>
    mailgun.receive({ body: Buffer.from(JSON.stringify(body)), headers: {} }, keysOf({ secret }), now),
  );
  const names = (await Promise.all(events)).map(({ events: [event] }) => event?.sourceId);
  expect(new Set(names).size).toBe(1); // stored once, whichever came first
});
