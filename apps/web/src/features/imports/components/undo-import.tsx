import { importsRoutes, type ImportView } from '@engagex/domain/contacts';
import { useState } from 'react';
import { formatCount, formatDate } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';

/** Takes an import back, after saying in numbers what that means. */
export function UndoImport({ view: { id, created, updated }, undoUntil }: { view: ImportView; undoUntil: string }) {
  const [isAsking, setAsking] = useState(false);
  const undo = useRouteMutation(importsRoutes.undo, { touches: ['contacts', 'groups'] });
  return (
    <>
      <Button onClick={() => setAsking(true)}>Undo import</Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Undo this import?"
        consequence={
          <>
            <p>
              This removes {formatCount(created, 'contact')} it added and reverts {formatCount(updated, 'contact')} it
              changed. Contacts mailed or changed since then are kept and listed. Nobody is resubscribed, and suppressed
              addresses stay suppressed.
            </p>
            <p className="mt-2">You can undo it until {formatDate(undoUntil)}.</p>
          </>
        }
        action="Undo import"
        cancel="Keep import"
        onConfirm={() => undo.mutateAsync({ id })}
      />
    </>
  );
}
