import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noTraits, type ToldTraits, traitLimits, withTraits } from './traits.ts';

const told = fc.record({
  eventId: fc.uuid(),
  occurredAt: fc.integer({ min: 0, max: 3 }).map((hour) => new Date(Date.UTC(2026, 0, 1, hour))),
  traits: fc.dictionary(fc.constantFrom('plan', 'city', 'age'), fc.constantFrom(1, 'a', null, true), {
    noNullPrototype: true,
  }),
});

test('traits are the same in whatever order, and however often, the events that tell them are applied', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(told, { selector: ({ eventId }) => eventId, maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (events, random) => {
        const apply = (some: readonly ToldTraits[]) => some.reduce(withTraits, noTraits);
        const shuffled = [...events, ...events].map((event) => ({ event, at: random.next().value ?? 0 }));
        const again = shuffled.toSorted((one, other) => one.at - other.at).map(({ event }) => event);
        expect(apply(again)).toEqual(apply(events));
      },
    ),
  );
});

test('names and values that are too long, names beyond the limit and __proto__ are left out', () => {
  const many = Object.fromEntries(Array.from({ length: traitLimits.names + 50 }, (_, index) => [`t${index}`, index]));
  const at = { eventId: 'e', occurredAt: new Date(0) };
  expect(Object.keys(withTraits(noTraits, { ...at, traits: many }).values)).toHaveLength(traitLimits.names);
  const hostile = JSON.parse('{"__proto__": {"isAdmin": true}, "": 1}') as Record<string, unknown>;
  const long = {
    ['n'.repeat(traitLimits.nameLength + 1)]: 1,
    big: 'x'.repeat(traitLimits.valueLength),
    gone: undefined,
  };
  expect(withTraits(noTraits, { ...at, traits: { ...long, ...hostile, ok: 1 } }).values).toEqual({ ok: 1 });
});
