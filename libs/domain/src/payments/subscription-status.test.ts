import { expect, test } from 'vitest';
import { entitlementOf, isOver, subscriptionStatuses, subscriptionStatusOf } from './index.ts';

test('a late payment keeps the plan, an end or a pause does not, and an unknown status says nothing', () => {
  const of = (kind: string) => subscriptionStatuses.filter((status) => entitlementOf(status) === kind);
  expect(of('plan')).toEqual(['trialing', 'active', 'past_due']);
  expect(of('none')).toEqual(['incomplete', 'incomplete_expired', 'unpaid', 'canceled', 'paused']);
  expect(entitlementOf('suspended_by_regulator')).toBe('unknown');
  expect(subscriptionStatusOf('suspended_by_regulator')).toBe('other');
  expect(subscriptionStatuses.filter(isOver)).toEqual(['incomplete_expired', 'canceled']);
});
