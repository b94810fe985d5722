import { isBranch, type NodePath, type SegmentBranch, segmentLimits, type SegmentNode } from '@engagex/domain/segments';
import { ListPlus, Plus } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Select } from '../../../ui/select.tsx';
import { ConditionInput } from './condition-input.tsx';
import { newCondition } from './condition-subjects.ts';
import { NodeMenu } from './node-menu.tsx';
import type { TreeEditor } from './tree-editor.ts';

interface BranchProps {
  readonly branch: SegmentBranch;
  readonly path: NodePath;
  readonly editor: TreeEditor;
}

const kinds = [
  { value: 'all', label: 'All of these' },
  { value: 'any', label: 'Any of these' },
  { value: 'none', label: 'None of these' },
] as const;

/** A group of conditions, with groups in it as deep as a tree may be. */
export function BranchInput({ branch, path, editor }: BranchProps) {
  const name = path.length === 0 ? 'Conditions' : `Group ${path.map((index) => index + 1).join('.')}`;
  const mayNest = path.length + 1 < segmentLimits.nesting;
  return (
    <div role="group" aria-label={name} className="flex min-w-0 flex-1 flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <Select
          aria-label={`${name}: how they are joined`}
          className="sm:w-44"
          options={kinds}
          value={branch.kind}
          onChange={(kind) => editor.put(path, { ...branch, kind })}
        />
        {path.length > 0 && <NodeMenu name={name} path={path} editor={editor} />}
      </div>
      <ul className="flex flex-col gap-3 border-l-2 border-line pl-2 sm:pl-3">
        {branch.of.map((node, index) => (
          <NodeItem key={index} node={node} path={[...path, index]} editor={editor} />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={Plus} onClick={() => editor.add(path, newCondition())}>
          Add condition
        </Button>
        {mayNest && (
          <Button size="small" icon={ListPlus} onClick={() => editor.add(path, { kind: 'any', of: [newCondition()] })}>
            Add group of conditions
          </Button>
        )}
      </div>
    </div>
  );
}

function NodeItem({ node, path, editor }: { node: SegmentNode; path: NodePath; editor: TreeEditor }) {
  const verdict = editor.verdictAt(path);
  const name = `Condition ${path.map((index) => index + 1).join('.')}`;
  if (isBranch(node)) {
    return (
      <li data-node={path.join('.')} className="rounded-md border border-line bg-subtle p-2 sm:p-3">
        <BranchInput branch={node} path={path} editor={editor} />
      </li>
    );
  }
  return (
    <li data-node={path.join('.')}>
      <div
        role="group"
        aria-label={name}
        className={cn('flex items-start gap-2', verdict?.decides && 'rounded-md bg-info-soft p-2')}
      >
        <div className="flex min-w-0 flex-1 flex-col gap-1.5">
          <ConditionInput condition={node} onChange={(next) => editor.put(path, next)} segmentId={editor.segmentId} />
          {verdict && (
            <Badge meaning={verdict.result ? 'good' : 'neutral'} className="self-start">
              {`${verdict.result ? 'Met' : 'Not met'}${verdict.decides ? ': this is why' : ''}`}
            </Badge>
          )}
        </div>
        <NodeMenu name={name} path={path} editor={editor} />
      </div>
    </li>
  );
}
