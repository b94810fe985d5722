import { expect, test } from 'vitest';
import type { FetchedSubscription, PaymentMethod } from '../../ports/payments.ts';
import { noticesDue } from './due-notices.ts';

const at = (iso: string) => new Date(`${iso}Z`);

const subscription: FetchedSubscription = {
  id: 'sub_1',
  status: 'active',
  items: [{ id: 'si_1', priceId: 'price_team', isMetered: false, since: at('2026-03-01T10:00') }],
  currency: 'EUR',
  amount: 4_900,
  anchor: at('2026-03-01T10:00'),
  periodStart: at('2026-03-01T10:00'),
  periodEnd: at('2026-04-01T10:00'),
  trialStart: null,
  trialEnd: null,
  cancelsAt: null,
  endedAt: null,
  createdAt: at('2026-03-01T10:00'),
  schedule: null,
  latestInvoiceId: null,
  paymentMethod: null,
};

const trial: FetchedSubscription = {
  ...subscription,
  status: 'trialing',
  trialStart: at('2026-03-01T10:00'),
  trialEnd: at('2026-03-15T10:00'),
};

/** Good until the end of April. */
const card: PaymentMethod = { brand: 'visa', last4: '4242', expMonth: 4, expYear: 2026, fingerprint: 'print' };

function due(current: FetchedSubscription | null, now: string, paymentMethod: PaymentMethod | null = null) {
  const { notices, remindAt } = noticesDue(
    { state: { invoices: [], paymentMethod }, current, planKey: 'team' },
    at(now),
  );
  return { kinds: notices.map(({ kind }) => kind), notices, remindAt: remindAt?.toISOString() ?? null };
}

test('the end of a trial is told from three days before it until it ends, and looked at again just then', () => {
  expect(due(trial, '2026-03-12T09:59')).toMatchObject({ kinds: [], remindAt: '2026-03-12T10:00:00.000Z' });
  expect(due(trial, '2026-03-12T10:00')).toMatchObject({ kinds: ['trial_ending'], remindAt: null });
  expect(due(trial, '2026-03-15T09:59').kinds).toEqual(['trial_ending']);
  expect(due(trial, '2026-03-15T10:00').kinds).toEqual([]);
  expect(due(trial, '2026-03-12T10:00').notices[0]?.facts).toMatchObject({ amount: 4_900, currency: 'EUR' });
});

test('a trial that is shorter than three days is told of at once', () => {
  const short = { ...trial, trialEnd: at('2026-03-03T10:00') };
  expect(due(short, '2026-03-01T10:00').kinds).toEqual(['trial_ending']);
});

test('a trial that was moved is told of again, one that is cancelled is not', () => {
  const subjectOf = (current: FetchedSubscription, now: string) => due(current, now).notices[0]?.subject;
  const moved = { ...trial, trialEnd: at('2026-03-20T10:00') };
  expect(subjectOf(moved, '2026-03-18T10:00')).not.toBe(subjectOf(trial, '2026-03-13T10:00'));
  expect(subjectOf(trial, '2026-03-14T10:00')).toBe(subjectOf(trial, '2026-03-13T10:00'));
  expect(due({ ...trial, cancelsAt: trial.trialEnd }, '2026-03-13T10:00').kinds).toEqual([]);
});

test('a card that expires is told of three weeks before the end of its month, while something is paid with it', () => {
  expect(due(subscription, '2026-04-09T23:59', card)).toMatchObject({
    kinds: [],
    remindAt: '2026-04-10T00:00:00.000Z',
  });
  expect(due(subscription, '2026-04-10T00:00', card).notices).toMatchObject([
    { kind: 'card_expiring', facts: { at: '2026-04-30T00:00:00.000Z', about: 'Visa ending in 4242' } },
  ]);
  expect(due(subscription, '2026-04-30T23:59', card).kinds).toEqual(['card_expiring']);
  expect(due(subscription, '2026-05-01T00:00', card).kinds).toEqual([]);
  expect(due(null, '2026-04-15T00:00', card).kinds).toEqual([]);
  expect(due({ ...subscription, status: 'canceled' }, '2026-04-15T00:00', card).kinds).toEqual([]);
  expect(due(subscription, '2026-04-15T00:00', { ...card, expMonth: null, expYear: null }).kinds).toEqual([]);
});

test('a card that was replaced is told of anew, and the year turns with December', () => {
  const subjectOf = (method: PaymentMethod, now: string) => due(subscription, now, method).notices[0]?.subject;
  const other = { ...card, fingerprint: 'another' };
  expect(subjectOf(other, '2026-04-15T00:00')).not.toBe(subjectOf(card, '2026-04-15T00:00'));
  const december = { ...card, expMonth: 12 };
  expect(due(subscription, '2026-12-31T23:59', december).kinds).toEqual(['card_expiring']);
  expect(due(subscription, '2027-01-01T00:00', december).kinds).toEqual([]);
});
