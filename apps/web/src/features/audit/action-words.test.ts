import { expect, test } from 'vitest';
import { asWords, sentenceOf } from './action-words.ts';

const actions = { 'contacts.update': 'Changed contact', 'profile.update': 'Changed their name or language' };

test('an entry reads as a sentence, without a name where the thing is oneself, and also when nobody wrote words for it', () => {
  const actor = { kind: 'user', id: '1', name: 'Ada' } as const;
  const ada = { id: '2', name: 'ada@example.com' };
  expect(sentenceOf(actions, { action: 'contacts.update', actor, object: ada })).toBe(
    'Changed contact ada@example.com',
  );
  expect(sentenceOf(actions, { action: 'segments.merge-all', actor, object: ada })).toBe(
    'Segments: merge all ada@example.com',
  );
  expect(sentenceOf(actions, { action: 'profile.update', actor, object: { ...ada, id: '1' } })).toBe(
    'Changed their name or language',
  );
  expect(asWords('senderEmail')).toBe('Sender email');
});
