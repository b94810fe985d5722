import { expect, test } from 'vitest';
import { mentionedIn, partsOfComment } from './index.ts';

const ada = { id: '1', name: 'Ada' };
const lovelace = { id: '2', name: 'Ada Lovelace' };
const ben = { id: '3', name: 'Ben' };
const people = [ada, lovelace, ben];

test('a comment falls into its mentions and what is between them, and nothing of it is lost', () => {
  const body = 'Look, @Ada Lovelace: is @Ben right?\n@Ada';
  const parts = partsOfComment(body, people);
  expect(parts.flatMap(({ person }) => person ?? [])).toEqual([lovelace, ben, ada]);
  expect(parts.map(({ text }) => text).join('')).toBe(body);
});

test('an address, a longer word and somebody who is not among them are no mentions', () => {
  expect(mentionedIn('@Bengt, @Eve and ada@Bender.example, @ben', people)).toEqual([]);
  expect(mentionedIn('', people)).toEqual([]);
  expect(mentionedIn('@', [{ id: '4', name: '' }])).toEqual([]);
});

test('who is mentioned twice is mentioned once', () => {
  expect(mentionedIn('@Ben @Ben', people)).toEqual(['3']);
});
