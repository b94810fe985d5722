import { expect, test } from 'vitest';
import { weaknessOfPassword } from './weak-password.ts';

const ada = ['ada.lovelace@example.com', 'Ada Lovelace', 'Analytical Engines'];

test('what is guessed first is weak: repetitions, runs, and what everybody knows of the person', () => {
  for (const password of [
    '00000000',
    'AAAAAAAAA',
    'abababab',
    '123123123',
    '12345678',
    '87654321',
    'abcdefgh',
    'qwertzuiop',
    'ada.lovelace@example.com',
    'Ada.Lovelace@Example.com1',
    'adalovelace',
    'Lovelace2026!',
    'AnalyticalEngines',
    'analytical engines 1',
  ])
    expect(weaknessOfPassword(password, ada), password).not.toBeNull();
});

test('a few words are not weak, whoever has them', () => {
  for (const password of [
    'correct horse',
    'engines of the night',
    'lovelace and babbage',
    '83 teapots',
    'zxcvb-qwert-9',
  ])
    expect(weaknessOfPassword(password, ada), password).toBeNull();
  expect(weaknessOfPassword('correct horse', ['', null, 'Ed'])).toBeNull();
});
