import type { NodePath, SegmentNode } from '@engagex/domain/segments';

/** What a node came to for the one person who was asked about. */
export interface Verdict {
  readonly result: boolean;
  readonly decides: boolean;
}

/** What can be done with the nodes of the tree, each by its place. */
export interface TreeEditor {
  readonly put: (path: NodePath, node: SegmentNode) => void;
  readonly add: (path: NodePath, node: SegmentNode) => void;
  readonly move: (path: NodePath, direction: 'up' | 'down') => void;
  readonly canMove: (path: NodePath, direction: 'up' | 'down') => boolean;
  readonly duplicate: (path: NodePath) => void;
  readonly wrap: (path: NodePath) => void;
  readonly canWrap: (path: NodePath) => boolean;
  readonly remove: (path: NodePath) => void;
  readonly verdictAt: (path: NodePath) => Verdict | null;
  /** The segment being edited, null for one that is not stored yet. */
  readonly segmentId: string | null;
}
