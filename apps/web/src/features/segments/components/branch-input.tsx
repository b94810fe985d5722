import { isBranch, type NodePath, type SegmentBranch, segmentLimits, type SegmentNode } from '@engagex/domain/segments';
import { ListPlus, Plus, X } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Select } from '../../../ui/select.tsx';
import { ConditionInput } from './condition-input.tsx';
import { newCondition } from './condition-subjects.ts';

/** What a node came to for the one person who was asked about. */
export interface Verdict {
  readonly result: boolean;
  readonly decides: boolean;
}

interface BranchProps {
  readonly branch: SegmentBranch;
  readonly onChange: (branch: SegmentBranch) => void;
  /** Absent for the root, which stays. */
  readonly onRemove?: () => void;
  readonly path: NodePath;
  readonly verdictAt: (path: NodePath) => Verdict | null;
}

const kinds = [
  { value: 'all', label: 'All of these' },
  { value: 'any', label: 'Any of these' },
  { value: 'none', label: 'None of these' },
] as const;

/** A group of conditions, with groups in it as deep as a tree may be. */
export function BranchInput({ branch, onChange, onRemove, path, verdictAt }: BranchProps) {
  const put = (index: number, node: SegmentNode) =>
    onChange({ ...branch, of: branch.of.map((each, at) => (at === index ? node : each)) });
  const remove = (index: number) => onChange({ ...branch, of: branch.of.filter((_, at) => at !== index) });
  const add = (node: SegmentNode) => onChange({ ...branch, of: [...branch.of, node] });
  const name = path.length === 0 ? 'Conditions' : `Group ${path.map((index) => index + 1).join('.')}`;
  return (
    <div
      role="group"
      aria-label={name}
      className={cn('flex flex-col gap-3', path.length > 0 && 'rounded-md border border-line bg-subtle p-3')}
    >
      <div className="flex items-center justify-between gap-2">
        <Select
          aria-label={`${name}: how they are joined`}
          className="sm:w-44"
          options={kinds}
          value={branch.kind}
          onChange={(kind) => onChange({ ...branch, kind })}
        />
        {onRemove && <IconButton label={`Remove ${name.toLowerCase()}`} icon={X} onClick={onRemove} />}
      </div>
      <ul className="flex flex-col gap-3 border-l-2 border-line pl-3">
        {branch.of.map((node, index) => {
          const at = [...path, index];
          return (
            <li key={index}>
              {isBranch(node) ? (
                <BranchInput
                  branch={node}
                  path={at}
                  verdictAt={verdictAt}
                  onChange={(next) => put(index, next)}
                  onRemove={() => remove(index)}
                />
              ) : (
                <Decided verdict={verdictAt(at)}>
                  <ConditionInput condition={node} onChange={(next) => put(index, next)} />
                  <IconButton
                    label={`Remove condition ${at.map((each) => each + 1).join('.')}`}
                    icon={X}
                    onClick={() => remove(index)}
                  />
                </Decided>
              )}
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={Plus} onClick={() => add(newCondition())}>
          Add condition
        </Button>
        {path.length + 1 < segmentLimits.nesting && (
          <Button size="small" icon={ListPlus} onClick={() => add({ kind: 'any', of: [newCondition()] })}>
            Add group of conditions
          </Button>
        )}
      </div>
    </div>
  );
}

function Decided({ verdict, children }: { verdict: Verdict | null; children: React.ReactNode }) {
  return (
    <div className={cn('flex items-start gap-2', verdict?.decides && 'rounded-md bg-info-soft p-2')}>
      {children}
      {verdict && (
        <Badge meaning={verdict.result ? 'good' : 'neutral'} className="mt-1">
          {`${verdict.result ? 'True' : 'Not true'}${verdict.decides ? ', decides' : ''}`}
        </Badge>
      )}
    </div>
  );
}
