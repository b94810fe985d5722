import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  type DayPredicate,
  type DayWindow,
  type ListPredicate,
  type NumberPredicate,
  type SegmentBranch,
  type SegmentCondition,
  type SegmentNode,
  textFields,
  type TextPredicate,
} from '@engagex/domain/segments';

/** Trees of every kind of condition at random, over the few values that random people have. */

// Few values, so that conditions hit; awkward ones, so that they hurt.
export const words = [
  'Ada',
  'ada',
  "O'Hara",
  'Ärger',
  'ΣΊΣΥΦΟΣ',
  'İz',
  'a"b\\c',
  '$1; --',
  '%_',
  '__proto__',
  '💥',
  'straße',
];
export const numbers = [0, -1, 1, 2.5, 1e21, -1e300, 5e-324, 9007199254740991, 0.1];
export const days = [
  '1000-01-01',
  '2024-02-29',
  '2026-03-28',
  '2026-11-14',
  '2026-11-20',
  '2026-11-21',
  '2026-11-22',
  '8999-12-31',
];
export const moments = [
  '2024-02-29T12:00:00.000Z',
  '2026-03-28T23:30:00.000Z',
  '2026-11-13T23:00:00.000Z',
  '2026-11-20T22:59:59.999Z',
  '2026-11-20T23:00:00.000Z',
  '2026-11-21T12:00:00.000Z',
  '2026-11-22T11:00:00.000Z',
  '2027-01-01T00:00:00.000Z',
];
export const eventNames = ['order', "it's", '__proto__'];
export const propertyNames = ['total', '__proto__', 'constructor', "a'b"];
const attributeNames = ['city', 'age', 'is_vip', 'birthday', 'seen', 'tags', 'never'];
export const groupIds = [randomUUID(), randomUUID(), randomUUID()];
export const campaignIds = [randomUUID(), randomUUID()];
export const segmentIds = [randomUUID(), randomUUID()];

export const from = <T>(values: readonly T[]) => fc.constantFrom(...values);
export const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 3 });
export const text = fc
  .oneof(
    from(words),
    from(['a', 'ß', '@example.com', '+49', 'de']),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
  )
  .filter((value) => value.isWellFormed() && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value) && value.trim() !== '');
export const number = fc.oneof(
  from(numbers),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
);
export const day = from(days);
const count = fc.nat(400);

const presence = fc.record({ op: from(['is_set', 'is_empty'] as const) });
const textPredicate: fc.Arbitrary<TextPredicate> = fc.oneof(
  fc.record({ op: from(['is', 'is_not', 'contains', 'not_contains', 'begins_with'] as const), value: text }),
  fc.record({ op: from(['one_of', 'none_of'] as const), values: some(words) }),
  presence,
);
const comparison = fc.record({ op: from(['is', 'is_not', 'lt', 'lte', 'gt', 'gte'] as const), value: number });
const numberRange = fc.record({ op: fc.constant('between' as const), from: number, to: number });
const numberPredicate: fc.Arbitrary<NumberPredicate> = fc.oneof(
  comparison,
  numberRange,
  fc.record({ op: fc.constant('one_of' as const), values: some(numbers) }),
  presence,
);
const booleanPredicate = fc.oneof(fc.record({ op: fc.constant('is' as const), value: fc.boolean() }), presence);
const listPredicate: fc.Arbitrary<ListPredicate> = fc.oneof(
  fc.record({ op: from(['has_any', 'has_all', 'has_none'] as const), values: some(words) }),
  presence,
);
export const dayWindow: fc.Arbitrary<DayWindow> = fc.oneof(
  fc.record({ op: from(['is', 'lt', 'lte', 'gt', 'gte'] as const), value: day }),
  fc.record({ op: fc.constant('between' as const), from: day, to: day }),
  fc.record({
    op: from(['in_last_days', 'more_than_days_ago', 'in_next_days'] as const),
    days: fc.oneof(count, fc.nat(9)),
  }),
);
const dayPredicate: fc.Arbitrary<DayPredicate> = fc.oneof(
  dayWindow,
  fc.record({ op: fc.constant('is_not' as const), value: day }),
  fc.record({
    op: fc.constant('anniversary_in_days' as const),
    days: fc.oneof(count, fc.constant(100), fc.constant(99)),
  }),
  presence,
);
const times = from([1, 1, 2, 3]);
const inOrNot = from(['in', 'not_in'] as const);
const didOrNot = from(['did', 'did_not'] as const);
const attribute = { kind: fc.constant('attribute' as const), name: from(attributeNames) };
const property = { name: from(propertyNames) };

export const condition: fc.Arbitrary<SegmentCondition> = fc.oneof(
  fc.record({ kind: fc.constant('field' as const), field: from(textFields), predicate: textPredicate }),
  fc.record({ kind: fc.constant('created' as const), predicate: dayPredicate }),
  fc.record({ ...attribute, type: fc.constant('text' as const), predicate: textPredicate }),
  fc.record({ ...attribute, type: fc.constant('number' as const), predicate: numberPredicate }),
  fc.record({ ...attribute, type: fc.constant('boolean' as const), predicate: booleanPredicate }),
  fc.record({
    ...attribute,
    name: from(['birthday', 'never']),
    type: fc.constant('date' as const),
    predicate: dayPredicate,
  }),
  fc.record({
    ...attribute,
    name: from(['seen', 'never']),
    type: fc.constant('timestamp' as const),
    predicate: dayPredicate,
  }),
  fc.record({ ...attribute, type: fc.constant('list' as const), predicate: listPredicate }),
  fc.record({ kind: fc.constant('group' as const), op: inOrNot, groupIds: some(groupIds) }),
  fc.record({ kind: fc.constant('segment' as const), op: inOrNot, segmentId: from(segmentIds) }),
  fc.record({ kind: fc.constant('subscription' as const), is: from(['subscribed', 'unsubscribed'] as const) }),
  fc.record({
    kind: fc.constant('engagement' as const),
    op: didOrNot,
    what: from(['sent', 'opened', 'clicked', 'converted'] as const),
    campaignId: fc.option(from(campaignIds)),
    times,
    window: fc.option(dayWindow),
  }),
  fc.record({
    kind: fc.constant('event' as const),
    op: didOrNot,
    name: from(eventNames),
    times,
    window: fc.option(dayWindow),
    properties: fc.array(
      fc.oneof(
        fc.record({ ...property, type: fc.constant('text' as const), predicate: textPredicate }),
        fc.record({ ...property, type: fc.constant('number' as const), predicate: numberPredicate }),
        fc.record({ ...property, type: fc.constant('boolean' as const), predicate: booleanPredicate }),
      ),
      { maxLength: 1 },
    ),
    // Half of them without: what totals answer and what they do not are asked equally often.
    sum: fc.option(fc.record({ ...property, predicate: fc.oneof(comparison, numberRange) }), { freq: 1 }),
  }),
);

function branchAt(level: number): fc.Arbitrary<SegmentBranch> {
  const child: fc.Arbitrary<SegmentNode> =
    level === 5
      ? condition
      : fc.oneof({ weight: 3, arbitrary: condition }, { weight: 1, arbitrary: branchAt(level + 1) });
  return fc.record({
    kind: from(['all', 'any', 'none'] as const),
    of: fc.array(child, { minLength: 1, maxLength: 3 }),
  });
}
export const tree = branchAt(1);
