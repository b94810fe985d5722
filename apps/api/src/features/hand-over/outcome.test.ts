import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { unknownAddressesIn } from './outcome.ts';

const rejected = (response: string | null): Outcome => ({
  id: 'refused',
  state: 'failed',
  reason: 'rejected',
  response,
  counted: 1,
  nextAttemptAt: null,
});

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
  expect(unknownAddressesIn([rejected(response)])).toEqual(['refused']);
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
  expect(unknownAddressesIn([rejected(response)])).toEqual([]);
});

test('an address is judged by a rejection only, not by what a retry ended with or nobody said', () => {
  const gone = '550 5.1.1 User unknown';
  expect(unknownAddressesIn([{ ...rejected(gone), reason: 'retries_exhausted' }, rejected(null)])).toEqual([]);
});
