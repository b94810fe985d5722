import { expect, test } from 'vitest';
import { mentions } from './mentions.ts';

test.each([
  ['New campaign', 'camp new', true],
  ['Zürich customers', 'zurich', true],
  ['Zurich customers', 'ZÜR', true],
  ['New campaign', 'new template', false],
  ['Anything', '', true],
])('%j is offered for %j: %s', (label, text, expected) => {
  expect(mentions(label, text)).toBe(expected);
});
