import { expect, test } from 'vitest';
import { cleanJson } from './clean-json.ts';
import type { Json } from './json.ts';

function cleaned(text: string): { value: Json; warnings: string[] } {
  const warnings: string[] = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse answers JSON
  return { value: cleanJson(JSON.parse(text) as Json, (warning) => warnings.push(warning)), warnings };
}

test('what is fine is handed back itself, and nothing is said', () => {
  const fine: Json = { a: [1, 'ä😀', null, { b: true }], constructor: 'x' };
  expect(cleanJson(fine, () => expect.unreachable())).toBe(fine);
});

test('what cannot be stored is replaced where it stands, and said with its path, which can be stored itself', () => {
  const { value, warnings } = cleaned(String.raw`{"a\u0000":["\ud800x",1e999],"b":{"c":"\udc00"}}`);
  expect(value).toEqual({ 'a\u{FFFD}': ['\u{FFFD}x', null], b: { c: '\u{FFFD}' } });
  expect(warnings).toHaveLength(4);
  expect(warnings.join('')).toSatisfy((text: string) => text.isWellFormed() && !text.includes('\0'));
  expect(warnings).toContainEqual(expect.stringContaining('b.c'));
});

test('no prototype is touched, and any depth is survived', () => {
  const { value } = cleaned('{"__proto__":{"isAdmin":true},"a":{"__proto__":1}}');
  expect(value).toEqual({ a: {} });
  expect(Object.keys({ ...(value as object) })).toEqual(['a']);
  const deep = cleaned(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
  expect(JSON.stringify(deep.value)).toContain('{"a":null}');
  expect(deep.warnings).toEqual([expect.stringContaining('nested')]);
});
