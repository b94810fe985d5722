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
