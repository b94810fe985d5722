import { expect, test } from 'vitest';
import { differencesOf, whatCameOf } from './merge.ts';

const labels = { name: 'Name', 'attributes.city': 'City', subject: 'Subject', format: 'Format' };
const base = { name: 'Spring', attributes: { city: 'Bern' }, subject: 'Hello', format: 'mjml' };

test('a field changed on both sides is contested, one changed elsewhere is not, one changed here or alike is none', () => {
  const mine = { ...base, name: 'Mine', attributes: { city: 'Basel' }, format: 'html' };
  const theirs = { ...base, name: 'Theirs', attributes: { city: 'Basel' }, subject: 'Good day' };
  expect(differencesOf(labels, { mine, base, theirs })).toEqual([
    { field: 'name', label: 'Name', mine: 'Mine', theirs: 'Theirs', isContested: true },
    { field: 'subject', label: 'Subject', mine: 'Hello', theirs: 'Good day', isContested: false },
  ]);
});

test('a field of a part that is missing in one version differs from one that is there', () => {
  const [found] = differencesOf(labels, { mine: base, base, theirs: { ...base, attributes: {} } });
  expect(found).toMatchObject({ field: 'attributes.city', mine: 'Bern', theirs: undefined, isContested: false });
});

test('what is stored now meets nothing typed, something else, or what was typed', () => {
  const theirs = { ...base, subject: 'Good day' };
  expect(whatCameOf(labels, { mine: base, base, theirs })).toBe('untouched');
  expect(whatCameOf(labels, { mine: { ...base, name: 'Mine' }, base, theirs: { ...base, opens: 3 } })).toBe('apart');
  expect(whatCameOf(labels, { mine: theirs, base, theirs })).toBe('apart');
  expect(whatCameOf(labels, { mine: { ...base, name: 'Mine' }, base, theirs })).toBe('conflict');
});
