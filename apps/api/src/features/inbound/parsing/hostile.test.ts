import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mailKinds, readMail } from './index.ts';
import { samples } from './testing/families.ts';
import { marks, notice, original, readText, report } from './testing/mails.ts';
import { seed } from '../../../testing/chance.ts';

const status =
  'Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1';
const real = [
  report({ status }),
  ...samples.map(({ text, headers }) => notice(text.replace('<copy>', original), headers)),
];

test('any bytes are read without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), (raw) => {
      expect(mailKinds).toContain(readMail({ raw, envelopeTo: [] }, marks).kind);
    }),
    { seed, numRuns: 200 },
  );
});

test('a real mail is read without an error wherever it is cut, repeated or overwritten', () => {
  const edits = fc.record({
    which: fc.nat(real.length - 1),
    at: fc.nat(3_000),
    length: fc.nat(200),
    put: fc.string({ maxLength: 40 }),
    times: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(edits, ({ which, at, length, put, times }) => {
      const text = real[which] ?? '';
      const mail = readText(
        text.slice(0, at) + put + text.slice(at, at + length).repeat(times) + text.slice(at + length),
      );
      expect(mailKinds).toContain(mail.kind);
      for (const { words, address } of mail.reports) expect(words.length + (address?.length ?? 0)).toBeLessThan(1_500);
    }),
    { seed, numRuns: 300 },
  );
});

const nested = (depth: number): string =>
  depth === 0
    ? `Content-Type: message/delivery-status\n\n${status}`
    : `Content-Type: multipart/mixed; boundary="b${depth}"\n\n--b${depth}\n${nested(depth - 1)}\n--b${depth}--`;
const large = 3_000_000;
const from = 'Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nSubject: Undelivered\n';

const pieces = [
  'a',
  ' ',
  '\n',
  '<',
  '@',
  'a@',
  '@a',
  '"',
  '(',
  '-',
  '--',
  '=',
  '=\n',
  '.',
  '; ',
  '> ',
  '|',
  '\r',
  '\0',
  'é',
  '5.1.1 ',
  '550 ',
  '550-',
  'to ',
  '<a@b',
  'a b@c\n',
  'user unknown ',
  'user unknown\n',
  'rcpt to: ',
  'x: y\n',
  'Received: \n',
  '=?utf-8?q?',
  '(generated from ',
  'for ',
];
const worst: readonly (readonly [title: string, text: string])[] = [
  ['deep nesting', `${from}${nested(400)}`],
  [
    'countless parts',
    `${from}Content-Type: multipart/report; boundary=x\n\n${'--x\nContent-Type: message/delivery-status\n\n'.repeat(60_000)}`,
  ],
  [
    'countless recipients',
    report({
      status: `Reporting-MTA: dns; mx\n\n${'Final-Recipient: rfc822; ada@example.org\nAction: failed\n\n'.repeat(15_000)}`,
    }),
  ],
  [
    'countless different recipients',
    notice(
      `The following addresses failed:\n\n${Array.from({ length: 20_000 }, (_, at) => `<ada${at}@example.org>: 550 no`).join('\n')}`,
    ),
  ],
  ['countless headers', `${from}${'X-A: b\n'.repeat(300_000)}\nUndelivered: <ada@example.org>`],
  ['one endless header', `${from}X-A: ${'a '.repeat(large / 2)}\n\nhello`],
  ['an endless folded header', `${from}X-A: b\n${' c\n'.repeat(300_000)}\nhello`],
  ['endless parameters', `${from}Content-Type: multipart/report${'; a="b'.repeat(100_000)}\n\nhello`],
  ['endless encoded words', `${from}Subject: ${'=?utf-8?q?'.repeat(100_000)}\n\nhello`],
  ...pieces.flatMap((piece) => {
    const text = piece.repeat(Math.ceil(large / piece.length));
    const title = `nothing but ${JSON.stringify(piece)}`;
    return [
      [`${title} in a text`, notice(`could not be delivered\n${text}`)] as const,
      [`${title} in HTML`, notice(text, 'Content-Type: text/html\n')] as const,
      [`${title} in the headers`, `From: a${text}\nSubject: ${text}\nContent-Type: ${text}\n\nhello`] as const,
    ];
  }),
  ['an endless HTML text', notice('<p><b '.repeat(300_000), 'Content-Type: text/html\n')],
];

test.each(worst)('%s: it is read, and only as far as it is worth it', (_, text) => {
  const mail = readText(text);
  expect(mailKinds).toContain(mail.kind);
  expect(mail.reports.length).toBeLessThanOrEqual(200);
});
