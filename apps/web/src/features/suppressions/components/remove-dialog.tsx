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
    onSuccess: () => notify(`${suppression?.address ?? 'The address'} gets messages again`),
  });
  if (!suppression) return null;
  const { id, address, reason } = suppression;
  const isComplaint = reason === 'complaint';
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Let ${address} get messages again?`}
      consequence={
        isComplaint
          ? 'This person reported a message as spam. Mailing them again can cost you your reputation with their provider, and may be against the law. Only go on when they asked for it.'
          : 'The next campaign whose audience this person is in goes to them as well.'
      }
      action={isComplaint ? 'Mail them despite the complaint' : 'Take off the list'}
      {...(isComplaint && address ? { typeToConfirm: address } : {})}
      onConfirm={() => remove.mutateAsync({ id, ...(isComplaint ? { despite: 'complaint' as const } : {}) })}
    />
  );
}
