import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EmailDocument } from '../document.ts';
import { readDocument } from '../read-document.ts';
import { baseDocument, editOf, randomDraws } from '../testing/random-edits.ts';
import { documentOf, sampleBlock } from '../testing/samples.ts';
import { applyEdit, type Edit, idsOf, placeOf } from './edit.ts';
import { extend, type History, historyOf, perform, redo, undo } from './history.ts';
import { mergeDocuments } from './merge.ts';
import { duplicate, moveDown, moveInto, moveUp } from './moves.ts';
import { isSame } from './same.ts';
import { seed } from '../../shared/testing/seed.ts';

type Draws = readonly (readonly [number, number, number])[];

function edited(document: EmailDocument, draws: Draws, name: string): EmailDocument {
  return draws.reduce((current, draw, at) => {
    const edit = editOf(current, draw, `${name}${at}`);
    return edit ? applyEdit(current, edit).document : current;
  }, document);
}

const idsIn = (document: EmailDocument) => idsOf(document.sections);
const blockIn = (document: EmailDocument, id: string) => placeOf(document, id)?.node ?? null;
const base = baseDocument();
const bare = (own: unknown) => ({ ...(own as object | null), translations: null });

test(`any edits are undone and done again to the letter, and no edit changes what it was given (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomDraws, (draws) => {
      const before = JSON.stringify(base);
      let history: History = historyOf(base);
      const states = [base];
      for (const [at, draw] of draws.entries()) {
        const edit = editOf(history.document, draw, `n${at}`);
        if (!edit) continue;
        history = perform(history, edit);
        states.push(history.document);
        readDocument(JSON.parse(JSON.stringify(history.document)));
      }
      for (const state of states.toReversed()) {
        expect(history.document).toEqual(state);
        history = undo(history);
      }
      expect(undo(history).document).toEqual(base);
      for (const state of states.slice(1)) {
        history = redo(history);
        expect(history.document).toEqual(state);
      }
      expect(JSON.stringify(base)).toBe(before);
    }),
    { numRuns: 1_000, seed },
  );
});

test('letters that are typed one after the other are one step, and other edits of it are taken back with them', () => {
  const typed = (value: string): Edit => ({ do: 'set', id: 'a0', property: 'type-in', value });
  const start = historyOf(base);
  const one = extend(extend(extend(start, typed('a')), typed('ab')), typed('abc'));
  expect(blockIn(one.document, 'a0')).toMatchObject({ 'type-in': 'abc' });
  expect(one.undoing).toHaveLength(1);
  const both = extend(one, { do: 'remove', id: 'a1' });
  expect(both.undoing).toHaveLength(1);
  expect(undo(both).document).toEqual(base);
  expect(redo(undo(both)).document).toEqual(both.document);
});

test(`merging loses nothing silently, and takes what only one changed (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomDraws, randomDraws, (my, their) => {
      const [mine, theirs] = [edited(base, my, 'm'), edited(base, their, 't')];
      const { document, conflicts } = mergeDocuments({ base, mine, theirs });
      readDocument(JSON.parse(JSON.stringify(document)));
      const told = new Set(
        conflicts.flatMap(({ id, mine: my, theirs: their }) => [id, ...idsInside(my), ...idsInside(their)]),
      );
      for (const id of new Set([...idsIn(mine), ...idsIn(theirs)])) {
        if (told.has(id)) continue;
        const [was, m, t, now] = [base, mine, theirs, document].map((each) => ownOf(each, id));
        // Translations are merged apart from the rest: see languages.test.ts.
        if (m && t) expect(bare(now), id).toEqual(isSame(bare(m), bare(was)) ? bare(t) : bare(m));
        else if (was) expect(now === null || isSame(now, m ?? t), id).toBe(true);
        else expect(now, id).toEqual(m ?? t);
        if (was && !now) expect(isSame(m ?? t, was), `${id} was removed by one and left alone by the other`).toBe(true);
      }
      expect(new Set(idsIn(document)).size).toBe(idsIn(document).length);
    }),
    { numRuns: 1_000, seed },
  );
});

test(`merging with a version that nobody changed gives the other one (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomDraws, (draws) => {
      const changed = edited(base, draws, 'n');
      expect(mergeDocuments({ base, mine: changed, theirs: base })).toEqual({ document: changed, conflicts: [] });
      expect(mergeDocuments({ base, mine: base, theirs: changed })).toEqual({ document: changed, conflicts: [] });
      expect(mergeDocuments({ base, mine: changed, theirs: changed })).toEqual({ document: changed, conflicts: [] });
    }),
    { numRuns: 300, seed },
  );
});

describe('two versions of a message', () => {
  const start = documentOf([sampleBlock('text', 'a'), sampleBlock('divider', 'b')], [sampleBlock('spacer', 'c')]);
  const after = (...edits: Edit[]) => edits.reduce((current, edit) => applyEdit(current, edit).document, start);
  const merged = (mine: Edit[], theirs: Edit[]) =>
    mergeDocuments({ base: start, mine: after(...mine), theirs: after(...theirs) });
  const height = (value: number): Edit => ({ do: 'set', id: 'c', property: 'style', value: { height: value } });
  const gone = (id: string): Edit => ({ do: 'remove', id });

  test('with changes of different blocks become one', () => {
    const { document, conflicts } = merged(
      [height(9), { do: 'insert-block', columnId: 'c0', index: 2, block: sampleBlock('button', 'mine') }],
      [
        gone('b'),
        { do: 'insert-block', columnId: 'c0', index: 1, block: sampleBlock('image', 'theirs') },
        { do: 'move-section', id: 's1', index: 0 },
      ],
    );
    expect(conflicts).toEqual([]);
    expect(idsIn(document)).toEqual(['s1', 'c1', 'c', 's0', 'c0', 'a', 'mine', 'theirs']);
    expect(blockIn(document, 'c')).toMatchObject({ style: { height: 9 } });
  });

  test('with different changes of one block show both', () => {
    const { document, conflicts } = merged([height(9)], [height(12)]);
    expect(conflicts).toMatchObject([
      { id: 'c', base: { style: { height: 24 } }, mine: { style: { height: 9 } }, theirs: { style: { height: 12 } } },
    ]);
    expect(blockIn(document, 'c')).toMatchObject({ style: { height: 9 } });
  });

  test('with the same change of one block agree', () => {
    expect(merged([height(9)], [height(9)]).conflicts).toEqual([]);
  });

  test('where one removed what the other changed keep it and say so', () => {
    for (const [mine, theirs] of [
      [[gone('c')], [height(9)]],
      [[height(9)], [gone('s1')]],
    ] satisfies [Edit[], Edit[]][]) {
      const { document, conflicts } = merged(mine, theirs);
      expect(conflicts).toMatchObject([{ id: 'c' }]);
      expect(blockIn(document, 'c')).toMatchObject({ style: { height: 9 } });
    }
  });

  test('where one removed a section that the other changed keep all of it', () => {
    const { document, conflicts } = merged(
      [gone('s0')],
      [{ do: 'set', id: 's0', property: 'repeat', value: { list: 'event.items', limit: 2 } }],
    );
    expect(conflicts).toMatchObject([{ id: 's0', mine: null, theirs: { repeat: { limit: 2 } } }]);
    expect(idsIn(document)).toEqual(idsIn(start));
  });

  test('where one removed a section into which the other put something keep what is new', () => {
    const { document, conflicts } = merged(
      [gone('s1')],
      [{ do: 'insert-block', columnId: 'c1', index: 0, block: sampleBlock('button', 'new') }],
    );
    expect(conflicts).toMatchObject([{ id: 'c1', mine: null }]);
    expect(idsIn(document)).toEqual(['s0', 'c0', 'a', 'b', 's1', 'c1', 'new']);
  });
});

describe('by keyboard', () => {
  const document = documentOf([sampleBlock('text', 'a'), sampleBlock('divider', 'b')], [sampleBlock('spacer', 'c')]);
  const done = (edit: Edit | null) => (edit ? idsIn(applyEdit(document, edit).document) : null);

  test('a block moves past its neighbor, and then into the next column', () => {
    expect(done(moveDown(document, 'a'))).toEqual(['s0', 'c0', 'b', 'a', 's1', 'c1', 'c']);
    expect(done(moveDown(document, 'b'))).toEqual(['s0', 'c0', 'a', 's1', 'c1', 'b', 'c']);
    expect(done(moveUp(document, 'c'))).toEqual(['s0', 'c0', 'a', 'b', 'c', 's1', 'c1']);
    expect(done(moveInto(document, 'a', 'c1'))).toEqual(['s0', 'c0', 'b', 's1', 'c1', 'c', 'a']);
    expect([
      moveUp(document, 'a'),
      moveDown(document, 'c'),
      moveInto(document, 'a', 'c0'),
      moveUp(document, 'x'),
    ]).toEqual([null, null, null, null]);
    expect(done(moveDown(document, 's0'))).toEqual(['s1', 'c1', 'c', 's0', 'c0', 'a', 'b']);
  });

  test('a copy has ids of its own and stands right below', () => {
    let count = 0;
    const copied = done(duplicate(document, 's0', () => `new-${(count += 1)}`));
    expect(copied).toEqual(['s0', 'c0', 'a', 'b', 'new-1', 'new-2', 'new-3', 'new-4', 's1', 'c1', 'c']);
  });
});

test.each<[string, Edit]>([
  ['edit.missing', { do: 'remove', id: 'x' }],
  ['edit.missing', { do: 'move-block', id: 'a0', columnId: 'a1', index: 0 }],
  ['edit.missing', { do: 'insert-block', columnId: 'x', index: 0, block: sampleBlock('spacer', 'y') }],
  ['edit.twice', { do: 'insert-block', columnId: 'c0', index: 0, block: sampleBlock('spacer', 'a0') }],
  ['edit.last-column', { do: 'remove', id: 'c0' }],
  ['edit.kind', { do: 'move-section', id: 'a0', index: 0 }],
  ['edit.property', { do: 'set', id: 'a0', property: 'id', value: 'b' }],
  ['edit.property', { do: 'set', id: 's0', property: 'columns', value: [] }],
])('an edit that cannot be done is refused: %s', (code, edit) => {
  expect(() => applyEdit(base, edit)).toThrow(expect.objectContaining({ code }));
});

/** Without what is in it. */
function ownOf(document: EmailDocument, id: string): unknown {
  const node = blockIn(document, id);
  if (!node) return null;
  const { columns: _columns, blocks: _blocks, ...own }: Record<string, unknown> = { ...node };
  return own;
}

function idsInside(node: unknown): string[] {
  return [...JSON.stringify(node ?? null).matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);
}
