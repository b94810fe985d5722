import { type RichText, richText } from '@engagex/domain/documents';
import { getSchema, type JSONContent } from '@tiptap/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomRichText } from '../../../../../../libs/domain/src/documents/testing/random-text.ts';
import { extensionsFor, type TextKind } from './extensions.ts';
import { cleanText, ourText } from './our-json.ts';
import { seed } from '../../../../../../libs/domain/src/shared/testing/seed.ts';

const schemas = {
  rich: getSchema(extensionsFor('rich')),
  line: getSchema(extensionsFor('line')),
  plain: getSchema(extensionsFor('plain')),
};

/** As the text editor would hold and give it back. */
function throughEditor(text: JSONContent, kind: TextKind): JSONContent {
  const node = schemas[kind].nodeFromJSON(text);
  node.check();
  return node.toJSON();
}

test(`any text goes through the editor unchanged (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomRichText, (text) => {
      const before = richText.parse(text);
      expect(comparable(ourText(throughEditor(before, 'rich'), 'rich'))).toEqual(comparable(before));
    }),
    { numRuns: 500, seed },
  );
});

test('an item may begin with a list, as pasted ones do', () => {
  const list = (content: JSONContent): JSONContent => ({
    type: 'bulletList',
    content: [{ type: 'listItem', content: [content] }],
  });
  const inner = list({ type: 'paragraph', content: [{ type: 'text', text: 'deep' }] });
  const text: JSONContent = { type: 'doc', content: [list(inner)] };
  expect(ourText(throughEditor(text, 'rich'), 'rich')).toEqual(text);
});

test('what a line may not have is refused rather than dropped', () => {
  const heading: JSONContent = { type: 'doc', content: [{ type: 'heading', attrs: { level: 1 } }] };
  expect(ourText(heading, 'rich')).toEqual(heading);
  expect(ourText(heading, 'line')).toBeNull();
  const bold: JSONContent = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a', marks: [{ type: 'bold' }] }] }],
  };
  expect(ourText(bold, 'line')).toEqual(bold);
  expect(ourText(bold, 'plain')).toBeNull();
});

test('control characters become spaces, and a text longer than a node may be becomes several', () => {
  expect(cleanText('a\tb\u0007c\nd')).toBe('a b c d');
  const tab = ourText(
    { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a\tb' }] }] },
    'rich',
  );
  expect(tab?.content).toEqual([{ type: 'paragraph', content: [{ type: 'text', text: 'a b' }] }]);
  const long = '😀'.repeat(6_000);
  const text = ourText(
    { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: long }] }] },
    'rich',
  );
  const [paragraph] = text?.content ?? [];
  const nodes = paragraph?.type === 'paragraph' ? (paragraph.content ?? []) : [];
  expect(nodes.length).toBe(2);
  expect(nodes.map((node) => (node.type === 'text' ? node.text : '')).join('')).toBe(long);
});

/** Neighbors with the same marks are one text to the editor, marks have its own order, and nothing is no content. */
function comparable(text: unknown): unknown {
  if (Array.isArray(text)) return joined(text.map(comparable));
  if (typeof text !== 'object' || text === null) return text;
  const entries = Object.entries(text).flatMap(([name, value]: [string, unknown]) => {
    if (Array.isArray(value) && value.length === 0) return [];
    if (name === 'marks' && Array.isArray(value))
      return [[name, value.map(comparable).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))]];
    return [[name, comparable(value)]];
  });
  return Object.fromEntries(entries) as RichText;
}

interface TextNode {
  readonly type?: string;
  readonly text?: string;
  readonly marks?: unknown;
}

function joined(nodes: readonly unknown[]): unknown[] {
  return nodes.reduce<unknown[]>((done, node) => {
    const [last, next] = [done.at(-1) as TextNode | undefined, node as TextNode]; // JSON of texts
    const isSame =
      last?.type === 'text' && next.type === 'text' && JSON.stringify(last.marks) === JSON.stringify(next.marks);
    if (!isSame) return [...done, node];
    return [...done.slice(0, -1), { ...next, text: `${last.text}${next.text}` }];
  }, []);
}
