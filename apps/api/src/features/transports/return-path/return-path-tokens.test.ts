import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ReturnPathTokens } from './return-path-tokens.ts';

const tokens = new ReturnPathTokens('Zt1kq8Vw3mXc7bNf5hJr2sLp9gDy4aQe');

test('a token is 39 characters of one case, and is read in any', () => {
  for (let n = 0; n < 200; n += 1) {
    const id = randomUUID();
    const token = tokens.tokenFor(id);
    expect(token).toMatch(/^[a-z2-7]{39}$/);
    expect([token, token.toUpperCase()].map((each) => tokens.read(each))).toEqual([id, id]);
  }
});

test('a token that was changed anywhere, or made with another secret, is none', () => {
  const token = tokens.tokenFor(randomUUID());
  for (let place = 0; place < token.length; place += 1) {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz234567'.replace(token[place]!, ''))
      expect(tokens.read(token.slice(0, place) + letter + token.slice(place + 1))).toBeNull();
  }
  expect(new ReturnPathTokens('another secret of thirty-two chars').read(token)).toBeNull();
});

test('what only looks like a token is none', () => {
  const token = tokens.tokenFor(randomUUID());
  for (const text of [
    '',
    token.slice(1),
    `${token}a`,
    `${token.slice(0, 38)}1`,
    `${token.slice(0, 38)}é`,
    '😀'.repeat(39),
    'postmaster',
  ])
    expect(tokens.read(text)).toBeNull();
});
