import { starters } from '@engagex/domain/documents';
import { expect, test } from 'vitest';
import { readCopied, writeCopied } from './copied.ts';

const sections = starters[0]?.document().sections ?? [];

test('what is copied is what is pasted', () => {
  expect(readCopied(writeCopied({ kind: 'sections', sections }))).toEqual({ kind: 'sections', sections });
});

const document = { version: 1, direction: 'brand', sections };
test.each([
  ['no JSON', '{'],
  ['something else', '{"a":1}'],
  ['no sections', JSON.stringify({ kind: 'blocks', document: { ...document, sections: [] } })],
  ['a newer version', JSON.stringify({ kind: 'blocks', document: { ...document, version: 99 } })],
  ['an unknown block', JSON.stringify(document).replace('"type":"text"', '"type":"marquee"')],
  [
    'a link that runs',
    writeCopied({ kind: 'sections', sections }).replace('https://example.com/', 'javascript:alert(1)'),
  ],
  ['more than anything', JSON.stringify({ kind: 'blocks', document: { ...document, more: 'x'.repeat(2_000_000) } })],
  ['lists without end', `{"kind":"blocks","document":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
])('%s is not pasted', (_what, text) => {
  expect(readCopied(text)).toBeNull();
});
