import { link, type Link } from '@engagex/domain/documents';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { LinkFields } from './link-fields.tsx';

interface LinkDialogProps {
  readonly value: Link | null;
  readonly onSave: (link: Link) => void;
  readonly onRemove: (() => void) | null;
  readonly onClose: () => void;
}

export const noLink: Link = { to: 'address', address: '', query: [] };

/** Where a stretch of text leads. */
export function LinkDialog({ value, onSave, onRemove, onClose }: LinkDialogProps) {
  const [target, setTarget] = useState<Link>(value ?? noLink);
  const [error, setError] = useState<string>();
  function save(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const parsed = link.safeParse(withScheme(target));
    if (!parsed.success) return setError(parsed.error.issues[0]?.message);
    onSave(parsed.data);
  }
  return (
    <Dialog open onOpenChange={onClose} title="Link">
      <form className="contents" noValidate onSubmit={save}>
        <DialogBody>
          <LinkFields value={target} onChange={setTarget} error={error} />
        </DialogBody>
        <DialogFooter>
          {onRemove && (
            <Button variant="ghost" className="mr-auto" onClick={onRemove}>
              Remove link
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Save link
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** `example.com/sale` as it is meant: people leave out what every address begins with. */
export function withScheme(target: Link): Link {
  if (target.to !== 'address') return target;
  const address = target.address.trim();
  if (address === '' || /^[a-z][a-z\d+.-]*:/i.test(address)) return { ...target, address };
  return {
    ...target,
    address: address.includes('@') && !address.includes('/') ? `mailto:${address}` : `https://${address}`,
  };
}
