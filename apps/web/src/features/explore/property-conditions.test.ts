import { chosenEvent } from '@engagex/domain/explore';
import { expect, test } from 'vitest';
import { comparisonOf, conditionOf, textOf } from './property-conditions.ts';

test('what is typed is compared as what events have it as, and is shown again as it was typed', () => {
  const cases = [
    ['is', 'linen-shirt', 'text'],
    ['is', '49.9', 'number'],
    ['is_not', '-3', 'number'],
    ['is', 'true', 'boolean'],
    ['is_not', 'true', 'text'],
    ['contains', '49', 'text'],
    ['gte', '10', 'number'],
  ] as const;
  for (const [comparison, text, type] of cases) {
    const condition = conditionOf({ name: 'price', comparison, text });
    expect(condition.type).toBe(type);
    expect([comparisonOf(condition), textOf(condition)]).toEqual([comparison, text]);
    expect(chosenEvent.safeParse({ name: 'purchase', properties: [condition] }).success).toBe(true);
  }
});

test('an incomplete condition is refused and not asked', () => {
  for (const typed of [
    { name: '', comparison: 'is', text: 'x' },
    { name: 'price', comparison: 'gte', text: '' },
    { name: 'price', comparison: 'gte', text: 'much' },
  ] as const)
    expect(chosenEvent.safeParse({ name: 'purchase', properties: [conditionOf(typed)] }).success).toBe(false);
});
