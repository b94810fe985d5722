import { expect, test } from 'vitest';
import { toReports } from './index.ts';
import { notice, readText, report } from './testing/mails.ts';

const receivedAt = new Date('2026-03-02T11:00:00Z');
const block = (action: string, address: string) =>
  `Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: 5.1.1`;
const reports = (...blocks: string[]) =>
  toReports(readText(report({ status: ['Reporting-MTA: dns; mx', ...blocks].join('\n\n') })), receivedAt);

test('what a mail reports is about our delivery, has a name of its own and the time at which it came in', () => {
  expect(reports(block('failed', 'ada@example.org'))).toEqual([
    {
      deliveryId: 'one',
      kind: 'bounced',
      source: 'dsn',
      sourceId: 'report-1@mx.example.org ada@example.org',
      at: receivedAt,
      address: 'ada@example.org',
      status: '5.1.1',
      code: null,
      words: 'It was not delivered.',
      given: null,
    },
  ]);
});

test('a report of several recipients has a name for each', () => {
  const both = reports(block('failed', 'ada@example.org'), block('delayed', 'bob@example.org'));
  expect(both.map(({ kind, sourceId }) => [kind, sourceId])).toEqual([
    ['bounced', 'report-1@mx.example.org ada@example.org'],
    ['delayed', 'report-1@mx.example.org bob@example.org'],
  ]);
});

test('passed on is not delivered', () => {
  expect(reports(block('relayed', 'ada@example.org'), block('expanded', 'bob@example.org'))).toEqual([]);
});

test('the address that counts is the one we wrote to', () => {
  const forwarded = `Original-Recipient: rfc822;ada@example.org\n${block('failed', 'ada@inner.example.org')}`;
  expect(reports(forwarded).map(({ address }) => address)).toEqual(['ada@example.org']);
});

test('a mail without our mark reports nothing', () => {
  const text = notice('<ada@example.org>:\n550 no such user').replace(
    'b-one@bounces.shop.example',
    'bounces@shop.example',
  );
  expect(toReports(readText(text), receivedAt)).toEqual([]);
});
