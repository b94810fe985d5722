import { expect, test } from 'vitest';
import { samples } from './testing/families.ts';
import { notice, original, readText } from './testing/mails.ts';
import { inOtherLanguages } from './testing/other-languages.ts';

test.each([...samples, ...inOtherLanguages].map((sample, at) => [`${sample.family} (${at + 1})`, sample] as const))(
  'the notice of %s is a bounce of the address it names',
  (_, { text, headers, failed = ['ada@example.org'] }) => {
    const mail = readText(notice(text.replace('<copy>', `${original}\n\nHello Ada`), headers));
    expect(mail.kind).toBe('bounce');
    expect(mail.reports.map(({ address, action }) => [address, action])).toEqual(
      failed.map((address) => [address, 'failed']),
    );
    expect(mail.deliveryId).toBe('one');
  },
);

test('words, status and code are those said of each address', () => {
  const [qmail] = samples;
  expect(readText(notice(qmail?.text ?? '')).reports).toMatchObject([
    { address: 'ada@example.org', status: '5.1.1', code: 550, words: expect.stringContaining('no mailbox here') },
    {
      address: 'bob@example.org',
      status: '5.1.1',
      code: null,
      words: expect.stringContaining('no mailbox here by that name'),
    },
  ]);
});

test('the reason is found in the transcript when the list of addresses gives none', () => {
  const text = `   ----- The following addresses had permanent fatal errors -----
ada@example.org

   ----- Transcript of session follows -----
>>> RCPT To:<ada@example.org>
<<< 552 5.2.2 <ada@example.org>... Mailbox full`;
  expect(readText(notice(text)).reports[0]).toMatchObject({ code: 552, status: '5.2.2' });
});

test('the address that we wrote to is kept where it was an alias of the one that failed', () => {
  const sample = samples.find(({ text }) => text.includes('generated from'));
  expect(readText(notice(sample?.text ?? '')).reports[0]).toMatchObject({
    address: 'ada.lovelace@inner.example.org',
    originalAddress: 'ada@example.org',
  });
});

test.each([
  [
    'Exim',
    'A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\nThe address to which the message has not yet been delivered is:\n\n  ada@example.org\n\nNo action is required on your part. Delivery attempts will continue for some time.',
  ],
  [
    'Sendmail',
    '    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- The following addresses had transient non-fatal errors -----\n<ada@example.org>\n\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old',
  ],
  [
    'Google',
    'Delivery to the following recipient has been delayed:\n\n     ada@example.org\n\nMessage will be retried for 2 more day(s)',
  ],
])('a notice by %s that it is still trying is a delay, no bounce', (_, text) => {
  expect(readText(notice(text)).reports).toMatchObject([{ address: 'ada@example.org', action: 'delayed' }]);
});

test('a mail that has the null address in From is as much of a mail system as one that has it in the envelope', () => {
  const text = `Your message could not be delivered to ada@example.org: 550 5.1.1 no such user\n\n${original}`;
  const mail = notice(text)
    .replace('Return-Path: <>\n', '')
    .replace(/^From: .*$/m, 'From: <>');
  expect(readText(mail)).toMatchObject({ kind: 'bounce', reports: [{ address: 'ada@example.org', status: '5.1.1' }] });
});

test('it is read from HTML where there is no other text', () => {
  const text =
    '<html><head><title>x</title></head><body><p>Your message could not be delivered to the following recipients:</p><p>ada@example.org<br>550 5.1.1 user&nbsp;unknown</p></body></html>';
  expect(readText(notice(text, 'Content-Type: text/html; charset=utf-8\n')).reports).toMatchObject([
    { address: 'ada@example.org', words: '550 5.1.1 user unknown' },
  ]);
});

test('it is read in the charset it is written in', () => {
  const text = Buffer.concat([
    Buffer.from(notice('', 'Content-Type: text/plain; charset=koi8-r\n')),
    Buffer.from([0xee, 0xc5, 0x20, 0xc4, 0xcf, 0xd3, 0xd4, 0xc1, 0xd7, 0xcc, 0xc5, 0xce, 0xcf]),
    Buffer.from('\n\n<ada@example.org>\n'),
  ]).toString('latin1');
  expect(readText(text).kind).toBe('bounce');
});

test('our own addresses are never the ones that failed', () => {
  const text =
    'Your message from news@shop.example could not be delivered.\n\n<b-one@bounces.shop.example>\n<news@shop.example>\n<MAILER-DAEMON@mx.example.org>\n<ada@example.org>: unknown\n\n--- Below this line is a copy of the message.\n\n' +
    original;
  expect(readText(notice(text)).reports.map(({ address }) => address)).toEqual(['ada@example.org']);
});

test.each([
  [
    'a sentence away from the one on the failure',
    'Your message has met with delivery problems\nat the local user lovelace.\n\n(At first addressed to ada@example.org)\n\nSuch a user is not known.',
  ],
  [
    'the form of X.400',
    'Your message\n\n  To: list@elsewhere.example\n\ndid not reach the following recipient(s):\n\nc=GB;a= ;p=Engines;o=North;dda:SMTP=ada@example.org; on Mon, 2 Mar 2026\n    The recipient name is not recognized',
  ],
  ['dots that run on into the reason', 'Delivery failed:\n\n550 ada@example.org...User unknown'],
  [
    'the notice, not the copy behind a line of dashes',
    'Sorry, we were unable to deliver your message to the following address.\n\n<ada@example.org>:\n550 no such user\n\n--- Below this line is a copy of the message.\n\nHello,\n\n<eve@example.org>:\nyour table is booked.',
  ],
])('the address that failed is found in %s', (_, text) => {
  expect(readText(notice(text)).reports.map(({ address }) => address)).toEqual(['ada@example.org']);
});

test('the headers of the message that came back may stand a few lines below what announces them', () => {
  const text = `A message that you sent could not be delivered to all of its recipients.\n\nHere is a copy of the first part of the message, including\nall headers.\n\n---- START ----\n${original}\n\nHello Ada`;
  expect(readText(notice(text))).toMatchObject({
    kind: 'bounce',
    originalMessageId: 'one@shop.example',
    reports: [{ address: 'ada@example.org' }],
  });
});

test('a mail system that names nobody, or only part of an address, says it of the message whose return path it used', () => {
  for (const text of [
    'Your message could not be delivered.',
    'Your mail to the following recipients could not be delivered because they take no mail from news@shop.example:\n\tlovelace',
  ])
    expect(readText(notice(text)), text).toMatchObject({
      kind: 'bounce',
      deliveryId: 'one',
      reports: [{ action: 'failed', address: null, words: expect.stringContaining('could not be delivered') }],
    });
});

test('a report whose parts got lost on the way is still one of failure where its header says so', () => {
  const lost = (comment: string) =>
    notice(
      '<<< the message ended here >>>',
      `Auto-Submitted: auto-generated (${comment})\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n`,
    );
  expect(readText(lost('failure'))).toMatchObject({ kind: 'bounce', rule: 'announced', reports: [{ address: null }] });
  expect(readText(lost('warning-timeout'))).toMatchObject({ kind: 'unrelated', reports: [] });
});

test('the answer of a mailbox without a name of its own is not that of a person who is away', () => {
  const mail = notice('You wrote to ada@example.org. This is not a valid user here.', 'Auto-Submitted: auto-replied\n');
  expect(readText(mail.replace(/^From: .*$/m, 'From: <>').replace(/^Subject: .*\n/m, ''))).toMatchObject({
    kind: 'bounce',
    reports: [{ address: 'ada@example.org' }],
  });
});

/** A read receipt by Sieve (RFC 5429). */
const receipt = (text: string, disposition: string) =>
  notice(
    `--mdn\nContent-Type: text/plain\n\n${text}\n\n--mdn\nContent-Type: message/disposition-notification\n\nReporting-UA: mx; Dovecot\nFinal-Recipient: rfc822; ada@example.org\nDisposition: ${disposition}\n\n--mdn--`,
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="mdn"\n',
  );

test('a mailbox that refuses a message in the form of a read receipt bounces it', () => {
  const automatic = 'automatic-action/MDN-sent-automatically; deleted';
  const refusal = 'Your message to <ada@example.org> was automatically rejected:\nQuota exceeded';
  expect(readText(receipt(refusal, automatic))).toMatchObject({
    kind: 'bounce',
    rule: 'rfc5429',
    reports: [{ address: 'ada@example.org', words: expect.stringContaining('Quota exceeded') }],
  });
  for (const [text, disposition] of [
    [refusal, 'manual-action/MDN-sent-manually; displayed'],
    ['Your message to <ada@example.org> was deleted without being read.', automatic],
    ['Your message to <ada@example.org> was not found to be of interest, and was deleted unread.', automatic],
  ] as const)
    expect(readText(receipt(text, disposition)), text).toMatchObject({ kind: 'read_receipt', reports: [] });
});

test('lines without a letter are no reason', () => {
  expect(
    readText(notice('The following address failed:\n\nada@example.org\n=====\nmailbox is full')).reports[0]?.words,
  ).toBe('mailbox is full');
});
