import { expect, test } from 'vitest';
import { isBranch, type NodePath, type SegmentBranch, type SegmentNode, segmentTree } from '@engagex/domain/segments';
import { addTo, duplicateAt, moveAt, nodeAt, removeAt, wrapAt } from './edit-tree.ts';

const named = (value: string): SegmentNode => ({ kind: 'field', field: 'first_name', predicate: { op: 'is', value } });
const all = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'all', of });
const any = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'any', of });

/** A tree as its names: `a (b c)`. */
function read(node: SegmentNode | undefined): string {
  if (node && isBranch(node)) return `(${node.of.map(read).join(' ')})`;
  return node?.kind === 'field' && 'value' in node.predicate ? node.predicate.value : '?';
}

const tree = all(named('a'), any(named('b'), named('c')), named('d'));

test('a condition moves through the tree in reading order, into groups and out of them', () => {
  const seen: string[] = [];
  let at: { tree: SegmentBranch; path: NodePath } | null = { tree, path: [0] };
  while (at) {
    seen.push(read(at.tree));
    expect(read(nodeAt(at.tree, at.path))).toBe('a');
    at = moveAt(at.tree, at.path, 'down');
  }
  expect(seen).toEqual(['(a (b c) d)', '((a b c) d)', '((b a c) d)', '((b c a) d)', '((b c) a d)', '((b c) d a)']);
});

test('moving up takes the same way back', () => {
  let at: { tree: SegmentBranch; path: NodePath } | null = {
    tree: all(any(named('b'), named('c')), named('a')),
    path: [1],
  };
  const seen: string[] = [];
  while (at) {
    seen.push(read(at.tree));
    at = moveAt(at.tree, at.path, 'up');
  }
  expect(seen).toEqual(['((b c) a)', '((b c a))', '((b a c))', '((a b c))', '(a (b c))']);
});

test('a group whose last condition moves out goes', () => {
  expect(moveAt(all(named('a'), any(named('b'))), [1, 0], 'up')).toMatchObject({ path: [1] });
  expect(read(moveAt(all(named('a'), any(named('b'))), [1, 0], 'up')?.tree)).toBe('(a b)');
  expect(read(moveAt(all(any(any(named('b'))), named('a')), [0, 0, 0], 'down')?.tree)).toBe('((b) a)');
});

test('no move or new group nests deeper than a segment may', () => {
  const deep = all(any(all(any(all(named('deepest'))))), any(named('a')));
  expect(wrapAt(deep, [0, 0, 0, 0, 0])).toBeNull();
  const moved = moveAt(deep, [1], 'up');
  expect(segmentTree.safeParse(moved?.tree).success).toBe(true);
  const over = moveAt(all(any(all(any(all(named('x'))))), any(named('a'))), [0], 'down');
  expect(read(over?.tree)).toBe('((a) ((((x)))))'); // past it, as it does not fit into it
});

test('what is added, duplicated or removed says where to go on', () => {
  expect(addTo(tree, [1], named('new'))).toMatchObject({ path: [1, 2] });
  const twice = duplicateAt(tree, [1]);
  expect([read(twice.tree), twice.path]).toEqual(['(a (b c) (b c) d)', [2]]);
  expect(nodeAt(twice.tree, [1])).not.toBe(nodeAt(twice.tree, [2])); // or a change of one would be found in both
  expect([read(removeAt(tree, [2]).tree), removeAt(tree, [2]).path]).toEqual(['(a (b c))', [1]]);
  expect(removeAt(all(named('a')), [0]).path).toEqual([]);
});
