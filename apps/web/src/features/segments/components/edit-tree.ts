import {
  isBranch,
  type NodePath,
  nodesOf,
  type SegmentBranch,
  segmentLimits,
  type SegmentNode,
} from '@engagex/domain/segments';

/** A tree after a change, and where what was changed is now. */
export interface Edited {
  readonly tree: SegmentBranch;
  readonly path: NodePath;
}

export function nodeAt(tree: SegmentBranch, path: NodePath): SegmentNode | undefined {
  return path.reduce<SegmentNode | undefined>(
    (node, index) => (node && isBranch(node) ? node.of[index] : undefined),
    tree,
  );
}

/** The tree with another node, several or none in this place, which is never the root. */
function replaceAt(tree: SegmentBranch, path: NodePath, nodes: readonly SegmentNode[]): SegmentBranch {
  const [index = 0, ...rest] = path;
  const child = tree.of[index];
  const next = rest.length > 0 && child && isBranch(child) ? [replaceAt(child, rest, nodes)] : nodes;
  return { ...tree, of: tree.of.toSpliced(index, 1, ...next) };
}

function insertAt(tree: SegmentBranch, path: NodePath, node: SegmentNode): SegmentBranch {
  const [index = 0, ...rest] = path;
  if (rest.length === 0) return { ...tree, of: tree.of.toSpliced(index, 0, node) };
  const child = tree.of[index];
  if (!child || !isBranch(child)) return tree;
  return { ...tree, of: tree.of.with(index, insertAt(child, rest, node)) };
}

/** A path is empty for the root alone. */
export function putAt(tree: SegmentBranch, path: NodePath, node: SegmentNode): SegmentBranch {
  if (path.length === 0) return isBranch(node) ? node : tree;
  return replaceAt(tree, path, [node]);
}

export function addTo(tree: SegmentBranch, path: NodePath, node: SegmentNode): Edited {
  const branch = nodeAt(tree, path);
  if (!branch || !isBranch(branch)) return { tree, path };
  return { tree: putAt(tree, path, { ...branch, of: [...branch.of, node] }), path: [...path, branch.of.length] };
}

/** Answers the place of what follows it, or of what came before or is around it. */
export function removeAt(tree: SegmentBranch, path: NodePath): Edited {
  const parent = path.slice(0, -1);
  const next = replaceAt(tree, path, []);
  const left = nodeAt(next, parent);
  const count = left && isBranch(left) ? left.of.length : 0;
  const index = Math.min(path.at(-1) ?? 0, count - 1);
  return { tree: next, path: index < 0 ? parent : [...parent, index] };
}

export function duplicateAt(tree: SegmentBranch, path: NodePath): Edited {
  const node = nodeAt(tree, path);
  if (!node) return { tree, path };
  return {
    tree: replaceAt(tree, path, [node, structuredClone(node)]),
    path: [...path.slice(0, -1), (path.at(-1) ?? 0) + 1],
  };
}

/** Puts it into a group of its own; null where groups may not be nested any deeper. */
export function wrapAt(tree: SegmentBranch, path: NodePath): Edited | null {
  const node = nodeAt(tree, path);
  if (!node || path.length + 1 + levelsOf(node) > segmentLimits.nesting) return null;
  return { tree: putAt(tree, path, { kind: 'any', of: [node] }), path: [...path, 0] };
}

/**
 * One step up or down in reading order: past a condition, into a group and out of it again. A group that is left empty
 * goes. Null where there is no step left.
 */
export function moveAt(tree: SegmentBranch, path: NodePath, direction: 'up' | 'down'): Edited | null {
  const node = nodeAt(tree, path);
  const to = node && stepFrom(tree, path, node, direction);
  if (!node || !to) return null;
  const placeholder: SegmentNode = { kind: 'any', of: [] };
  const moved = insertAt(putAt(tree, path, placeholder), to, node);
  const next = without(moved, placeholder);
  return { tree: next, path: nodesOf(next).find((each) => each.node === node)?.path ?? [] };
}

/** The tree without this node and without the groups that held nothing else. */
function without(tree: SegmentBranch, gone: SegmentNode): SegmentBranch {
  const of = tree.of.flatMap((child) => {
    if (child === gone) return [];
    if (!isBranch(child) || !nodesOf(child).some(({ node }) => node === gone)) return [child];
    const next = without(child, gone);
    return next.of.length === 0 ? [] : [next];
  });
  return { ...tree, of };
}

/** Where the next step leads, as a place in the tree in which the node still is; the place is inserted before. */
function stepFrom(tree: SegmentBranch, path: NodePath, node: SegmentNode, direction: 'up' | 'down'): NodePath | null {
  const parent = path.slice(0, -1);
  const index = path.at(-1) ?? 0;
  const siblings = nodeAt(tree, parent);
  const count = siblings && isBranch(siblings) ? siblings.of.length : 0;
  const next = direction === 'up' ? index - 1 : index + 1;
  if (next < 0 || next >= count) {
    if (parent.length === 0) return null;
    return direction === 'up' ? parent : [...parent.slice(0, -1), (parent.at(-1) ?? 0) + 1];
  }
  const sibling = nodeAt(tree, [...parent, next]);
  const fits = parent.length + 2 + levelsOf(node) <= segmentLimits.nesting;
  if (sibling && isBranch(sibling) && fits) {
    return direction === 'up' ? [...parent, next, sibling.of.length] : [...parent, next, 0];
  }
  return direction === 'up' ? [...parent, next] : [...parent, next + 1];
}

/** How many groups are nested in each other here; none in a condition. */
function levelsOf(node: SegmentNode): number {
  return isBranch(node) ? 1 + Math.max(0, ...node.of.map(levelsOf)) : 0;
}
