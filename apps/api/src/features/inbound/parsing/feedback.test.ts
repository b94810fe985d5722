import { expect, test } from 'vitest';
import { original, readText } from './testing/mails.ts';

function feedbackReport(fields: string, returned = `Content-Type: message/rfc822\n\n${original}\n\nHello`): string {
  return `From: <fbl@provider.example>
To: fbl@shop.example
Subject: FW: Spring
Message-ID: <arf-1@provider.example>
Content-Type: multipart/report; report-type=feedback-report; boundary="arf"

--arf
Content-Type: text/plain

This is an email abuse report for a message received from IP 192.0.2.1.

--arf
Content-Type: message/feedback-report

${fields}

--arf
${returned}

--arf--
`;
}

test('an abuse report is a complaint of the recipient it names', () => {
  const fields =
    'Feedback-Type: abuse\nUser-Agent: Example/1.0\nVersion: 1\nOriginal-Mail-From: <b-one@bounces.shop.example>\nOriginal-Rcpt-To: <ada@example.org>\nArrival-Date: Mon, 2 Mar 2026 10:00:00 +0000';
  expect(readText(feedbackReport(fields))).toMatchObject({
    kind: 'complaint',
    feedbackType: 'abuse',
    deliveryId: 'one',
    markedBy: 'token',
    messageId: 'arf-1@provider.example',
    reports: [{ action: 'complained', address: 'ada@example.org', at: new Date('2026-03-02T10:00:00Z') }],
  });
});

test('several recipients complain each for themselves', () => {
  const fields =
    'Feedback-Type: abuse\nOriginal-Rcpt-To: ada@example.org\nOriginal-Rcpt-To: <bob@example.org>\nOriginal-Rcpt-To: ada@example.org';
  expect(readText(feedbackReport(fields)).reports.map(({ address }) => address)).toEqual([
    'ada@example.org',
    'bob@example.org',
  ]);
});

test.each(['not-spam', 'auth-failure', 'virus', 'other', 'miscategorized', 'dmarc'])(
  'feedback of the type %s is no complaint',
  (type) => {
    const mail = readText(feedbackReport(`Feedback-Type: ${type}\nVersion: 1\nOriginal-Rcpt-To: ada@example.org`));
    expect(mail).toMatchObject({ kind: 'feedback', feedbackType: type, reports: [] });
  },
);

test.each(['fraud', 'opt-out', 'Abuse'])('feedback of the type %s is a complaint', (type) => {
  expect(readText(feedbackReport(`Feedback-Type: ${type}\nVersion: 1`))).toMatchObject({ kind: 'complaint' });
});

test('a redacted report is a complaint about the delivery of our mark, of nobody by name', () => {
  const returned = `Content-Type: text/rfc822-headers\n\n${original.replaceAll('ada@example.org', 'redacted@example.org')}`;
  const mail = readText(feedbackReport('Feedback-Type: abuse\nVersion: 1\nRedacted-Address: redacted', returned));
  expect(mail).toMatchObject({ kind: 'complaint', deliveryId: 'one', reports: [{ address: null }] });
});

test('without a recipient in the fields, the one of the message counts', () => {
  expect(readText(feedbackReport('Feedback-Type: abuse\nVersion: 0.1')).reports[0]?.address).toBe('ada@example.org');
});

test.each([
  ['Original-Rcpt-To: undisclosed recipient <redacted@mailbox.example>'],
  ['Original-Rcpt-To: <>'],
  ['Removal-Recipient: removed@mailbox.example'],
])('an address that the report hides is not taken for one: %s', (field) => {
  const hidden = original.replace('ada@example.org', '"undisclosed recipient" <redacted@mailbox.example>');
  const returned = `Content-Type: message/rfc822-headers\n\n${hidden}`;
  const mail = readText(feedbackReport(`Feedback-Type: abuse\nVersion: 1\n${field}`, returned));
  expect(mail).toMatchObject({ kind: 'complaint', deliveryId: 'one', reports: [{ address: null }] });
});

const anonymous = original.replace(/^(?:Return-Path|To|Message-ID): .*\n/gm, '');

test.each([
  ['its return path among the fields', 'Original-Mail-From: <B-ONE@bounces.shop.example>', '', 'token'],
  ['its envelope ID among the fields', 'Original-Envelope-Id: env-one', '', 'envelope_id'],
  ['its Message-ID among the fields', 'Original-Message-ID: one@shop.example', '', 'message_id'],
  ['the ID that it carried for reports', 'Version: 1', 'CFBL-Feedback-ID: env-\n\tone\n', 'envelope_id'],
  ['the address that it carried for reports', 'Version: 1', 'CFBL-Address: b-one@shop.example; report=arf\n', 'token'],
  ['the sender of the envelope', 'Version: 1', 'X-Envelope-Sender: b-one@bounces.shop.example\n', 'token'],
])('a redacted complaint is recognized by %s', (_, field, header, markedBy) => {
  const returned = `Content-Type: text/rfc822-headers\n\n${header}${anonymous}`;
  const mail = readText(feedbackReport(`Feedback-Type: abuse\n${field}`, returned));
  expect(mail).toMatchObject({ kind: 'complaint', deliveryId: 'one', markedBy, reports: [{ address: null }] });
});

test('a complaint is recognized by the Message-ID in its words', () => {
  const text = feedbackReport('Feedback-Type: abuse', `Content-Type: text/rfc822-headers\n\n${anonymous}`);
  const words = text.replace('a message received', 'a message with the message-id of one@shop.example received');
  expect(readText(words)).toMatchObject({ kind: 'complaint', deliveryId: 'one', markedBy: 'message_id' });
});

test('headers whose folded lines lost their indentation are read to the end', () => {
  const torn = anonymous.replace('by mx', '\nby mx').replace('Date:', 'Message-ID: <one@shop.example>\nDate:');
  const mail = readText(feedbackReport('Feedback-Type: abuse', `Content-Type: text/rfc822-header\n\n${torn}`));
  expect(mail).toMatchObject({ deliveryId: 'one', originalMessageId: 'one@shop.example' });
});

const encoded = (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\n');
const fields = (type: string) => `Feedback-Type: ${type}\nVersion: 1\nOriginal-Rcpt-To: ada@example.org`;

test.each([
  [
    'coded in base64',
    (type: string) =>
      feedbackReport(
        encoded(fields(type)),
        `Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n${encoded(`${original}\n\nHello`)}`,
      ).replace('feedback-report\n\n', 'feedback-report\nContent-Transfer-Encoding: base64\n\n'),
  ],
  ['with lines that end in CRLF', (type: string) => feedbackReport(fields(type)).replaceAll('\n', '\r\n')],
  [
    'within another multipart',
    (type: string) => {
      const [head = '', ...rest] = feedbackReport(fields(type)).split('\n\n');
      const [content = ''] = /Content-Type: .*/.exec(head) ?? [];
      const outer = head.replace(content, 'Content-Type: multipart/mixed; boundary="outer"');
      return `${outer}\n\n--outer\n${content}\n\n${rest.join('\n\n')}\n--outer--\n`;
    },
  ],
  [
    'with its fields as a text',
    (type: string) => feedbackReport(fields(type)).replace('message/feedback-report', 'text/plain; name="report.txt"'),
  ],
  [
    'with its fields as a file',
    (type: string) => feedbackReport(fields(type)).replace('message/feedback-report', 'application/octet-stream'),
  ],
])('a report %s is read, and its type decides', (_, build) => {
  expect(readText(build('abuse'))).toMatchObject({
    kind: 'complaint',
    deliveryId: 'one',
    originalMessageId: 'one@shop.example',
    reports: [{ address: 'ada@example.org' }],
  });
  for (const type of ['not-spam', 'auth-failure', 'virus'])
    expect(readText(build(type))).toMatchObject({ kind: 'feedback', feedbackType: type, reports: [] });
});

test('a report of failed authentication that does not name its type is no complaint', () => {
  const named = feedbackReport('User-Agent: Example/1.0\nAuth-Failure: dmarc\nOriginal-Rcpt-To: ada@example.org');
  expect(readText(named)).toMatchObject({ kind: 'feedback', feedbackType: 'auth-failure', reports: [] });
  const inWords = feedbackReport('').replace(/This is.*/, 'The message did not pass DMARC.');
  expect(readText(inWords)).toMatchObject({ kind: 'feedback', reports: [] });
});

test('a report without fields is a complaint about the message that it returns', () => {
  expect(readText(feedbackReport(''))).toMatchObject({ kind: 'complaint', deliveryId: 'one' });
});

test('a junk mail report may be the message itself with the reader in front of its headers', () => {
  const text = `Return-Path: <staff@reports.example>\nTo: fbl@shop.example\nX-HmXmrOriginalRecipient: ada@example.org\n${anonymous}\nMessage-ID: <one@shop.example>\n\nHello`;
  expect(readText(text)).toMatchObject({
    kind: 'complaint',
    deliveryId: 'one',
    markedBy: 'message_id',
    reports: [{ address: 'ada@example.org' }],
  });
});

test('a person who answers a junk mail report does not complain', () => {
  const text = `From: Ada <ada@example.org>\nTo: b-one@bounces.shop.example\nSubject: Re: complaint about message from 192.0.2.1\nContent-Type: multipart/mixed; boundary="re"\n\n--re\nContent-Type: text/plain\n\nWhat is this?\n\n--re\nContent-Type: message/rfc822\n\n${original}\n\nHello\n\n--re--\n`;
  expect(readText(text)).toMatchObject({ kind: 'unrelated', reports: [] });
});

test.each([
  [
    'with the message',
    `Content-Type: message/rfc822\nContent-Disposition: inline\n\nX-HmXmrOriginalRecipient: ada@example.org\n${original}\n\nHello`,
  ],
  [
    'with its headers only',
    `Content-Type: text/rfc822-headers\n\nX-HmXmrOriginalRecipient: <ada@example.org>\n${original}`,
  ],
])('a junk mail report %s is a complaint', (_, part) => {
  const text = `From: staff@reports.example\nTo: fbl@shop.example\nSubject: complaint about message from 192.0.2.1\nContent-Type: multipart/mixed; boundary="jmr"\n\n--jmr\n${part}\n\n--jmr--\n`;
  expect(readText(text)).toMatchObject({
    kind: 'complaint',
    rule: 'junk-mail-report',
    deliveryId: 'one',
    reports: [{ address: 'ada@example.org', action: 'complained' }],
  });
});
