import { expect, test } from 'vitest';
import { countries } from '../../shared/index.ts';
import { readCountry } from './read-country.ts';
import { readLanguage } from './read-language.ts';
import { completePhone } from './read-phone.ts';
import { readTimeZone } from './read-time-zone.ts';

test.for([
  ['+44 (0)20 7946 0000', 'GB', '+442079460000'],
  ['+44 (0)20 7946 0000', null, '+442079460000'],
  ['0041 (0)79 123 45 67', null, '+41791234567'],
  ['(+41) 79 123 45 67', null, '+41791234567'],
  ['079 123 45 67', 'CH', '+41791234567'],
  ['079 123 45 67', null, null],
  ['0170/1234567', 'DE', '+491701234567'],
  ['06 12 34 56 78', 'FR', '+33612345678'],
  ['(415) 555-0100', 'US', '+14155550100'],
  ['333 123 4567', 'IT', '+393331234567'],
  ['41791234567', 'CH', '+41791234567'],
  ['41791234567', null, null],
  ['4.17912E+10', 'CH', null],
  ['+49 170 1234567, +49 30 123456', 'DE', null],
  ['+1 415 555 0100 ext. 22', 'US', null],
  ['call me', 'US', null],
  ['12', 'DE', null],
  ['079 123 45 67', 'AQ', null],
] as const)('a phone number is completed by its country: %s in %s', ([cell, country, number]) => {
  expect(completePhone(cell, country)).toBe(number);
});

test.for([
  ['de', 'de'],
  ['pt_br', 'pt-BR'],
  ['Deutsch', 'de'],
  ['GERMAN', 'de'],
  ['allemand', 'de'],
  ['ger', 'de'],
  ['deu', 'de'],
  ['English', 'en'],
  ['Français', 'fr'],
  ['français', 'fr'],
  ['日本語', 'ja'],
  ['русский', 'ru'],
  ['Italienisch', 'it'],
  ['niemiecki', 'de'],
  ['German (Switzerland)', 'de-CH'],
  ['Deutsch (Schweiz)', 'de-CH'],
  ['English - United States', 'en-US'],
  ['Brazilian Portuguese', 'pt-BR'],
  ['en_US.UTF-8', 'en-US'],
  ['Klingonisch', null],
  ['german french', null],
  ['de--CH', null],
  ['12', null],
] as const)('a language is read by code or name: %s', ([cell, code]) => {
  expect(readLanguage(cell)).toBe(code);
});

test.for([
  ['ch', 'CH'],
  ['CHE', 'CH'],
  ['Österreich', 'AT'],
  ['Oesterreich', 'AT'],
  ['Autriche', 'AT'],
  ['Korea, Republic of', 'KR'],
  ['UK', 'GB'],
  ['England', 'GB'],
  ['U.S.A.', 'US'],
  ['Česko', 'CZ'],
  ['日本', 'JP'],
  ['Ελλάδα', 'GR'],
  ['Côte d’Ivoire', 'CI'],
  ['Niemcy', 'DE'],
  ['Sverige', 'SE'],
  ['Atlantis', null],
  ['EU', null],
  ['XK', null],
  ['ZZ', null],
] as const)('a country is read by code or name: %s', ([cell, code]) => {
  expect(readCountry(cell)).toBe(code);
});

test('every country is read by its alpha-2 code and by an alpha-3 code of its own', () => {
  for (const code of countries) expect(readCountry(code.toLowerCase()), code).toBe(code);
  expect(['DEU', 'AUT', 'ZAF', 'PRT', 'SLV', 'SVN', 'SVK', 'AUS', 'IRL', 'IRN', 'CHN', 'CHL'].map(readCountry)).toEqual(
    ['DE', 'AT', 'ZA', 'PT', 'SV', 'SI', 'SK', 'AU', 'IE', 'IR', 'CN', 'CL'],
  );
});

test.for([
  ['Europe/Zurich', 'Europe/Zurich'],
  ['europe/zurich', 'Europe/Zurich'],
  ['UTC', 'UTC'],
  ['GMT+1', 'Etc/GMT-1'],
  ['UTC-05:00', 'Etc/GMT+5'],
  ['+02:00', 'Etc/GMT-2'],
  ['Etc/GMT+1', 'Etc/GMT+1'],
  ['(UTC+01:00) Amsterdam', 'Europe/Amsterdam'],
  ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Amsterdam'],
  ['(GMT-05:00) Eastern Time (US & Canada)', null],
  ['W. Europe Standard Time', 'Europe/Berlin'],
  ['Pacific Standard Time', 'America/Los_Angeles'],
  ['Central Standard Time (Mexico)', 'America/Mexico_City'],
  ['Berlin', 'Europe/Berlin'],
  ['Zürich', 'Europe/Zurich'],
  ['Wien', 'Europe/Vienna'],
  ['New York', 'America/New_York'],
  ['MEZ', 'Europe/Berlin'],
  ['UTC+05:30', null],
  ['Mars/Base', null],
  ['soon', null],
  ['constructor', null],
  ['__proto__', null],
] as const)('a time zone is read by name, city or distance: %s', ([cell, zone]) => {
  expect(readTimeZone(cell)).toBe(zone);
});
