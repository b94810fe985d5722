import { type OperatorAction, operatorNotesRoutes } from '@engagex/domain/operators';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { invalidateNoun, useRouteMutation } from '../../../shared/query.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify } from '../../../ui/toast.tsx';

interface ActionItemProps {
  readonly action: OperatorAction;
  /** In a list of several organizations. */
  readonly isNamed?: boolean;
}

/** One thing that an operator did or noted. */
export function ActionItem({ action, isNamed = false }: ActionItemProps) {
  const { organization, by, kind, words, at } = action;
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        {isNamed && (
          <Link href={`/organizations/${organization.id}`} className="font-medium wrap-anywhere hover:underline">
            {organization.name}
          </Link>
        )}
        {kind !== 'note' && <p>{changeInWords(action)}</p>}
        {words ? (
          <p className="whitespace-pre-line wrap-anywhere">{kind === 'note' ? words : `Reason: ${words}`}</p>
        ) : (
          <p className="text-muted">This note was deleted.</p>
        )}
        <p className="mt-0.5 text-sm text-muted">
          {by.name}, <Time value={at} />
        </p>
      </div>
      {kind === 'note' && words && <DeleteNote action={action} />}
    </li>
  );
}

function changeInWords({ kind, planBefore, planAfter }: OperatorAction): string {
  if (kind === 'suspend_sending') return 'Suspended sending';
  if (kind === 'resume_sending') return 'Resumed sending';
  if (planAfter === null) return `Ended the assignment of the plan “${planBefore ?? ''}”`;
  if (planBefore === null) return `Assigned the plan “${planAfter}”`;
  return `Changed the plan from “${planBefore}” to “${planAfter}”`;
}

function DeleteNote({ action: { id, organization } }: { action: OperatorAction }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useRouteMutation(operatorNotesRoutes.delete, {
    onSuccess: () => {
      void invalidateNoun('operators');
      notify('Note deleted');
    },
  });
  return (
    <>
      <IconButton label="Delete note" icon={Trash2} size="small" onClick={() => setAsking(true)} />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Delete this note?"
        consequence="Its text is gone for good. That there was one, who wrote it and when stays."
        action="Delete note"
        onConfirm={() => remove.mutateAsync({ organizationId: organization.id, id })}
      />
    </>
  );
}
