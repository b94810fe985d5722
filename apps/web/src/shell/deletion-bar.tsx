import { organizationRoutes } from '@engagex/domain/accounts';
import { Trash2 } from 'lucide-react';
import { formatLongDate, useWriting } from '../shared/format.ts';
import { useRouteMutation } from '../shared/query.ts';
import { refreshSession, useCan, useOrganization } from '../shared/session.ts';
import { Button } from '../ui/button.tsx';
import { notify, notifyFailure } from '../ui/toast.tsx';

/** A worker deletes within minutes of the time, unless something outside has not ended. */
const patienceMs = 10 * 60_000;

const isOverdue = (deletesAt: string) => Date.parse(deletesAt) < Date.now() - patienceMs;

/** Stands above every page of an organization that is about to be deleted. */
export function DeletionBar() {
  const { name, deletesAt } = useOrganization();
  const canKeep = useCan('organization:own');
  useWriting();
  const keep = useRouteMutation(organizationRoutes.keep, {
    onSuccess: async () => {
      await refreshSession();
      notify(`${name} stays`);
      document.getElementById('content')?.focus(); // the button is gone with the bar
    },
    onError: notifyFailure('The deletion was not cancelled'),
  });
  if (!deletesAt) return null;
  return (
    <section
      aria-label="Deletion"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-warning-line bg-warning-soft px-4 py-2 md:px-8"
    >
      <Trash2 aria-hidden className="size-4 shrink-0 text-warning" />
      <p className="min-w-0 flex-1 basis-56">
        {isOverdue(deletesAt)
          ? `This organization was to be deleted on ${formatLongDate(deletesAt)}. That waits until its subscription at Stripe has ended, which is tried again by itself. ${canKeep ? 'Cancel the subscription under Billing, or ask whoever runs this installation.' : ''}`
          : `This organization will be deleted on ${formatLongDate(deletesAt)} with everything in it.`}
        {!canKeep && ' An owner can cancel this until then.'}
      </p>
      {canKeep && (
        <Button size="small" loading={keep.isPending} onClick={() => keep.mutate({})}>
          Cancel deletion
        </Button>
      )}
    </section>
  );
}
