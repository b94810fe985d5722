import { useId, useState } from 'react';
import type { Changed } from '@engagex/domain/shared';
import { formatRelative } from '../shared/format.ts';
import type { Difference } from '../shared/merge.ts';
import { Button } from './button.tsx';
import { Dialog, DialogBody, DialogFooter } from './dialog.tsx';

export interface Conflict {
  readonly changed: Changed;
  readonly differences: readonly Difference[];
}

interface ChangedDialogProps extends Conflict {
  /** How a value reads; text as it is unless said otherwise. */
  readonly show: (field: string, value: unknown) => string;
  readonly onChosen: (theirs: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}

/** What somebody else saved meanwhile beside what is typed here, to choose from field by field. */
export function ChangedDialog({ changed, differences, show, onChosen, onClose }: ChangedDialogProps) {
  const group = useId();
  const uncontested = differences.filter(({ isContested }) => !isContested);
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set(uncontested.map(({ field }) => field)));
  const choose = (field: string, isTheirs: boolean) => {
    const next = new Set(theirs);
    if (isTheirs) next.add(field);
    else next.delete(field);
    setTheirs(next);
  };
  const by = changed.isYou ? 'you in another window' : (changed.by ?? 'someone else, or you in another window');
  const saved = `by ${by} ${formatRelative(changed.at)}`;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="This was changed since you opened it"
      description={`It was saved ${saved}. Choose what to keep; nothing is saved until you save again.`}
      className="sm:w-160"
    >
      <DialogBody>
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => setTheirs(new Set())}>
            Keep all mine
          </Button>
          <Button size="small" onClick={() => setTheirs(new Set(differences.map(({ field }) => field)))}>
            Use all saved
          </Button>
        </div>
        {differences.map(({ field, label, mine, theirs: other }) => (
          <fieldset key={field} className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">{label}</legend>
            <Version
              name="Your version"
              group={`${group}-${field}`}
              value={show(field, mine)}
              isChosen={!theirs.has(field)}
              onChoose={() => choose(field, false)}
            />
            <Version
              name={`Saved ${saved}`}
              group={`${group}-${field}`}
              value={show(field, other)}
              isChosen={theirs.has(field)}
              onChoose={() => choose(field, true)}
            />
          </fieldset>
        ))}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" onClick={() => onChosen(theirs)}>
          Use these values
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

interface VersionProps {
  readonly name: string;
  /** The two versions of a field are one choice. */
  readonly group: string;
  readonly value: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Version({ name, group, value, isChosen, onChoose }: VersionProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-2 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
    >
      <input
        id={id}
        type="radio"
        name={group}
        checked={isChosen}
        onChange={onChoose}
        className="mt-1 accent-(--accent-solid)"
      />
      <span className="text-sm text-muted">{name}</span>
      <span className="col-start-2 max-h-40 overflow-y-auto whitespace-pre-wrap wrap-anywhere">
        {value || <em className="text-muted">Empty</em>}
      </span>
    </label>
  );
}
