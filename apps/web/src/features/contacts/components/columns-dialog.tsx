import type { AttributeDefinition } from '@engagex/domain/contacts';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { allColumns, usualColumns } from './contact-columns.tsx';

interface ColumnsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly columns: readonly string[];
  readonly definitions: readonly AttributeDefinition[];
  readonly onChange: (columns: readonly string[]) => void;
}

/** Which columns the list has, and in which order; it changes at once. */
export function ColumnsDialog({ open, onOpenChange, columns, definitions, onChange }: ColumnsDialogProps) {
  const all = allColumns(definitions);
  const shown = columns.flatMap((id) => all.find((each) => each.id === id) ?? []);
  const hidden = all.filter(({ id }) => !columns.includes(id));
  const move = (id: string, by: number) => {
    const next = columns.filter((each) => each !== id);
    next.splice(columns.indexOf(id) + by, 0, id);
    onChange(next);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Columns" description="Saved for you on this device.">
      <DialogBody>
        <ul aria-label="Shown columns" className="flex flex-col">
          {shown.map(({ id, label }, index) => (
            <li key={id} className="flex items-center gap-2">
              <Checkbox
                className="flex-1"
                label={label}
                checked
                disabled={shown.length === 1}
                onChange={() => onChange(columns.filter((each) => each !== id))}
              />
              <IconButton
                label={`Move ${label} up`}
                icon={ArrowUp}
                disabled={index === 0}
                onClick={() => move(id, -1)}
              />
              <IconButton
                label={`Move ${label} down`}
                icon={ArrowDown}
                disabled={index === shown.length - 1}
                onClick={() => move(id, 1)}
              />
            </li>
          ))}
        </ul>
        {hidden.length > 0 && (
          <ul aria-label="Other columns" className="border-t border-line pt-2">
            {hidden.map(({ id, label }) => (
              <li key={id}>
                <Checkbox label={label} checked={false} onChange={() => onChange([...columns, id])} />
              </li>
            ))}
          </ul>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onChange(usualColumns)}>Reset to default</Button>
        <Button variant="primary" onClick={() => onOpenChange(false)}>
          Done
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
