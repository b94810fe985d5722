import { expect, test } from 'vitest';
import {
  acceptedLanguage,
  languageFor,
  type RecipientLanguage,
  recipientLanguageOf,
  recipientWords,
  speechIn,
} from './index.ts';

const english = Object.entries(recipientWords.en);
const others = Object.entries(recipientWords).filter(([language]) => language !== 'en');
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();

test.each(others)('%s has every text, with the placeholders of English, and is not English', (_language, words) => {
  const texts = new Map(Object.entries(words));
  expect([...texts.keys()].toSorted()).toEqual(english.map(([key]) => key).toSorted());
  for (const [key, text] of english) {
    const translated = texts.get(key) ?? '';
    expect(placeholders(translated), key).toEqual(placeholders(text));
    expect(translated.trim(), key).toBe(translated);
    expect(translated, key).not.toBe('');
    expect(translated, key).not.toBe(text);
    // An apostrophe or a quotation mark of a typewriter is nobody's typography, and costs an entity on a page.
    expect(translated, key).not.toMatch(/['"]/);
  }
});

test.each(others)('buttons in %s fit where English ones do', (_language, words) => {
  for (const [key, text] of Object.entries(words).filter(([name]) => name.endsWith('Button'))) {
    const original = new Map(english).get(key) ?? '';
    expect(text.length, `${key}: ${text}`).toBeLessThanOrEqual(Math.ceil(original.length * 1.6));
  }
});

test.each([
  ['de-AT', 'de'],
  ['pt_BR', 'pt'],
  ['NL', 'nl'],
  ['gsw-CH', 'de'],
  ['ja', null],
  ['deu', null],
  ['constructor', null],
  ['', null],
  [null, null],
])('the language tag %j is read as %j', (tag, language) => {
  expect(recipientLanguageOf(tag)).toBe(language);
});

test.each([
  ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', 'fr'],
  ['ja, en;q=0.3, de;q=0.6', 'de'],
  ['de;q=0, it', 'it'],
  ['es;q=0.5,pt;q=0.5', 'es'],
  ['de;q=viel, nl', 'de'],
  ['*', null],
  ['__proto__;q=1, toString', null],
  [',;,;q=1', null],
  [undefined, null],
])('Accept-Language %j asks for %j', (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});

test('a choice counts before the language of the contact, that before the one of the browser', () => {
  const languages: [Parameters<typeof languageFor>[0], RecipientLanguage][] = [
    [{ chosen: 'it', own: 'de-AT', accepted: 'fr' }, 'it'],
    [{ chosen: ['it', 'fr'], own: 'de-AT', accepted: 'fr' }, 'de'],
    [{ chosen: 'xx', own: 'ja', accepted: 'fr' }, 'fr'],
    [{ own: null, accepted: 'ja' }, 'en'],
    [{}, 'en'],
  ];
  for (const [known, language] of languages) expect(languageFor(known), JSON.stringify(known)).toBe(language);
});

test('numbers and days are written as the language writes them, and a value is never read as a placeholder', () => {
  const { say, day } = speechIn('de');
  expect(say('pausedUntil', { date: day('2026-12-01') })).toBe(
    'Bis zum 1. Dezember 2026 erhalten Sie keine Werbe-E-Mails.',
  );
  expect(say('nameProblem', { count: 1000 })).toContain('1.000 Zeichen');
  expect(speechIn('en').day('2026-12-01')).toBe('1 December 2026');
  expect(say('unsubscribedText', { organization: '{address} $& constructor', address: 'a•••@b.example' })).toBe(
    '{address} $& constructor schickt keine Werbe-E-Mails mehr an a•••@b.example.',
  );
});
