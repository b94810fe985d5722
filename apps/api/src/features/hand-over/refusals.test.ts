import { expect, test } from 'vitest';
import { judgeBounce } from '@engagex/domain/receipts';
import type { Outcome } from './outcome.ts';
import { refusalsIn, reportsOfRefusals } from './refusals.ts';

const rejected = (response: string | null): Outcome => ({
  id: 'refused',
  state: 'failed',
  reason: 'rejected',
  response,
  counted: 1,
  nextAttemptAt: null,
});

const judged = (outcome: Outcome) =>
  reportsOfRefusals(refusalsIn([outcome]), 'claim', new Date()).map((report) => judgeBounce(report).class);

test.each([
  '550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown in virtual mailbox table',
  '550 5.1.1 The email account that you tried to reach does not exist. 5.1.1 Please try double-checking',
  '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  '551 5.1.6 User has moved',
  '553 5.1.3 Bad recipient address syntax',
  '550-5.1.1 no such user',
  '550 5.1.1',
  '550 No such user here',
  '550 User unknown',
  '550 5.4.1 Recipient address rejected: Access denied',
  '550 5.2.1 The email account that you tried to reach is disabled',
])('the address does not exist: %s', (response) => {
  expect(judged(rejected(response))).toEqual(['hard']);
});

test.each([
  '550',
  '',
  '550 Requested action not taken',
  '550 5.7.1 Message rejected: no such user 5.1.1 in our list of senders',
  '550 5.7.1 blocked, see https://example.org/5.1.1',
  '554 5.7.26 unauthenticated',
  '550 5.1.1 <ada@example.org>: Recipient address rejected: blocked by policy',
  '550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
  '552 5.2.2 Mailbox full',
  '552 5.2.3 Message too large',
  '554 5.4.4 unable to route',
  '556 5.1.10 Recipient address has null MX',
  '550 5.1.2 Domain not found',
  '553 5.1.8 Sender address rejected: Domain not found',
  '553 5.1.7 Bad sender address syntax',
  '550 5.1.0 Address rejected',
  '550 5.1.4 ambiguous address',
  '550 5.1.11 unknown code',
  '550 5.1.1.2 no status code',
  '450 4.1.1 try again',
  '450 5.1.1 not permanent',
  'a user 550 5.1.1',
  'user unknown',
])('it may exist: %s', (response) => {
  expect(judged(rejected(response))).not.toContain('hard');
});

test('what a retry ended with is a refusal only where the mailbox stayed full or the domain away', () => {
  const exhausted = (response: string): Outcome => ({ ...rejected(response), reason: 'retries_exhausted' });
  expect(judged(exhausted('550 5.1.1 User unknown'))).toEqual([]);
  expect(judged(exhausted('451 4.7.1 Greylisted'))).toEqual([]);
  expect(judged(exhausted('452 4.2.2 Mailbox full'))).toEqual(['full']);
  expect(judged(rejected(null))).toEqual([]);
});

test('a refusal is reported with its codes, once for the claim that handed it over', () => {
  const now = new Date();
  expect(reportsOfRefusals(refusalsIn([rejected('550 5.1.1 No such user')]), 'claim', now)).toMatchObject([
    { deliveryId: 'refused', source: 'smtp', sourceId: 'claim', status: '5.1.1', code: 550, at: now },
  ]);
});
