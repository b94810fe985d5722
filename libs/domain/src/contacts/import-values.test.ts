import { expect, test } from 'vitest';
import {
  meansAcceptsMail,
  meansUnsubscribed,
  readCountry,
  readLanguage,
  readPhone,
  readTimeZone,
} from './import-values.ts';
import { readField } from './standard-fields.ts';

test('a phone number is kept in one form, and only with its country', () => {
  expect(['+41 79 123 45 67', '0041791234567', '+1 (415) 555-0100', '+49.30.1234567'].map(readPhone)).toEqual([
    '+41791234567',
    '+41791234567',
    '+14155550100',
    '+49301234567',
  ]);
  for (const text of ['079 123 45 67', '+123456', '+1234567890123456', '+0123456789', 'call me', '+41 79 x'])
    expect(readPhone(text), text).toBeNull();
});

test('a language, a country and a time zone are kept in their canonical form', () => {
  expect(['DE', 'pt_br', 'zh-hant-tw', 'german', '12', 'de-', 'de--CH'].map(readLanguage)).toEqual([
    'de',
    'pt-BR',
    'zh-Hant-TW',
    null,
    null,
    null,
    null,
  ]);
  expect(
    ['ch', 'Schweiz', 'SUISSE', 'Polska', 'uk', 'USA', 'Brasil', 'EU', 'ZZ', 'XK', 'DY', 'Atlantis', ''].map(
      readCountry,
    ),
  ).toEqual(['CH', 'CH', 'CH', 'PL', 'GB', 'US', 'BR', null, null, null, null, null, null]);
  expect(['Europe/Zurich', 'UTC', '+02:00', 'Mars/Base'].map(readTimeZone)).toEqual([
    'Europe/Zurich',
    'UTC',
    null,
    null,
  ]);
});

test('a wish is read either way round, and what means nothing is told', () => {
  expect(['yes', 'Blocklisted', '2026-01-05 10:00:00', '', 'enabled', 'no', 'perhaps'].map(meansUnsubscribed)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    null,
  ]);
  expect(['yes', 'subscribed', '', 'no', 'unsubscribed', 'nein', 'perhaps'].map(meansAcceptsMail)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    null,
  ]);
});

test('a form takes phone numbers and languages as a file does, and no country a file may not name', () => {
  expect(readField('phone', '0041 (79) 123.45.67')).toEqual({ value: '+41791234567' });
  expect(readField('language', 'pt_br')).toEqual({ value: 'pt-BR' });
  expect(readField('country', 'ch')).toEqual({ value: 'CH' });
  for (const code of ['XK', 'DY', 'UK']) expect(readField('country', code), code).toHaveProperty('problem');
});
