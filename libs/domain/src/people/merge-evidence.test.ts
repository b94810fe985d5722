import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideMerge, type MergeEvidence } from './merge-evidence.ts';

const evidence = (intoId: string, minute: number, eventId = `${intoId}${minute}`): MergeEvidence => ({
  intoId,
  reason: 'identify',
  eventId,
  eventAt: new Date(Date.UTC(2026, 0, 1, 0, minute)),
});

test('the first user of a device is who its events belong to, and the second is refused', () => {
  const [first, second] = [evidence('ada', 1), evidence('bob', 2)];
  for (const order of [
    [first, second],
    [second, first],
  ])
    expect(decideMerge(order, new Set())).toEqual({ chosen: first, sharedWith: [second], undone: [] });
});

test('whom a member separated is not merged again, and the next one is', () => {
  const [ada, again, bob] = [evidence('ada', 1), evidence('ada', 3), evidence('bob', 4)];
  const decided = decideMerge([bob, again, ada], new Set(['ada']));
  expect(decided).toEqual({ chosen: bob, sharedWith: [], undone: [ada, again] });
  expect(decideMerge([ada], new Set(['ada'])).chosen).toBeNull();
});

test('the decision is the same in whatever order the events are looked at', () => {
  const any = fc.record({ into: fc.constantFrom('a', 'b', 'c'), minute: fc.nat(3), eventId: fc.uuid() });
  const all = fc.uniqueArray(any, { selector: ({ eventId }) => eventId, maxLength: 6 });
  fc.assert(
    fc.property(all, fc.subarray(['a', 'b', 'c']), (drawn, separated) => {
      const each = drawn.map(({ into, minute, eventId }) => evidence(into, minute, eventId));
      expect(decideMerge(each.toReversed(), new Set(separated))).toEqual(decideMerge(each, new Set(separated)));
    }),
  );
});
