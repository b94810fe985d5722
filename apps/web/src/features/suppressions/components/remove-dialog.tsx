import { suppressionsRoutes, type SuppressionView } from '@engagex/domain/suppressions';
import { useRouteMutation } from '../../../shared/query.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { notify } from '../../../ui/toast.tsx';

interface RemoveDialogProps {
  /** The row to take off the list; null when none is. */
  readonly suppression: SuppressionView | null;
  readonly close: () => void;
}

/** A complaint is asked about twice: here by typing the address, and by the API. */
export function RemoveDialog({ suppression, close }: RemoveDialogProps) {
  const remove = useRouteMutation(suppressionsRoutes.remove, {
    touches: ['preferences'],
    onSuccess: () => notify(`${suppression?.address ?? 'The address'} is no longer suppressed`),
  });
  if (!suppression) return null;
  const { id, address, reason } = suppression;
  const isComplaint = reason === 'complaint';
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Stop suppressing ${address}?`}
      consequence={
        isComplaint
          ? 'This person reported a message as spam. Mailing them again can damage your sending reputation and may be against the law. Continue only if they asked you to.'
          : 'This person gets the next campaign that has them in its audience.'
      }
      action={isComplaint ? 'Mail them despite the complaint' : 'Stop suppressing'}
      {...(isComplaint && address ? { typeToConfirm: address } : {})}
      onConfirm={() => remove.mutateAsync({ id, ...(isComplaint ? { despite: 'complaint' as const } : {}) })}
    />
  );
}
