import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { deriveParameterList } from './derive.ts';
import { textOf } from './text.ts';

it('the list of parameters is what the package has now: node tools/stand-ins/stripe/parameter-list/write.ts', () => {
  const written = readFileSync(new URL('parameters.json', import.meta.url), 'utf8');
  expect(written === textOf(deriveParameterList())).toBe(true);
});
