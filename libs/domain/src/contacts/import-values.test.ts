import { expect, test } from 'vitest';
import { readPhone } from './import-values.ts';
import { readField } from './standard-fields.ts';

test('a phone number is kept in one form, and only with its country', () => {
  expect(
    [
      '+41 79 123 45 67',
      '0041791234567',
      '+1 (415) 555-0100',
      '+49.30.1234567',
      '+44 (0)20 7946 0000',
      '(+41) 79 123 45 67',
    ].map(readPhone),
  ).toEqual(['+41791234567', '+41791234567', '+14155550100', '+49301234567', '+442079460000', '+41791234567']);
  for (const text of ['079 123 45 67', '+123456', '+1234567890123456', '+0123456789', 'call me', '+41 79 x'])
    expect(readPhone(text), text).toBeNull();
});

test('a form takes phone numbers and languages as a file does, and no country a file may not name', () => {
  expect(readField('phone', '0041 (79) 123.45.67')).toEqual({ value: '+41791234567' });
  expect(readField('language', 'pt_br')).toEqual({ value: 'pt-BR' });
  expect(readField('country', 'ch')).toEqual({ value: 'CH' });
  for (const code of ['XK', 'DY', 'UK']) expect(readField('country', code), code).toHaveProperty('problem');
});
