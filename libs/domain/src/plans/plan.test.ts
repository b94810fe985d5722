import { expect, test } from 'vitest';
import { mostEmails, plansFile } from './plan.ts';

const free = { key: 'free', name: 'Free', isDefault: true, emails: { kind: 'hard', amount: 1_000 } };

test('a file of plans has one default, keys of its own, and nothing that would be ignored', () => {
  expect(plansFile.safeParse({ plans: [free, { key: 'team', name: 'Team' }] }).success).toBe(true);
  for (const plans of [
    [],
    [free, { ...free, isDefault: false }],
    [{ ...free, isDefault: false }],
    [free, { key: 'team', name: 'Team', isDefault: true }],
    [{ ...free, emials: { kind: 'hard', amount: 1 } }],
    [{ ...free, emails: { kind: 'hard', amount: -1 } }],
    [{ ...free, emails: { kind: 'hard', amount: 1, gracePercent: 20 } }],
    [{ ...free, emails: { kind: 'soft', amount: 1 } }],
    [{ ...free, key: 'Free plan' }],
  ])
    expect(plansFile.safeParse({ plans }).success, JSON.stringify(plans)).toBe(false);
});

test('grace is on top of a soft limit', () => {
  expect(mostEmails(undefined)).toBeNull();
  expect(mostEmails({ kind: 'hard', amount: 1_000 })).toBe(1_000);
  expect(mostEmails({ kind: 'soft', amount: 1_001, gracePercent: 20 })).toBe(1_201);
});
