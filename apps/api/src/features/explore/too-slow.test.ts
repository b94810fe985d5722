import { exploreQuery, type ExploreQueryInput } from '@engagex/domain/explore';
import { DomainError } from '@engagex/domain/shared';
import { expect, test } from 'vitest';
import { tooSlow } from './too-slow.ts';

const cause = new DomainError('limit', 'explore.too-slow', 'Too slow.');
const wordsFor = (query: ExploreQueryInput) => (tooSlow(cause, exploreQuery.parse(query)) as DomainError).message;
const period = { kind: 'last', days: 90 } as const;

test('a question that takes too long says what can be narrowed, and nothing that cannot', () => {
  const series = { kind: 'series' as const, interval: 'day' as const, events: [{ name: null }] };
  expect(wordsFor({ ...series, period, breakdown: { property: 'path' } })).toBe(
    'This takes longer than 15 seconds. Choose a period shorter than 90 days, or name the events, or remove the breakdown.',
  );
  expect(wordsFor({ ...series, period: { kind: 'last', days: 1 }, events: [{ name: 'visit' }] })).toBe(
    'This takes longer than 15 seconds. Choose fewer events.',
  );
  const steps = [{ name: 'visit' }, { name: null }, { name: 'buy' }];
  expect(wordsFor({ kind: 'funnel', period, order: 'any', steps })).toBe(
    'This takes longer than 15 seconds. Choose a period shorter than 90 days, or name the event of each step, or ask for the steps in order, or use fewer steps.',
  );
  expect(wordsFor({ kind: 'paths', period, event: { name: 'visit' } })).toContain('or show fewer steps.');
});

test('other errors stay as they are', () => {
  const error = new Error('The connection broke.');
  expect(tooSlow(error, exploreQuery.parse({ kind: 'paths', period, event: { name: 'visit' } }))).toBe(error);
});
