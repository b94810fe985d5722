import { afterEach, expect, test } from 'vitest';
import { type SendGridFault, startSendGrid } from '../../../../tools/stand-ins/sendgrid/server.ts';
import type { FilledMessage } from '../ports/mail.ts';
import { SendGridMail } from './sendgrid-mail.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(faultOf?: (to: string) => SendGridFault | null) {
  const server = await startSendGrid({ apiKey: 'SG.x', ...(faultOf ? { faultOf } : {}) });
  closing.push(() => server.close());
  return { server, mail: new SendGridMail({ apiKey: 'SG.x', baseUrl: server.url }) };
}

const content = { subject: ['Hello ', 0], html: ['<p>', 0, '</p>'], text: [0] };
const to = (index: number, changes: Partial<FilledMessage> = {}): FilledMessage => ({
  deliveryId: `d${index}`,
  from: { name: 'Shop', address: 'hello@shop.example' },
  to: { name: '', address: `p${index}@example.com` },
  messageId: `<d${index}@shop.example>`,
  headers: {},
  content,
  values: [`Ada ${index}`],
  ...changes,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => to(index));
const kindsOf = (handOvers: readonly { kind: string }[]) => new Set(handOvers.map(({ kind }) => kind));

test('a thousand people are one call, and each message carries its delivery', async () => {
  const { server, mail } = await start();
  expect(kindsOf(await mail.sendAll(many(2_001)))).toEqual(new Set(['accepted']));
  expect(server.calls.map((call) => call.personalizations.length)).toEqual(expect.arrayContaining([1_000, 1_000, 1]));
  expect(new Set(server.accepted.map(({ customArgs }) => customArgs['delivery_id'])).size).toBe(2_001);
});

test('a call that is lost after it was sent leaves everyone in it unknown', async () => {
  const { mail } = await start((address) => (address === 'p7@example.com' ? 'reset' : null));
  expect(kindsOf(await mail.sendAll(many(50)))).toEqual(new Set(['unknown']));
});

test('over the rate, nobody in the call has been handed over', async () => {
  const { mail } = await start(() => ({ status: 429 }));
  expect(kindsOf(await mail.sendAll(many(50)))).toEqual(new Set(['unreachable']));
});

const in90 = () => Math.round(Date.now() / 1_000) + 90;
test.each([
  ['X-RateLimit-Reset', () => ({ 'X-RateLimit-Reset': String(in90()) }), 90_000],
  ['Retry-After in seconds', () => ({ 'Retry-After': '90' }), 90_000],
  ['Retry-After as a date', () => ({ 'Retry-After': new Date(in90() * 1_000).toUTCString() }), 90_000],
  ['the later of both', () => ({ 'X-RateLimit-Reset': String(in90()), 'Retry-After': '30' }), 90_000],
  [
    'a clock that is an hour ahead of ours',
    () => ({ 'X-RateLimit-Reset': String(in90() + 3_600), Date: new Date(Date.now() + 3_600_000).toUTCString() }),
    90_000,
  ],
  ['what makes no sense', () => ({ 'X-RateLimit-Reset': 'soon', 'Retry-After': '-1e9' }), undefined],
  ['nothing', () => ({}), undefined],
])('over the rate, it is left alone for as long as it says: %s', async (_what, headers, expected) => {
  const { mail } = await start(() => ({ status: 429, headers: headers() }));
  const [handOver] = await mail.sendAll(many(2));
  const askedMs = handOver?.kind === 'unreachable' ? handOver.askedMs : NaN;
  if (expected === undefined) expect(askedMs).toBeUndefined();
  else expect(Math.abs((askedMs ?? NaN) - expected)).toBeLessThanOrEqual(3_000);
});

test('an address that is there twice, another sender and values that are too long go in calls of their own', async () => {
  const { server, mail } = await start();
  const handOvers = await mail.sendAll([
    to(1),
    to(2, { to: { name: '', address: 'P1@example.com' } }),
    to(3, { from: { name: 'Other', address: 'hello@shop.example' } }),
    to(4, { values: ['x'.repeat(20_000)] }),
    to(5),
  ]);
  expect(kindsOf(handOvers)).toEqual(new Set(['accepted']));
  expect(server.calls).toHaveLength(5);
});
