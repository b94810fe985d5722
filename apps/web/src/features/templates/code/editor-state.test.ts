import { expect, test } from 'vitest';
import { stateOf, textOf } from './editor-state.ts';
import { lineSeparatorOf, withLineEnds } from './line-breaks.ts';

const pieces = [
  '\r\n',
  '\n',
  '\r',
  ' ',
  '\t',
  '  \n',
  '<p>',
  '</p>',
  '{{ a }}',
  '\u2028',
  '\u00a0',
  '\ufeff',
  '👋',
  'ü',
  '\u0007',
];

test('a text comes out of the editor byte for byte as it went in', () => {
  let texts = [''];
  for (let length = 0; length < 3; length += 1)
    texts = texts.flatMap((text) => ['', ...pieces].map((piece) => text + piece));
  expect(new Set(texts).size).toBeGreaterThan(3_000);
  expect(texts.filter((text) => textOf(stateOf(text, [])) !== text)).toEqual([]);
});

test.each([
  ['a\r\nb\r\n', '\r\n'],
  ['a\r\nb\n', '\n'],
  ['a\nb', '\n'],
  ['\n\r\n', '\n'],
  ['a\rb', '\n'],
  ['', '\n'],
])('the lines of %j are separated by %j', (text, separator) => {
  expect(lineSeparatorOf(text)).toBe(separator);
});

test('an edit changes nothing but what was typed, and a new line is like the others', () => {
  const state = stateOf('one  \r\ntwo\r\n', []);
  const { state: next } = state.update({ changes: { from: 3, insert: state.toText('!\r\n') } });
  expect(textOf(next)).toBe('one!\r\n  \r\ntwo\r\n');
  expect(withLineEnds('a\nb\r\nc\rd', '\r\n')).toBe('a\r\nb\r\nc\r\nd');
});
