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
              {formatCount(created, 'contact')} it added {created === 1 ? 'is' : 'are'} removed and{' '}
              {formatCount(updated, 'contact')} it changed {updated === 1 ? 'is' : 'are'} set back. Whoever was mailed
              or changed since is kept and listed; nobody is resubscribed, and suppressed addresses stay suppressed.
            </p>
            <p className="mt-2">This is possible until {formatDate(undoUntil)}.</p>
          </>
        }
        action="Undo import"
        cancel="Keep it"
        onConfirm={() => undo.mutateAsync({ id })}
      />
    </>
  );
}
