import { expect, test } from 'vitest';
import { anniversariesOn, startOfDay } from './days.ts';
import { decidingConditions } from './deciding.ts';
import { evaluate, type Person } from './evaluate.ts';
import { assertReferences } from './references.ts';
import { sentenceOf } from './sentence.ts';
import { completePart, type SegmentBranch, type SegmentCondition, type SegmentNode, segmentTree } from './tree.ts';

const german: SegmentCondition = { kind: 'field', field: 'country', predicate: { op: 'is', value: 'DE' } };
const opened: SegmentCondition = {
  kind: 'engagement',
  op: 'did',
  what: 'opened',
  campaignId: null,
  times: 2,
  window: { op: 'in_last_days', days: 30 },
};
const bought: SegmentCondition = {
  kind: 'event',
  op: 'did_not',
  name: 'order',
  times: 1,
  window: null,
  properties: [{ name: 'shop', type: 'text', predicate: { op: 'is', value: 'Berlin' } }],
  sum: { name: 'total', predicate: { op: 'gte', value: 1000 } },
};
const all = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'all', of });
const any = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'any', of });
const none = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'none', of });
const inSegment = (segmentId: string): SegmentBranch => all({ kind: 'segment', op: 'in', segmentId });
const someone: Person = {
  fields: {
    email: 'ada@example.com',
    phone: null,
    first_name: 'Ada',
    last_name: null,
    language: null,
    time_zone: null,
    country: 'DE',
    external_id: null,
  },
  createdAt: new Date('2026-01-01T00:00:00Z'),
  subscription: 'subscribed',
  attributes: {},
  groupIds: [],
  engagements: [],
  events: [],
};

const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const;
const nameOf = (kind: string, id: string) => names.get(`${kind} ${id}`);
const names = new Map([
  [`group ${ids[0]}`, 'Friends'],
  ['language de', 'German'],
]);

test.each([
  [all(german), 'Everyone whose country is “DE”.'],
  [
    all({ kind: 'field', field: 'language', predicate: { op: 'one_of', values: ['de', 'xx'] } }),
    'Everyone whose language is one of “German”, “xx”.',
  ],
  [
    all({ kind: 'field', field: 'language', predicate: { op: 'begins_with', value: 'de' } }),
    'Everyone whose language begins with “de”.',
  ],
  [
    all(german, any(opened, bought)),
    'Everyone whose country is “DE” and (who opened any campaign at least 2 times in the last 30 days or who did not do ' +
      '“order” where “shop” is “Berlin”, with a sum of “total” that is at least 1,000).',
  ],
  [
    none({ kind: 'group', op: 'in', groupIds: [...ids] }),
    'Everyone who is not among those who is in the group “Friends” or “a deleted group”.',
  ],
  [
    all({ kind: 'attribute', name: 'birthday', type: 'date', predicate: { op: 'anniversary_in_days', days: 0 } }),
    'Everyone whose birthday has its anniversary today.',
  ],
])('a tree is said in plain words', (tree, words) => {
  expect(sentenceOf(tree, nameOf)).toBe(words);
});

test('a tree may have 50 conditions and nest 5 deep, and no more', () => {
  const fifty = all(...Array.from({ length: 50 }, () => german));
  expect(segmentTree.safeParse(fifty).success).toBe(true);
  expect(segmentTree.safeParse(all(fifty, german)).error?.issues[0]?.message).toContain('at most 50 conditions');
  const nested = (levels: number): SegmentBranch => (levels === 1 ? all(german) : all(nested(levels - 1)));
  expect(segmentTree.safeParse(nested(5)).success).toBe(true);
  expect(segmentTree.safeParse(nested(6)).success).toBe(false);
  expect(segmentTree.safeParse(nested(5_000)).success).toBe(false);
  expect(segmentTree.safeParse(all()).success).toBe(false);
});

test.each([
  ['NUL', { kind: 'field', field: 'email', predicate: { op: 'is', value: 'a\u0000' } }],
  ['half a character', { kind: 'field', field: 'email', predicate: { op: 'is', value: '\ud800' } }],
  ['an unknown field', { kind: 'field', field: 'password', predicate: { op: 'is_set' } }],
  ['an infinite number', { kind: 'attribute', name: 'age', type: 'number', predicate: { op: 'is', value: Infinity } }],
  [
    'an attribute named __proto__',
    { kind: 'attribute', name: '__proto__', type: 'number', predicate: { op: 'is_set' } },
  ],
  ['a day that does not exist', { kind: 'created', predicate: { op: 'is', value: '2026-02-30' } }],
  ['the year 9999', { kind: 'created', predicate: { op: 'gt', value: '9999-12-31' } }],
  ['a group that is no id', { kind: 'group', op: 'in', groupIds: ["' or true --"] }],
])('a tree with %s is refused', (_what, node) => {
  expect(segmentTree.safeParse({ kind: 'all', of: [node] }).success).toBe(false);
});

test('a segment that leads back to itself, too deep or nowhere is refused in words', () => {
  const known = new Map(ids.map((id, index) => [id, { name: `S${index}`, tree: inSegment(ids[1 - index] ?? '') }]));
  expect(() => assertReferences(ids[0], inSegment(ids[1]), known)).toThrow('would refer to itself through “S0”');
  expect(() => assertReferences(null, inSegment(ids[1]), known)).toThrow('refer to itself');
  expect(() => assertReferences(null, inSegment(ids[1]), new Map())).toThrow('does not exist or was deleted');
  const chain = new Map(
    Array.from({ length: 7 }, (_, n) => [
      `${n}`,
      { name: `${n}`, tree: n === 0 ? all(german) : inSegment(`${n - 1}`) },
    ]),
  );
  expect(() => assertReferences(null, inSegment('4'), chain)).not.toThrow();
  expect(() => assertReferences(null, inSegment('5'), chain)).toThrow('at most 5 levels deep');
});

test('the days of an organization begin when its clocks say so', () => {
  expect(startOfDay('Europe/Berlin', '2026-03-29').toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(startOfDay('Europe/Berlin', '2026-03-30').toISOString()).toBe('2026-03-29T22:00:00.000Z');
  // Egypt's clocks go from 00:00 to 01:00: that day has no midnight.
  expect(startOfDay('Africa/Cairo', '2026-04-24').toISOString()).toBe('2026-04-23T22:00:00.000Z');
});

test('29 February is remembered on 28 February where there is none', () => {
  expect(anniversariesOn('2026-02-28')).toEqual(['02-28', '02-29']);
  expect(anniversariesOn('2028-02-28')).toEqual(['02-28']);
  expect(anniversariesOn('2028-02-29')).toEqual(['02-29']);
});

test('missing is not: a test and its opposite never agree', () => {
  const context = { now: new Date('2026-11-21T12:00:00Z'), timeZone: 'UTC', trees: new Map() };
  const is = (op: 'is' | 'is_not') =>
    evaluate({ kind: 'field', field: 'phone', predicate: { op, value: '+49' } }, someone, context);
  expect([is('is'), is('is_not')]).toEqual([false, true]);
  expect(evaluate(all(german, none(opened)), someone, context)).toBe(true);
});

test('what decides is every condition that is needed, or those that alone are enough', () => {
  const tree = all(german, any(opened, bought));
  const results = (conditions: Record<string, boolean>) => (path: readonly number[]) =>
    conditions[path.join('.')] ?? false;
  expect(decidingConditions(tree, results({ 0: true }))).toEqual([
    [1, 0],
    [1, 1],
  ]);
  expect(decidingConditions(tree, results({ 0: true, 1: true, '1.1': true }))).toEqual([[0], [1, 1]]);
});

test('an address at an umlaut domain is found in any spelling', () => {
  const at = { ...someone, fields: { ...someone.fields, email: 'info@xn--mnchen-3ya.example' } };
  const context = { now: new Date('2026-06-01T00:00:00Z'), timeZone: 'UTC', trees: new Map() };
  for (const value of ['info@MÜNCHEN.example', '@münchen.example', 'info@xn--mnchen-3ya.example']) {
    const tree = all({ kind: 'field', field: 'email', predicate: { op: 'contains', value } });
    expect(evaluate(tree, at, context), value).toBe(true);
  }
});

test('what is not complete yet is left out of a tree, with what would hold nothing else, and named', () => {
  const empty: SegmentCondition = { kind: 'field', field: 'country', predicate: { op: 'is', value: '' } };
  const noGroup: SegmentCondition = { kind: 'group', op: 'in', groupIds: [] };
  expect(completePart(all(german, empty))).toEqual({ tree: all(german), left: [[1]] });
  expect(completePart(all(any(empty, opened), none(noGroup), german))).toEqual({
    tree: all(any(opened), german),
    left: [
      [0, 0],
      [1, 0],
    ],
  });
  expect(completePart(all(german, any()))).toEqual({ tree: all(german), left: [[1]] });
  expect(completePart(all(empty))).toEqual({ tree: null, left: [[0]] });
  expect(completePart(all(german, opened))).toEqual({ tree: all(german, opened), left: [] });
});
