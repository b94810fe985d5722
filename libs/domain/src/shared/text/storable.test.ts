import { expect, test } from 'vitest';
import { isStorable } from './storable.ts';

test('text without NUL and half characters can be stored, wherever it stands', () => {
  for (const value of ['', 'Zoë 👩‍🚀', { a: ['b', { c: null }] }, 1, undefined, ['\ud83d\ude80']])
    expect(isStorable(value)).toBe(true);
  for (const value of [
    '\0',
    'a\ud800',
    '\udfffb',
    '\ude80\ud83d',
    { a: ['b', { c: '\0' }] },
    { '\ud800': 1 },
    [['\0']],
  ])
    expect(isStorable(value)).toBe(false);
});
