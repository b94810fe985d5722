import { sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { createAuthority } from '../../../testing/certificates.ts';
import { Dns } from '../../../ports/dns.ts';
import type { DomainError } from '@engagex/domain/shared';
import { Ses } from './ses.ts';
import { isCertificateUrl, isConfirmationUrl, signedText, type SnsMessage } from './sns-signature.ts';
import { SnsRequests } from './sns-requests.ts';

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:ses-events';
const certificateUrl =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0f1e2d3c4b5a69788796a5b4c3d2e1f0.pem';
const deliveryId = '019abcde-0000-7000-8000-000000000001';
const now = new Date();
const authority = createAuthority();
const amazon = authority.certify({ hosts: ['sns.amazonaws.com'], keyType: 'rsa' });

/** Nobody answers: whatever would be asked of the network fails. */
class NoDns extends Dns {
  readonly asked: string[] = [];
  async exchangesOf(): Promise<readonly string[]> {
    return [];
  }
  async addressesOf(host: string): Promise<readonly string[]> {
    this.asked.push(host);
    return [];
  }
  inquire(): never {
    throw new Error('A webhook asks for no records.');
  }
}

function newSes() {
  const dns = new NoDns();
  const requests = new SnsRequests({ PRIVATE_NETWORKS: false }, dns);
  requests.keep(certificateUrl, amazon.cert, now);
  return { ses: new Ses(requests), dns, requests };
}

const unsigned = (message: object, more: Partial<SnsMessage> = {}): SnsMessage => ({
  Type: 'Notification',
  MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
  TopicArn: topicArn,
  Message: JSON.stringify(message),
  Timestamp: '2026-11-30T04:00:00.000Z',
  SignatureVersion: '2',
  Signature: '',
  SigningCertURL: certificateUrl,
  ...more,
});
const signed = (message: object, more: Partial<SnsMessage> = {}, key = amazon.key): SnsMessage => {
  const text = unsigned(message, more);
  const hash = text.SignatureVersion === '1' ? 'sha1' : 'sha256';
  return { ...text, Signature: sign(hash, Buffer.from(signedText(text)), key).toString('base64') };
};
const keys = { topicArn, verificationKey: null, secret: null };
const receive = (message: object, ses = newSes().ses) =>
  ses.receive({ headers: {}, body: Buffer.from(JSON.stringify(message)) }, keys, now);
const refusal = (message: object, ses?: Ses) =>
  receive(message, ses).then(
    () => 'taken',
    ({ code }: DomainError) => code,
  );

const mail = {
  messageId: '0102018f-aws',
  headers: [
    { name: 'From', value: 'shop@shop.example' },
    { name: 'Message-ID', value: `<${deliveryId}@shop.example>` },
  ],
};
const bounce = {
  notificationType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [
      {
        emailAddress: 'ada@example.com',
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: 'smtp; 550 5.1.1 user unknown',
      },
    ],
    timestamp: '2026-11-30T03:59:00.000Z',
  },
  mail,
};

test.each(['1', '2'])(
  'a notification is taken with a signature of version %s, with or without a subject',
  async (SignatureVersion) => {
    for (const more of [{}, { Subject: 'Amazon SES Email Event Notification' }]) {
      const { events } = await receive(signed(bounce, { SignatureVersion, ...more }));
      expect(events).toMatchObject([{ sourceId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b', deliveryId }]);
      const { ses } = newSes();
      expect(ses.read(events[0]?.payload, deliveryId, now)).toMatchObject({
        kind: 'report',
        report: {
          kind: 'bounced',
          status: '5.1.1',
          code: 550,
          address: 'ada@example.com',
          words: 'smtp; 550 5.1.1 user unknown',
          given: null,
        },
      });
    }
  },
);

test('what was changed, or signed by others, is refused', async () => {
  const good = signed(bounce);
  const other = authority.certify({ hosts: ['sns.amazonaws.com'], keyType: 'rsa' });
  const wrong: object[] = [
    { ...good, Message: good.Message.replace('ada', 'eve') },
    { ...good, MessageId: 'another' },
    { ...good, Subject: 'added' },
    { ...good, SignatureVersion: '1' },
    { ...good, SignatureVersion: '3' },
    { ...good, Signature: '' },
    { ...good, Signature: '!' },
    { ...good, Signature: `${good.Signature}\n` },
    signed(bounce, {}, other.key),
    signed(bounce, { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:ses-events' }),
    signed(bounce, { SigningCertURL: 'https://evil.example/SimpleNotificationService-1.pem' }),
  ];
  for (const message of wrong)
    expect([message, await refusal(message)]).toEqual([message, 'provider-event.wrong-signature']);
  for (const message of [{}, [], 'text', { ...good, MessageId: 7 }])
    expect(await refusal(message)).toBe('provider-event.not-json');
});

test('a certificate that has run out, or is of another kind, proves nothing', async () => {
  for (const certified of [
    authority.certify({ hosts: ['a.example'], keyType: 'rsa', validUntil: new Date(now.getTime() - 60_000) }),
    authority.certify({ hosts: ['a.example'], keyType: 'ec' }),
    { key: amazon.key, cert: 'no certificate' },
  ]) {
    const { ses, requests } = newSes();
    requests.keep(certificateUrl, certified.cert, now);
    expect(await refusal(signed(bounce, {}, certified.key), ses)).toBe('provider-event.wrong-signature');
  }
});

test.each([
  [certificateUrl, true],
  ['https://sns.us-gov-west-1.amazonaws.com/SimpleNotificationService-1a.pem', false], // of another region
  ['http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1a.pem', false],
  ['https://sns.eu-west-1.amazonaws.com:444/SimpleNotificationService-1a.pem', false],
  ['https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-1a.pem', false],
  ['https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-1a.pem', false],
  ['https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-1a.pem', false],
  ['https://x.sns.eu-west-1.amazonaws.com/SimpleNotificationService-1a.pem', false],
  ['https://sns-eu-west-1.amazonaws.com/SimpleNotificationService-1a.pem', false],
  ['https://sns.eu-west-1.amazonaws.com/other/SimpleNotificationService-1a.pem', false],
  ['https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1a.pem?x=1', false],
  ['https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1a.pem\n', false],
  ['https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-1a.pem', false],
])('a certificate at %s is Amazon’s: %s', (url, is) => {
  expect(isCertificateUrl(url, topicArn)).toBe(is);
});

test('a subscription is confirmed at Amazon, in the region of its topic, and nowhere else', async () => {
  const at = (host: string) => `https://${host}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=abc`;
  expect(isConfirmationUrl(at('sns.eu-west-1.amazonaws.com'), topicArn)).toBe(true);
  const confirmation = (SubscribeURL: string) =>
    signed(
      {},
      { Type: 'SubscriptionConfirmation', Token: 'abc', SubscribeURL, Message: 'You have chosen to subscribe' },
    );
  const { ses, dns } = newSes();
  for (const host of ['evil.example', 'sns.us-east-1.amazonaws.com', 'sns.eu-west-1.amazonaws.com.evil.example'])
    expect(await refusal(confirmation(at(host)), ses)).toBe('provider-event.wrong-signature');
  expect(await refusal(confirmation('https://sns.eu-west-1.amazonaws.com/?Action=Publish'), ses)).toBe(
    'provider-event.wrong-signature',
  );
  expect(dns.asked).toEqual([]);
  expect(await refusal(confirmation(at('sns.eu-west-1.amazonaws.com')), ses)).toBe('provider-event.confirmation');
  expect(dns.asked).toEqual(['sns.eu-west-1.amazonaws.com']);
});

const said = async (message: object) => {
  const { ses } = newSes();
  const { events, ignored, foreign } = await receive(signed(message), ses);
  const [event] = events;
  return event ? ses.read(event.payload, event.deliveryId, now) : { ignored, foreign };
};

test('what SES says of a message is read, and what says nothing about delivery is not kept', async () => {
  const recipients = ['ada@example.com'];
  expect(
    await said({ eventType: 'Delivery', mail, delivery: { recipients, smtpResponse: '250 2.6.0 OK' } }),
  ).toMatchObject({
    report: { kind: 'delivered', code: 250, status: '2.6.0' },
  });
  const delayed = {
    delayType: 'MailboxFull',
    delayedRecipients: [{ emailAddress: 'ada@example.com', status: '4.2.2', diagnosticCode: '452 4.2.2 full' }],
  };
  expect(await said({ eventType: 'DeliveryDelay', mail, deliveryDelay: delayed })).toMatchObject({
    report: { kind: 'delayed', status: '4.2.2', code: 452 },
  });
  const full = { ...bounce.bounce, bounceType: 'Transient', bounceSubType: 'MailboxFull' };
  expect(await said({ ...bounce, bounce: full })).toMatchObject({ report: { kind: 'bounced', given: 'full' } });
  const complaint = { complainedRecipients: [{ emailAddress: 'ada@example.com' }], complaintFeedbackType: 'abuse' };
  expect(await said({ notificationType: 'Complaint', mail, complaint })).toMatchObject({
    report: { kind: 'complained', address: 'ada@example.com' },
  });
  const untyped = { complainedRecipients: complaint.complainedRecipients };
  expect(await said({ eventType: 'Complaint', mail, complaint: untyped })).toMatchObject({
    report: { kind: 'complained' },
  });
  for (const complaintFeedbackType of ['not-spam', 'auth-failure', 'virus', 'other']) {
    const other = { ...complaint, complaintFeedbackType };
    expect(await said({ notificationType: 'Complaint', mail, complaint: other })).toEqual({ ignored: 1, foreign: 0 });
  }
  expect(await said({ eventType: 'Open', mail, open: {} })).toEqual({ ignored: 1, foreign: 0 });
  expect(await said({ ...bounce, mail: { headers: [] } })).toEqual({ ignored: 0, foreign: 1 });
});
