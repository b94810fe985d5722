import { expect, test } from 'vitest';
import { parseTextLiquid } from '../templates/index.ts';
import { type Condition, condition, conditionInWords, liquidAround, type Repeat } from './condition.ts';

const shown = (around: { condition?: Condition; repeat?: Repeat }, variables: object, inside = 'yes') => {
  const { before, after } = liquidAround(around);
  return parseTextLiquid(before + inside + after).render(variables);
};
const only = (...tests: Condition['tests']): { condition: Condition } => ({
  condition: condition.parse({ match: 'all', tests }),
});
const plan = 'contact.attributes.plan';
const person = (attributes: object) => ({ contact: { country: 'CH', attributes } });

test.each<[Condition['tests'][number], unknown, boolean]>([
  [{ variable: plan, op: 'is', value: 'pro' }, 'pro', true],
  [{ variable: plan, op: 'is', value: 'pro' }, 'free', false],
  [{ variable: plan, op: 'is', value: '"}} {% endif %}' }, '"}} {% endif %}', true],
  [{ variable: plan, op: 'is', value: 3 }, 3, true],
  [{ variable: plan, op: 'is', value: true }, true, true],
  [{ variable: plan, op: 'is_not', value: 'pro' }, undefined, true],
  [{ variable: plan, op: 'contains', value: 'ro' }, 'pro', true],
  [{ variable: plan, op: 'contains', value: 'red' }, ['red', 'blue'], true],
  [{ variable: plan, op: 'contains', value: 'red' }, null, false],
  [{ variable: plan, op: 'gt', value: 2.5 }, 3, true],
  [{ variable: plan, op: 'lt', value: 2 }, null, false],
  [{ variable: plan, op: 'gte', value: -2 }, -2, true],
  [{ variable: plan, op: 'lte', value: '2026-03-31' }, '2026-03-30', true],
  [{ variable: plan, op: 'lt', value: '2026-03-31' }, undefined, false],
  [{ variable: plan, op: 'is_set' }, 'x', true],
  [{ variable: plan, op: 'is_set' }, 0, true],
  [{ variable: plan, op: 'is_set' }, '', false],
  [{ variable: plan, op: 'is_empty' }, null, true],
  [{ variable: plan, op: 'is_empty' }, [], true],
])('%j is answered for %j', (question, value, answer) => {
  expect(shown(only(question), person({ plan: value }))).toBe(answer ? 'yes' : '');
});

test('all and any mean what they say', () => {
  const tests: Condition['tests'] = [
    { variable: 'contact.country', op: 'is', value: 'CH' },
    { variable: plan, op: 'is_set' },
    { variable: 'contact.country', op: 'is', value: 'DE' },
  ];
  expect(shown({ condition: { match: 'all', tests } }, person({ plan: 'x' }))).toBe('');
  expect(shown({ condition: { match: 'any', tests } }, person({}))).toBe('yes');
});

test('what is missing is neither less nor more than a number, however many ask', () => {
  const tests: Condition['tests'] = [
    { variable: 'contact.attributes.a', op: 'lt', value: 5 },
    { variable: 'contact.attributes.b', op: 'gte', value: -5 },
    { variable: 'contact.country', op: 'is', value: 'DE' },
  ];
  const any = { condition: { match: 'any' as const, tests } };
  expect(shown(any, person({ a: null, b: '' }))).toBe('');
  expect(shown(any, person({ a: 1, b: null }))).toBe('yes');
  expect(shown(any, person({ a: null, b: 1 }))).toBe('yes');
  expect(shown(any, { contact: { country: 'DE', attributes: {} } })).toBe('yes');
  const all = { condition: { match: 'all' as const, tests: tests.slice(0, 2) } };
  expect(shown(all, person({ a: 1, b: null }))).toBe('');
  expect(shown(all, person({ a: 1, b: 1 }))).toBe('yes');
});

test('a repeat ends at its limit, and its condition is asked of each item', () => {
  const around = {
    repeat: { list: 'event.items', limit: 3 },
    condition: condition.parse({ match: 'all', tests: [{ variable: 'item.price', op: 'gt', value: 1 }] }),
  };
  const items = [5, 1, 7, 9].map((price) => ({ price }));
  expect(shown(around, { event: { items } }, '{{ item.price }};')).toBe('5;7;');
  expect(shown(around, {}, 'x')).toBe('');
});

test('a number that Liquid cannot write is refused', () => {
  expect(condition.safeParse({ match: 'all', tests: [{ variable: plan, op: 'lt', value: 1e300 }] }).success).toBe(
    false,
  );
});

test('a condition is said in words', () => {
  const tests: Condition['tests'] = [
    { variable: 'contact.country', op: 'is', value: 'CH' },
    { variable: plan, op: 'is_empty' },
  ];
  const labels: Readonly<Record<string, string>> = { 'contact.country': 'country', [plan]: 'plan' };
  expect(conditionInWords({ match: 'any', tests }, (name) => labels[name] ?? name)).toBe(
    'Only if country is “CH” or plan is empty',
  );
});
