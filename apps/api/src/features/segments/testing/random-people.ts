import fc from 'fast-check';
import type { Person } from '@engagex/domain/segments';
import {
  campaignIds,
  day,
  eventNames,
  from,
  groupIds,
  moments,
  number,
  propertyNames,
  some,
  text,
  words,
} from './random-trees.ts';

/** People at random, with what the random trees ask for and what was never meant to be there. */

const optionalWord = fc.option(fc.oneof(from(words), fc.constant(''), text));
const optionalCode = fc.option(from(['DE', 'de', 'Europe/Berlin', '+49301', 'Ada', "O'Hara", '%_', '']));
const moment = from(moments).map((value) => new Date(value));
// Sums of whole numbers are the same in floating point and in decimals.
const propertyValue = fc.oneof(
  from(words),
  from([0, -1, 1, 2, 1000]),
  fc.boolean(),
  fc.constant(null),
  fc.constant(['Ada']),
);
const anyValue = fc.oneof(
  from(words),
  fc.constant(''),
  number,
  fc.boolean(),
  fc.constant(null),
  some(words),
  fc.constant([]),
  fc.constant({ a: 1 }),
);
export const person: fc.Arbitrary<Person> = fc.record({
  fields: fc.record({
    email: fc.option(fc.uuid().map((id) => `O'Hara+${id}@Example.com`)),
    phone: optionalCode,
    first_name: optionalWord,
    last_name: optionalWord,
    language: optionalCode,
    time_zone: optionalCode,
    country: optionalCode,
    external_id: fc.option(fc.uuid()),
  }),
  createdAt: moment,
  subscription: from(['subscribed', 'unsubscribed'] as const),
  attributes: fc.record(
    {
      city: anyValue,
      age: anyValue,
      is_vip: anyValue,
      tags: anyValue,
      birthday: fc.oneof(day, fc.constant('')),
      seen: from(moments),
    },
    { requiredKeys: [] },
  ),
  groupIds: fc.subarray([...groupIds]),
  engagements: fc
    .array(
      fc.record({
        what: from(['sent', 'opened', 'clicked', 'converted'] as const),
        campaignId: from(campaignIds),
        at: moment,
      }),
      { maxLength: 6 },
    )
    .map(possible),
  events: fc.array(
    fc.record({
      name: from(eventNames),
      properties: fc.array(fc.tuple(from(propertyNames), propertyValue), { maxLength: 3 }).map(record),
      at: moment,
    }),
    { maxLength: 5 },
  ),
});

/** Someone is sent a campaign once, and before they open it. */
function possible(hits: Person['engagements']): Person['engagements'] {
  return campaignIds.flatMap((campaignId) => {
    const of = hits.filter((hit) => hit.campaignId === campaignId);
    const first = of[0];
    return first ? [{ ...first, what: 'sent' as const }, ...of.slice(1).filter((hit) => hit.what !== 'sent')] : [];
  });
}

/** As JSON.parse makes it: `__proto__` is a key like any other. */
function record(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}
