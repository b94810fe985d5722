import { type Block, readDocument, starters } from '@engagex/domain/documents';
import { expect, test } from 'vitest';
import { dropEdits } from '../dragging/drop.ts';
import { blockIds, insertBlock, move, remove } from './actions.ts';
import { propertyWith, valueAt } from './at-path.ts';
import { EditorStore } from './editor-store.ts';
import { newBlock } from './new-block.ts';
import { insertable } from './insertable.ts';

const welcome = () => starters.find(({ id }) => id === 'welcome')!.document();

function storeOf(document = welcome()) {
  const store = new EditorStore(document);
  const refused: string[] = [];
  store.tell({ change: () => {}, refused: (message) => refused.push(message) });
  return { store, refused, ids: blockIds(store) };
}

test('letters of one text are one step, another text or a pause begins the next', () => {
  const { store } = storeOf();
  const heading = newBlock('heading');
  insertBlock(store, heading, null);
  const steps = () => store.state.history.undoing.length;
  const before = steps();
  store.type(heading.id, 'level', 1);
  store.type(heading.id, 'level', 3);
  expect(steps()).toBe(before + 1);
  store.type(heading.id, 'style.align', 'end');
  expect(steps()).toBe(before + 2);
  store.undo();
  store.undo();
  expect(valueAt(store.block(heading.id) ?? {}, 'level')).toBe(2);
  store.redo();
  expect(valueAt(store.block(heading.id) ?? {}, 'level')).toBe(3);
});

test('the last block of a section takes the section with it, and comes back with it', () => {
  const { store, ids } = storeOf();
  const [first = ''] = ids;
  const before = store.document;
  const back = remove(store, first);
  expect(store.document.sections.length).toBe(before.sections.length - 1);
  expect(store.state.selectedId).toBe(ids[1]);
  expect(back && store.do(back)).toBe(true);
  expect(store.document).toEqual(before);
});

test('an edit that is not possible any more is said and changes nothing', () => {
  const { store, refused } = storeOf();
  const before = store.document;
  expect(store.do({ do: 'remove', id: 'gone' })).toBe(false);
  expect(refused).toEqual(['This is no longer in the message.']);
  expect(store.document).toBe(before);
});

test('what somebody else removed is no longer selected, and what was done here can still be undone', () => {
  const { store, ids } = storeOf();
  const [first = '', second = ''] = ids;
  store.select(second);
  store.set(second, 'style.align', 'end');
  const without = { ...store.document, sections: store.document.sections.slice(1) };
  store.select(first);
  store.replace(without);
  expect(store.state.selectedId).toBeNull();
  store.undo();
  expect(valueAt(store.block(second) ?? {}, 'style.align')).not.toBe('end');
});

test.each(insertable)('a new %s is a block that can be saved', (type) => {
  const { store } = storeOf();
  insertBlock(store, type, null);
  expect(readDocument(JSON.parse(JSON.stringify(store.document)))).toEqual(store.document);
});

test('a block that is dropped goes where the line was, and nowhere when it is there', () => {
  const { store, ids } = storeOf();
  const order = () => blockIds(store);
  const [, , a = '', b = '', c = ''] = ids; // of one column
  const drop = (id: string, target: string, isBelow: boolean) => {
    const made = dropEdits(store, { kind: 'block', id }, { kind: 'block', id: target }, isBelow);
    if (made) store.do(...made.edits);
    return made !== null;
  };
  expect(drop(a, b, true)).toBe(true);
  expect(order().slice(2, 5)).toEqual([b, a, c]);
  expect(drop(a, b, true)).toBe(false);
  expect(drop(c, b, false)).toBe(true);
  expect(order().slice(2, 5)).toEqual([c, b, a]);
  const sections = store.document.sections.length;
  const made = dropEdits(
    store,
    { kind: 'block', id: a },
    { kind: 'section', id: store.document.sections[0]!.id },
    false,
  );
  if (made) store.do(...made.edits);
  expect(store.document.sections.length).toBe(sections + 1);
  expect(order()[0]).toBe(a);
  store.undo();
  expect(order().slice(2, 5)).toEqual([c, b, a]);
});

test('by keyboard a block goes through every column and back', () => {
  const { store, ids } = storeOf();
  const last = ids.at(-1) ?? '';
  let steps = 0;
  while (move(store, last, 'up')) steps += 1;
  expect(blockIds(store)[0]).toBe(last);
  for (let step = 0; step < steps; step += 1) store.undo();
  expect(blockIds(store)).toEqual(ids);
});

test('one place in a block is changed and all else stays the same object', () => {
  const menu = newBlock('menu') as Extract<Block, { type: 'menu' }>; // what was asked for
  const { property, value } = propertyWith(menu, 'items.1.label', 'x');
  expect(property).toBe('items');
  expect(value).toEqual(menu.items.map((item, at) => (at === 1 ? { ...item, label: 'x' } : item)));
  expect(valueAt({ items: value }, 'items.0')).toBe(menu.items[0]);
});
