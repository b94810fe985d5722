import type { RouteDefinition } from '@engagex/domain/shared';
import { expect, test } from 'vitest';
import { actionWords, asWords, nounWords, sentenceOf } from './action-words.ts';

const contracts = import.meta.glob<Record<string, unknown>>('../../../../../libs/domain/src/*/index.ts', {
  eager: true,
});

/** Every operation of every contract. */
function routes(): RouteDefinition[] {
  return Object.values(contracts)
    .flatMap((contract) => Object.entries(contract))
    .filter(([name]) => name.endsWith('Routes'))
    .flatMap(([, group]) => Object.values(group as Record<string, RouteDefinition>)); // what …Routes are
}

/** These are no change to anything in a log; the API's own test says why. */
const silent = ['password.request-reset', 'address.resend', 'address.change'];

test('every operation that changes something has words', () => {
  const changing = routes().filter(({ method, reads }) => method !== 'GET' && !reads);
  expect(changing.length).toBeGreaterThan(40);
  const wordless = changing.map(({ id }) => id).filter((id) => !actionWords[id] && !silent.includes(id));
  expect(wordless).toEqual([]);
});

test('there are words for every kind of thing an organization changes', () => {
  const nouns = routes()
    .filter(
      ({ method, reads, permission }) =>
        method !== 'GET' && !reads && permission !== 'public' && permission !== 'signed-in',
    )
    .map(({ id }) => id.split('.', 1)[0] ?? '');
  expect(nouns.filter((noun) => !nounWords[noun])).toEqual([]);
});

test('an entry reads as a sentence, without a name where the thing is oneself, and also when nobody wrote words for it', () => {
  const actor = { kind: 'user', id: '1', name: 'Ada' } as const;
  const ada = { id: '2', name: 'ada@example.com' };
  expect(sentenceOf({ action: 'contacts.update', actor, object: ada })).toBe('Changed contact ada@example.com');
  expect(sentenceOf({ action: 'segments.merge-all', actor, object: ada })).toBe('Segments: merge all ada@example.com');
  expect(sentenceOf({ action: 'profile.update', actor, object: { ...ada, id: '1' } })).toBe(
    'Changed their name or language',
  );
  expect(asWords('senderEmail')).toBe('Sender email');
});
