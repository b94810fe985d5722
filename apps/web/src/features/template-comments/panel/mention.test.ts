import { expect, test } from 'vitest';
import { mentionAt, peopleFor, withMention } from './mention.ts';

const people = ['Ada Lovelace', 'Ben', 'Benoît'].map((name) => ({ id: name, name }));
const offered = (text: string) => {
  const mention = mentionAt(text, text.length);
  return mention ? peopleFor(mention, people).map(({ name }) => name) : null;
};

test('members are offered after an @ that begins a word, without case and accents, and by every part of a name', () => {
  expect(offered('Look, @')).toEqual(['Ada Lovelace', 'Ben', 'Benoît']);
  expect(offered('@beno')).toEqual(['Benoît']);
  expect(offered('(@love')).toEqual(['Ada Lovelace']);
  expect(offered('@ada l')).toEqual(['Ada Lovelace']);
});

test('nobody is offered in an address, after a whole name, and far from an @', () => {
  expect(offered('ada@')).toBeNull();
  expect(offered('nothing')).toBeNull();
  expect(offered('@Ben is right')).toEqual([]);
  expect(offered('@ everybody')).toEqual([]);
});

test('the name takes the place of what was typed, and the cursor stands behind it', () => {
  const text = 'Look, @ben please';
  const { text: written, cursor } = withMention(text, mentionAt(text, 10)!, 'Ben');
  expect(written).toBe('Look, @Ben please');
  expect(written.slice(0, cursor)).toBe('Look, @Ben ');
});
