import { expect, test } from 'vitest';
import { attributeTypes } from '@engagex/domain/contacts';
import { problemsInLiquid } from '@engagex/domain/templates';
import { firstPlaceIn, snippetAt, standardVariables, variableOf, variablesLike } from './variables.ts';

const city = variableOf({ name: 'city', label: 'City', type: 'text' }, 'Oslo');

test('every variable is written as Liquid that can be read, with something for whoever has no value', () => {
  expect(city).toEqual({
    label: 'City',
    name: 'contact.attributes.city',
    type: 'Text',
    snippet: '{{ contact.attributes.city | default: "" }}',
    example: 'Oslo',
  });
  const ofTypes = attributeTypes.map((type) => variableOf({ name: 'x', label: 'X', type }));
  for (const { snippet } of [...standardVariables, ...ofTypes])
    expect(problemsInLiquid('body', snippet), snippet).toEqual([]);
  expect(variableOf({ name: 'x', label: 'X', type: 'list' }, ['a', 'b']).example).toBe('a, b');
  expect(variableOf({ name: 'x', label: 'X', type: 'boolean' }, false).example).toBe('no');
});

test.each([
  ['city', ['City']],
  ['NAME first', ['First name']],
  ['attributes', ['City']],
  ['constructor', []],
])('searching for %j finds %j', (search, labels) => {
  expect(variablesLike([...standardVariables, city], search).map(({ label }) => label)).toEqual(labels);
});

test.each([
  ['<a href="https://x.example/|">', "{{ contact.attributes.city | default: '' }}"],
  ["<a href='https://x.example/|'>", '{{ contact.attributes.city | default: "" }}'],
  ['<p class="a">Hello |</p>', '{{ contact.attributes.city | default: "" }}'],
  ['<a title="{{ a | default: "x" }} |">', "{{ contact.attributes.city | default: '' }}"],
  ['News for |', '{{ contact.attributes.city | default: "" }}'],
])('in %j it is written as %j', (text, written) => {
  const place = text.lastIndexOf('|'); // the mark
  expect(snippetAt(text.slice(0, place) + text.slice(place + 1), place, city.snippet)).toBe(written);
});

test.each([
  ['<mjml><mj-text>Hello</mj-text><mj-text>b</mj-text></mjml>', 20],
  ['Plain', 5],
])('without a cursor it goes into the first text: %j', (body, place) => {
  expect(firstPlaceIn(body)).toBe(place);
});
