import { isBranch, type SegmentNode } from './tree.ts';

/** Where a node is in a tree: `[]` is the root, `[0, 2]` the third child of the first. */
export type NodePath = readonly number[];

/**
 * The conditions that decide about a person, given what each comes to: changing one of them could change the answer.
 * All of them when every one is needed; otherwise those that alone are enough.
 */
export function decidingConditions(root: SegmentNode, resultAt: (path: NodePath) => boolean): NodePath[] {
  return decide(root, []);

  function decide(node: SegmentNode, path: NodePath): NodePath[] {
    if (!isBranch(node)) return [path];
    const children = node.of.map((child, index) => ({ child, at: [...path, index] }));
    const enough = node.kind !== 'all';
    const alone = children.filter(({ at }) => resultAt(at) === enough);
    return (alone.length > 0 ? alone : children).flatMap(({ child, at }) => decide(child, at));
  }
}

/** Every node of a tree with its place, in reading order. */
export function nodesOf(node: SegmentNode, path: NodePath = []): { node: SegmentNode; path: NodePath }[] {
  const below = isBranch(node) ? node.of.flatMap((child, index) => nodesOf(child, [...path, index])) : [];
  return [{ node, path }, ...below];
}
