import { expect, test } from 'vitest';
import { type SenderFacts, wordsForReceivers } from './index.ts';

const good: SenderFacts = {
  domain: 'shop.example',
  state: 'verified',
  stateSince: new Date('2026-12-01T08:30:00Z'),
  isSigned: true,
  hasDmarc: true,
};

test('a sender who has what mailbox providers ask for gets no warning', () => {
  expect(wordsForReceivers(good)).toBeNull();
  expect(wordsForReceivers({ ...good, hasDmarc: null })).toBeNull();
});

test('words name the providers, what they answer, why, and what to do', () => {
  const unverified = wordsForReceivers({ ...good, state: null, isSigned: false });
  for (const part of ['Gmail', 'Yahoo', 'Microsoft', '550 5.7.515', 'Verify shop.example'])
    expect(unverified).toContain(part);
  expect(wordsForReceivers({ ...good, state: 'degraded' })).toContain('will not start after 2026-12-04 at 08:30 UTC');
  expect(wordsForReceivers({ ...good, hasDmarc: false })).toContain('No DMARC policy applies');
});
