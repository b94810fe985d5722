import { expect, test } from 'vitest';
import { original, readText, report } from './testing/mails.ts';

const message = 'Reporting-MTA: dns; mx.example.org\nArrival-Date: Mon, 2 Mar 2026 10:00:01 +0000';
const failed = `Final-Recipient: rfc822; ada@example.org
Original-Recipient: rfc822;ada@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx2.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: Recipient address
    rejected: User unknown
Last-Attempt-Date: Mon, 2 Mar 2026 10:00:03 +0000`;

test('a delivery status names the recipient, what happened, the codes and the words', () => {
  expect(readText(report({ status: `${message}\n\n${failed}` }))).toEqual({
    kind: 'dsn',
    rule: 'rfc3464',
    reports: [
      {
        action: 'failed',
        address: 'ada@example.org',
        originalAddress: null,
        status: '5.1.1',
        code: 550,
        words: '550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown',
        at: new Date('2026-03-02T10:00:03Z'),
      },
    ],
    deliveryId: 'one',
    markedBy: 'token',
    originalMessageId: 'one@shop.example',
    envelopeId: null,
    feedbackType: null,
    messageId: 'report-1@mx.example.org',
  });
});

test('each recipient is reported by itself: one failed, one late, one delivered', () => {
  const others = `Final-Recipient: rfc822; bob@example.org\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: Fri, 6 Mar 2026 10:00:00 +0000

Final-Recipient: rfc822; eve@example.org\nAction: delivered\nStatus: 2.1.5`;
  const { reports } = readText(report({ status: `${message}\n\n${failed}\n\n${others}` }));
  expect(reports.map(({ address, action, status }) => [address, action, status])).toEqual([
    ['ada@example.org', 'failed', '5.1.1'],
    ['bob@example.org', 'delayed', '4.4.1'],
    ['eve@example.org', 'delivered', '2.1.5'],
  ]);
});

test.each([
  ['failed', '5.0.0', 'failed'],
  ['Failed', '4.4.7', 'failed'],
  ['failure (see below)', '5.0.0', 'failed'],
  ['expired', '4.4.7', 'failed'],
  ['delayed', '4.4.1', 'delayed'],
  ['relayed', '2.1.9', 'relayed'],
  ['expanded', '2.1.5', 'expanded'],
  ['delivered', '2.1.5', 'delivered'],
  ['something new', '4.0.0', 'delayed'],
  ['something new', '2.0.0', 'delivered'],
  ['something new', '5.0.0', 'failed'],
])('Action: %s with status %s means %s', (action, status, meant) => {
  const fields = `Final-Recipient: rfc822; ada@example.org\nAction: ${action}\nStatus: ${status}`;
  expect(readText(report({ status: `${message}\n\n${fields}` })).reports[0]?.action).toBe(meant);
});

test.each([
  ['fields of the message and the recipient run together', `${message}\n${failed}`],
  ['empty lines between the fields', failed.replace(/\n(?=[A-Z])/g, '\n\n')],
  ['no action', failed.replace('Action: failed\n', '')],
  ['no status', failed.replace('Status: 5.1.1\n', '')],
  ['no final recipient', failed.replace(/Final.*\n/, '')],
  [
    'only who it was rewritten to',
    failed.replace(/Final-Recipient.*\nOriginal-Recipient:.*/, 'X-Actual-Recipient: rfc822; ada@example.org'),
  ],
  ['angle brackets and another case', failed.replace('rfc822; ada@example.org', 'RFC822;<ada@EXAMPLE.org>')],
  [
    'a name that is no address',
    failed.replace('Final-Recipient: rfc822; ada@example.org', 'Final-Recipient: LOCAL;\\ada'),
  ],
  ['a status with a comment', failed.replace('5.1.1\n', '5.1.1 (bad destination mailbox address)\n')],
  ['the same recipient for every try', `${failed}\n\n${failed}\n\n${failed}`],
])('it is read with %s', (_, fields) => {
  const { kind, reports } = readText(
    report({ status: fields.startsWith('Reporting') ? fields : `${message}\n\n${fields}` }),
  );
  expect(kind).toBe('dsn');
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({ action: 'failed', address: 'ada@example.org', status: '5.1.1', code: 550 });
});

test.each([
  ['base64', 'base64', (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\n')],
  [
    'quoted-printable',
    'quoted-printable',
    (text: string) =>
      text.replaceAll('=', '=3D').replaceAll('@', '=40').replace('Recipient address', 'Recip=\nient address'),
  ],
])('the status part may be in %s', (_, encoding, encode) => {
  const statusHeaders = `Content-Type: message/delivery-status\nContent-Transfer-Encoding: ${encoding}`;
  const { reports } = readText(report({ status: encode(`${message}\n\n${failed}`), statusHeaders }));
  expect(reports[0]).toMatchObject({ address: 'ada@example.org', status: '5.1.1' });
});

test('addresses outside ASCII are read from a global delivery status (RFC 6533)', () => {
  const status = `${message}\n\nFinal-Recipient: utf-8; jürgen@bücher.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 unbekannt`;
  const statusHeaders = 'Content-Type: message/global-delivery-status';
  expect(readText(report({ status, statusHeaders })).reports[0]?.address).toBe('jürgen@bücher.example');
});

test('the address as we wrote to it is kept beside the one that failed', () => {
  const status = `${message}\n\n${failed.replace('Final-Recipient: rfc822; ada@', 'Final-Recipient: rfc822; ada.lovelace@inner.')}`;
  expect(readText(report({ status })).reports[0]).toMatchObject({
    address: 'ada.lovelace@inner.example.org',
    originalAddress: 'ada@example.org',
  });
});

test('words and address that the status lacks are taken from the text beside it', () => {
  const text = 'The following addresses had permanent fatal errors:\n\n<ada@example.org>\n   550 5.2.2 mailbox full';
  const { reports } = readText(report({ text, status: `${message}\n\nAction: failed\nStatus: 5.2.2` }));
  expect(reports[0]).toMatchObject({ address: 'ada@example.org', code: 550, words: '550 5.2.2 mailbox full' });
});

test.each([
  ['multipart/mixed', 'Content-Type: multipart/mixed; boundary="=_b1/mx"'],
  ['a type that nobody knows', 'Content-Type: multipart/report-of-mine; boundary="=_b1/mx"'],
  ['no boundary given', 'Content-Type: multipart/report; report-type=delivery-status'],
])('a report in %s is read too', (_, headers) => {
  expect(readText(report({ status: `${message}\n\n${failed}`, headers })).reports[0]?.address).toBe('ada@example.org');
});

test('a report whose parts were run together is read', () => {
  const text = `From: MAILER-DAEMON@mx.example.org\nSubject: Returned mail\nContent-Type: multipart/report; boundary="x"\n\nIt failed.\n\n${message}\n\n${failed}\n\n${original}\n\nHello`;
  expect(readText(text)).toMatchObject({ kind: 'dsn', deliveryId: 'one', reports: [{ address: 'ada@example.org' }] });
});

test('a report inside the notice of a gateway is read', () => {
  const inner = report({ status: `${message}\n\n${failed}` });
  const text = `From: "Mail Delivery Subsystem" <MAILER-DAEMON@gateway.example>\nSubject: Returned mail: User unknown\nContent-Type: multipart/mixed; boundary="outer"\n\n--outer\nContent-Type: text/plain\n\nSee below.\n\n--outer\nContent-Type: message/rfc822\n\n${inner}\n\n--outer--\n`;
  expect(readText(text)).toMatchObject({ kind: 'dsn', reports: [{ address: 'ada@example.org', action: 'failed' }] });
});

test('lines may end in CR, LF or both', () => {
  const text = report({ status: `${message}\n\n${failed}` });
  const expected = readText(text);
  expect(readText(text.replaceAll('\n', '\r\n'))).toEqual(expected);
  expect(readText(text.replaceAll('\n', '\r'))).toEqual(expected);
});
