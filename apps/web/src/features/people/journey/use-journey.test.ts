import type { JourneyPage } from '@engagex/domain/explore';
import { expect, test } from 'vitest';
import { withLater } from './use-journey.ts';

const page = (keys: string[], more: Partial<JourneyPage> = {}): JourneyPage => ({
  person: {
    id: '',
    kind: 'known',
    key: 'ada',
    claimedKey: null,
    contactId: null,
    contact: null,
    partOfId: null,
    firstSeenAt: '',
    lastSeenAt: '',
  },
  timeZone: 'UTC',
  items: keys.map((key) => ({ of: 'contact', item: { kind: 'created', key, at: key } })),
  nextCursor: `before ${keys.at(-1) ?? ''}`,
  previousCursor: `after ${keys[0] ?? ''}`,
  isLatest: true,
  ...more,
});

test('what happens meanwhile joins the latest page, which goes on from there in both directions', () => {
  const before = { pages: [page(['3', '2']), page(['1'])], pageParams: [null, 'before 2'] };
  const after = withLater(before, page(['5', '4'], { isLatest: false }));
  expect(after.pageParams).toEqual(before.pageParams);
  expect(after.pages.map(({ items }) => items.length)).toEqual([4, 1]);
  expect(after.pages[0]).toMatchObject({ previousCursor: 'after 5', nextCursor: 'before 2', isLatest: false });
  expect(withLater({ pages: [], pageParams: [] }, page(['1']))).toEqual({ pages: [], pageParams: [] });
});
