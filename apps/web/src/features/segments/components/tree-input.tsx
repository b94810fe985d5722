import { isBranch, type NodePath, type SegmentBranch, type SegmentNode } from '@engagex/domain/segments';
import { type KeyboardEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { BranchInput } from './branch-input.tsx';
import { addTo, duplicateAt, type Edited, moveAt, nodeAt, putAt, removeAt, wrapAt } from './edit-tree.ts';
import type { TreeEditor, Verdict } from './tree-editor.ts';

interface TreeInputProps {
  readonly tree: SegmentBranch;
  readonly onChange: (tree: SegmentBranch) => void;
  readonly verdictAt: (path: NodePath) => Verdict | null;
  readonly segmentId: string | null;
}

/**
 * The conditions of a segment. What moves takes the focus along and says where it is; Alt with an arrow moves the
 * condition or group one is in, and with Shift repeats it.
 */
export function TreeInput({ tree, onChange, verdictAt, segmentId }: TreeInputProps) {
  const container = useRef<HTMLDivElement>(null);
  const [said, say] = useState('');

  function change(edited: Edited | null, words: (place: string) => string) {
    if (!edited) {
      say('It cannot move any further.');
      return;
    }
    flushSync(() => {
      onChange(edited.tree);
      say(words(placeName(edited.path)));
    });
    container.current?.querySelector<HTMLElement>(`[data-node="${edited.path.join('.')}"] [data-node-menu]`)?.focus();
  }

  const editor: TreeEditor = {
    put: (path: NodePath, node: SegmentNode) => onChange(putAt(tree, path, node)),
    add: (path, node) => change(addTo(tree, path, node), (place) => `Added ${place}.`),
    move: (path, direction) => change(moveAt(tree, path, direction), (place) => `Moved to ${place}.`),
    canMove: (path, direction) => moveAt(tree, path, direction) !== null,
    duplicate: (path) => change(duplicateAt(tree, path), (place) => `Duplicated as ${place}.`),
    wrap: (path) => change(wrapAt(tree, path), (place) => `Put into a group, as ${place}.`),
    canWrap: (path) => wrapAt(tree, path) !== null,
    remove: (path) => change(removeAt(tree, path), () => 'Removed.'),
    verdictAt,
    segmentId,
  };

  function onKeyDown(event: KeyboardEvent) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    const path = pathOf(event.target);
    if (!path || !nodeAt(tree, path)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) editor.duplicate(path);
    else editor.move(path, event.key === 'ArrowUp' ? 'up' : 'down');
  }

  return (
    <div ref={container} onKeyDownCapture={onKeyDown}>
      <BranchInput branch={tree} path={[]} editor={editor} />
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </div>
  );

  function placeName(path: NodePath): string {
    const node = nodeAt(tree, path);
    return `${node && isBranch(node) ? 'group' : 'condition'} ${path.map((index) => index + 1).join('.')}`;
  }
}

/** The condition or group the focus is in; null in what belongs to the root. */
function pathOf(target: EventTarget): NodePath | null {
  const node = target instanceof Element ? target.closest<HTMLElement>('[data-node]')?.dataset['node'] : undefined;
  return node ? node.split('.').map(Number) : null;
}
