import fc from 'fast-check';
import nodemailer from 'nodemailer';
import PostalMime, { decodeWords, type Email } from 'postal-mime';
import { expect, test } from 'vitest';
import { inOneDirection } from '@engagex/domain/shared';
import { type FilledMessage, type WholeMessage, writtenOut } from '../../ports/mail.ts';
import { compose, UnwritableMessage } from './compose.ts';
import { seed } from '../../testing/chance.ts';

const hostile = fc.constantFrom(
  '',
  ' ',
  '.',
  '\r\n.\r\n',
  '\n.\n',
  '\r.\r',
  '\r\nBcc: victim@example.com\r\n\r\n',
  '=',
  '=20',
  '=\r\n',
  '=?UTF-8?B?SGk=?=',
  '--=_engagex_alternative--',
  'From here on',
  '\nFrom here on\n>From',
  'Zoë’s shop',
  '🎉👩‍👩‍👧‍👦',
  'שלום עולם',
  '東京都港区',
  'word'.repeat(60),
  'ö'.repeat(200),
  'two  spaces and a tab\t',
  'ends with space \n next',
  '"quoted \\ name", <x@example.com>;',
  '\u0000\u0007',
  '{{ not.liquid }}',
);
const stretch = fc.oneof(hostile, fc.string({ maxLength: 120 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
const text = fc.array(stretch, { maxLength: 5 }).map((parts) => parts.join(''));

/** nodemailer lets text that looks like an encoded word be read as one; ours arrives as it was written (see below). */
const name = text.filter((value) => !value.includes('=?'));

/** A part in pieces, with as many values as there are slots. */
const pieces = fc.array(fc.oneof(text, fc.nat(3)), { maxLength: 8 });
const message: fc.Arbitrary<FilledMessage> = fc
  .record({
    deliveryId: fc.uuid(),
    from: fc.record({ name, address: fc.constant('hello@shop.example') }),
    to: fc.record({ name, address: fc.constantFrom('ada@example.com', "o'neil+tag={x}@sub.example.co.uk") }),
    messageId: fc.uuid().map((id) => `<${id}@shop.example>`),
    headers: fc.record({
      'List-Unsubscribe': fc.webUrl().map((url) => `<${encodeURI(url)}>`),
      'X-Note': name,
    }),
    content: fc.record({ subject: pieces, html: pieces, text: pieces }),
    values: fc.array(text, { minLength: 4, maxLength: 4 }),
  })
  .filter((each) => !writtenOut(each).subject.includes('=?'));

const bytesOf = (each: FilledMessage | WholeMessage) => {
  const { headers, body } = compose(each, new Date('2026-03-04T05:06:07Z'));
  return Buffer.from(`${headers}\r\n${body}`, 'latin1');
};

/** The same by nodemailer, which writes each message from scratch. */
async function byNodemailer(each: FilledMessage): Promise<Email> {
  const whole = writtenOut({
    ...each,
    // A line break is one in its piece, so that \r at the end of one and \n at the start of the next are two.
    content: { ...each.content, html: each.content.html.map(asPiece), text: each.content.text.map(asPiece) },
    values: each.values.map(asBreaks),
  });
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message: raw } = await transport.sendMail({
    ...whole,
    attachments: [],
    subject: oneLine(whole.subject),
    headers: Object.fromEntries(Object.entries(whole.headers).map(([name, value]) => [name, oneLine(value)])),
    date: new Date('2026-03-04T05:06:07Z'),
  });
  if (!Buffer.isBuffer(raw)) throw new Error('nodemailer gave a stream.');
  return PostalMime.parse(raw);
}

const asPiece = (piece: string | number) => (typeof piece === 'string' ? asBreaks(piece) : piece);

function asBreaks(value: string): string {
  return value.replaceAll(/\r\n?/g, '\n');
}

// oxlint-disable-next-line no-control-regex -- neither composer lets them through as they are
const blank = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g;
const oneLine = (value = '') => inOneDirection(value).replaceAll(blank, ' ').trim();

/** What readers see: header text with white space and control characters as one space, bodies without their last line end. */
function seen({ subject, from, to, text: plain, html, headers, messageId, date }: Email) {
  const body = (value = '') => asBreaks(value).replace(/\n+$/, '');
  const listed = headers.filter(({ key }) => key === 'list-unsubscribe' || key === 'x-note' || key === 'bcc');
  return {
    subject: oneLine(subject),
    from: from && { ...from, name: oneLine(from.name) },
    to: to?.map((each) => ({ ...each, name: oneLine(each.name) })),
    messageId,
    date,
    text: body(plain),
    html: body(html),
    headers: listed
      .map(({ key, value }) => `${key}: ${oneLine(decodeWords(value))}`)
      .toSorted((a, b) => a.localeCompare(b)),
  };
}

test(`a message composed from prepared pieces says what nodemailer's says (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(message, async (each) => {
      expect(seen(await PostalMime.parse(bytesOf(each)))).toEqual(seen(await byNodemailer(each)));
    }),
    { seed, numRuns: 300, endOnFailure: false },
  );
}, 60_000);

test(`every line is ASCII, short, ends with CRLF, and none begins with a dot (seed ${seed})`, () => {
  fc.assert(
    fc.property(message, (each) => {
      const written = bytesOf(each).toString('latin1');
      expect(written.replaceAll('\r\n', '')).toMatch(/^[\t\x20-\x7e]*$/);
      const lines = written.split('\r\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
      const [, body = ''] = written.split('\r\n\r\n--');
      expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
      expect(lines.filter((line) => line.startsWith('.'))).toEqual([]);
    }),
    { seed, numRuns: 300 },
  );
}, 60_000);

test('the content of many messages is prepared once, and each gets its own values', async () => {
  const content = { subject: ['Hello ', 0], html: ['<p>', 0, '</p>', 1], text: [0, '.\n', 1] };
  const to = (name: string, link: string): FilledMessage => ({
    deliveryId: name,
    from: { name: 'Shop', address: 'hello@shop.example' },
    to: { name, address: `${name}@example.com` },
    messageId: `<${name}@shop.example>`,
    headers: {},
    content,
    values: [name, link],
  });
  const ada = await PostalMime.parse(bytesOf(to('ada', 'https://x.example/1')));
  const bob = await PostalMime.parse(bytesOf(to('bob', 'https://x.example/2')));
  expect([ada.subject, ada.text?.trim(), ada.html?.trim()]).toEqual([
    'Hello ada',
    'ada.\nhttps://x.example/1',
    '<p>ada</p>https://x.example/1',
  ]);
  expect([bob.subject, bob.html?.trim()]).toEqual(['Hello bob', '<p>bob</p>https://x.example/2']);
});

test.each([
  'a b@example.com',
  'a@example.com>\r\nRCPT TO:<b@example.com',
  'a@b@<c>.example',
  'nobody',
  '',
  '@x.example',
])('the address %j is never written down', (address) => {
  const each = { name: '', address };
  const rest = { deliveryId: '', messageId: '<x@y.example>', headers: {}, subject: '', html: '', text: '' };
  expect(() => compose({ ...rest, from: { name: '', address: 'a@shop.example' }, to: each }, new Date())).toThrow(
    UnwritableMessage,
  );
});

test.each([
  '=?UTF-8?B?SGk=?=',
  'Zoë’s "shop"',
  'x'.repeat(300),
  '東京 '.repeat(40).trim(),
  'a  b',
  'Smith, "J" \\ <x>',
])('the name %j arrives as it was written', async (each) => {
  const from = { name: each, address: 'a@shop.example' };
  const rest = { deliveryId: '', messageId: '<x@y.example>', headers: {}, subject: each, html: '', text: '' };
  const { headers } = compose({ ...rest, from, to: from }, new Date());
  const parsed = await PostalMime.parse(`${headers}\r\n`);
  expect([parsed.from?.name, parsed.to?.[0]?.name, parsed.subject]).toEqual([each, each, each]);
});

test('the domain of an address travels in ASCII', () => {
  const to = { name: '', address: 'ada@münchen.example' };
  const rest = { deliveryId: '', messageId: '<x@y.example>', headers: {}, subject: '', html: '', text: '' };
  const composed = compose({ ...rest, from: { name: '', address: 'a@shop.example' }, to }, new Date());
  expect(composed).toMatchObject({ to: 'ada@xn--mnchen-3ya.example', needsUtf8: false });
});

test.each([
  'plan.pdf',
  'a "b" \\c.txt',
  `${'😀'.repeat(94)}.txt`,
  `${'a'.repeat(196)}.txt`,
  "größe (1)*'.pdf",
  `${'東京'.repeat(30)}.xlsx`,
])('a file called %j arrives with its name, and no line is too long', async (name) => {
  const rest = { deliveryId: '', messageId: '<x@y.example>', headers: {}, subject: '', html: '', text: '' };
  const address = { name: '', address: 'a@shop.example' };
  const attachments = [{ name, contentType: 'text/plain', content: Buffer.from('x') }];
  const { headers, body } = compose({ ...rest, from: address, to: address, attachments }, new Date());
  const lines = `${headers}\r\n${body}`.split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
  const [file] = (await PostalMime.parse(`${headers}\r\n${body}`)).attachments;
  expect(file?.filename).toBe(name);
  // For programs that do not know RFC 2231.
  expect(body).toMatch(new RegExp(`filename="[ -~]{1,60}\\${/\.[a-z]+$/.exec(name)?.[0]}"`));
});

test('names and file names are written in one direction, so that none reads as what it is not', () => {
  const each: WholeMessage = {
    deliveryId: 'd',
    from: { name: 'Bank\u202e elpmaxe', address: 'a@shop.example' },
    to: { name: 'A\u2066B', address: 'b@shop.example' },
    messageId: '<d@shop.example>',
    headers: {},
    subject: 'Hi',
    html: 'Hi',
    text: 'Hi',
    attachments: [{ name: 'invoice\u202efdp.exe', contentType: 'text/plain', content: Buffer.from('Hi') }],
  };
  const written = bytesOf(each).toString('latin1');
  expect(written).toContain('From: Bank elpmaxe <a@shop.example>');
  expect(written).toContain('To: AB <b@shop.example>');
  expect(written).toContain('filename="invoicefdp.exe"');
});
