import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EmailDocument } from '../document.ts';
import { paragraph, rich } from '../rich-text/compose.ts';
import { baseDocument, editOf, randomDraws } from '../testing/random-edits.ts';
import { documentOf, sampleBlock } from '../testing/samples.ts';
import { compareDocuments, compareWords } from './compare.ts';
import { applyEdit, type Edit, idsOf, placeOf } from './edit.ts';
import { isSame } from './same.ts';
import { seed } from '../../shared/testing/seed.ts';

const start = documentOf([sampleBlock('text', 'a'), sampleBlock('button', 'b')], [sampleBlock('spacer', 'c')]);
const after = (...edits: Edit[]) => edits.reduce((current, edit) => applyEdit(current, edit).document, start);
const text = (words: string): Edit => ({
  do: 'set',
  id: 'a',
  property: 'content',
  value: JSON.parse(JSON.stringify(rich(paragraph(words)))),
});

test('a changed text is told word by word', () => {
  const [change, ...others] = compareDocuments(after(text('See you on Monday')), after(text('See you on Tuesday')));
  expect(others).toEqual([]);
  expect(change).toMatchObject({ id: 'a', isMoved: false, properties: [] });
  expect(change?.words).toEqual([
    { kind: 'same', text: 'See you on ' },
    { kind: 'removed', text: 'Monday' },
    { kind: 'added', text: 'Tuesday' },
  ]);
});

test('what was added, removed, moved or painted is told as that', () => {
  const changed = after(
    { do: 'insert-block', columnId: 'c0', index: 0, block: sampleBlock('divider', 'new') },
    { do: 'remove', id: 'c' },
    { do: 'move-block', id: 'b', columnId: 'c1', index: 0 },
    { do: 'set', id: 'a', property: 'style', value: { align: 'center' } },
  );
  expect(
    compareDocuments(start, changed).map(({ id, before, after: now, isMoved, properties }) => ({
      id,
      is: before ? (now ? (isMoved ? 'moved' : properties.join()) : 'removed') : 'added',
    })),
  ).toEqual([
    { id: 'new', is: 'added' },
    { id: 'a', is: 'style' },
    { id: 'c', is: 'removed' },
    { id: 'b', is: 'moved' },
  ]);
});

test('another order is told as one move', () => {
  const changed = after({ do: 'move-block', id: 'a', columnId: 'c0', index: 1 });
  expect(compareDocuments(start, changed)).toMatchObject([{ isMoved: true, words: [], properties: [] }]);
});

test('another link or a bold word is a change, although the words are the same', () => {
  const bold: Edit = {
    do: 'set',
    id: 'a',
    property: 'content',
    value: {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hello', marks: [{ type: 'bold' }] }] }],
    },
  };
  expect(compareDocuments(after(text('Hello')), after(bold))).toMatchObject([{ words: [], properties: ['content'] }]);
});

test('long texts that have nothing in common are told as a whole', () => {
  const words = (from: number) => Array.from({ length: 9_000 }, (_, at) => `w${from + at}`).join(' ');
  expect(compareWords(words(0), words(100_000)).length).toBeLessThan(20_000);
});

test(`everything that differs is told, and nothing else (seed ${seed})`, () => {
  const base = baseDocument();
  fc.assert(
    fc.property(randomDraws, (draws) => {
      const changed = draws.reduce<EmailDocument>((current, draw, at) => {
        const edit = editOf(current, draw, `n${at}`);
        return edit ? applyEdit(current, edit).document : current;
      }, base);
      const told = new Map(compareDocuments(base, changed).map((change) => [change.id, change]));
      for (const id of new Set([...idsOf(base.sections), ...idsOf(changed.sections)])) {
        const [was, is] = [ownOf(base, id), ownOf(changed, id)];
        if (!isSame(was, is)) expect(told.has(id), id).toBe(true);
        else if (!told.get(id)?.isMoved) expect(told.has(id), id).toBe(false);
      }
      expect(compareDocuments(changed, changed)).toEqual([]);
    }),
    { numRuns: 300, seed },
  );
});

function ownOf(document: EmailDocument, id: string): unknown {
  const node = placeOf(document, id)?.node;
  return node && { ...node, columns: null, blocks: null };
}
