import { expect, test } from 'vitest';
import { isSameSubject, subjectToRemindWith } from './index.ts';

type Report = Parameters<typeof subjectToRemindWith>[0];

function tested(subject: string | null, ...variants: readonly (readonly [string, number])[]): Report {
  const counts = { people: 1, accepted: 1, opened: 0, clicked: 0, converted: 0, unsubscribed: 0, low: 0, high: 1 };
  return {
    subject,
    firstStage: {
      kind: 'ab_test',
      people: 2,
      held: 0,
      heldSince: null,
      endsAt: null,
      decision: null,
      metric: 'clicks',
      currency: null,
      leading: 'A',
      isClear: false,
      counts: { answered: 0, accepted: 0, bounces: 0, complaints: 0, unsubscribes: 0 },
      limits: null,
      variants: variants.map(([text, rate]) => ({
        ...counts,
        variant: 'A',
        subject: text,
        senderName: 'Shop',
        rate,
        probability: 0,
        loss: 0,
      })),
    },
  };
}

test('who did not open the winner is offered the best of the other subjects', () => {
  expect(subjectToRemindWith(tested('B', ['A', 0.1], ['B', 0.3], ['C', 0.2]))).toBe('C');
});

test('nothing is offered that they have got: no test, one subject for all, or nothing decided', () => {
  expect(subjectToRemindWith({ subject: 'Sale', firstStage: null })).toBe('');
  expect(subjectToRemindWith(tested('Sale', ['Sale', 0.1], [' sale ', 0.2]))).toBe('');
  expect(subjectToRemindWith(tested(null, ['A', 0.1], ['B', 0.2]))).toBe('');
});

test('letters and spaces do not make another subject', () => {
  expect(isSameSubject('A  Sale ', 'a sale')).toBe(true);
  expect(isSameSubject('A sale', 'The sale')).toBe(false);
});
