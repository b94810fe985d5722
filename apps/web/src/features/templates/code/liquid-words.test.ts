import { problemsInLiquid } from '@engagex/domain/templates';
import { expect, test } from 'vitest';
import { liquidFilters, liquidTags, placeInLiquid } from './liquid-words.ts';

test('every filter and tag that is offered is one the engine knows', () => {
  for (const filter of liquidFilters) expect(problemsInLiquid('body', `{{ a | ${filter}: b }}`), filter).toEqual([]);
  const blocks = {
    if: '{% if a %}{% elsif b %}{% else %}{% endif %}',
    for: '{% for a in b %}{% cycle "x" %}{% break %}{% continue %}{% endfor %}',
    case: '{% case a %}{% when 1 %}{% endcase %}',
    unless: '{% unless a %}{% endunless %}',
    capture: '{% capture a %}{% endcapture %}{% assign b = 1 %}',
    raw: '{% raw %}{% endraw %}{% comment %}{% endcomment %}',
  };
  for (const source of Object.values(blocks)) expect(problemsInLiquid('body', source), source).toEqual([]);
  const named = Object.values(blocks).join('');
  expect(liquidTags.filter((tag) => !named.includes(`{% ${tag} `))).toEqual([]);
});

test.each([
  ['<p>{{ con', 'variables', 'con'],
  ['{{ contact.first_', 'variables', 'contact.first_'],
  ['{{ a | def', 'filters', 'def'],
  ['{{a|', 'filters', ''],
  ['{% i', 'tags', 'i'],
  ['{%- if conta', 'variables', 'conta'],
  ['{% if a %}{{ b', 'variables', 'b'],
  ['{% assign a = b | ', 'filters', ''],
])('after %j come %s', (before, words, word) => {
  const place = placeInLiquid(before);
  expect(place?.words).toBe(words);
  expect(before.slice(place?.from)).toBe(word);
});

test.each(['<p>hello', '{{ a }} and', '{% if a %} b', '{{ a | default: "the', ''])(
  'nothing of Liquid comes after %j',
  (before) => {
    expect(placeInLiquid(before)).toBeNull();
  },
);
