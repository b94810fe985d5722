import { exploreKinds } from '@engagex/domain/explore';
import { expect, test } from 'vitest';
import { firstQuery } from './first-queries.ts';
import { addressOf, addressOfPeople, queryIn, selectionIn } from './query-in-address.ts';

const paramsOf = (address: string) => new URLSearchParams(address.slice(address.indexOf('?')));

test('an address holds the whole question', () => {
  for (const kind of exploreKinds) {
    const query = firstQuery(kind, ['a & b', 'ü%20']);
    expect(queryIn(paramsOf(addressOf(query)).get('query') ?? '')).toEqual(query);
  }
});

test('an address of people holds the number they are behind', () => {
  const of = { kind: 'top', group: { kind: 'value', value: null } } as const;
  const params = paramsOf(addressOfPeople(firstQuery('top', []), of));
  expect(selectionIn(params.get('of') ?? '')).toEqual(of);
});

test('a link that was cut off or made up is no question', () => {
  for (const text of ['', '{', '{"kind":"series"}', '[]', 'null', '{"kind":"funnel","steps":[]}'])
    expect(queryIn(text)).toBeNull();
  expect(selectionIn('{"kind":"series","event":-1}')).toBeNull();
});
