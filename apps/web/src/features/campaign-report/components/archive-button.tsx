import { campaignsRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { Archive, ArchiveRestore } from 'lucide-react';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** Puts away a campaign that has ended, or brings it back to the list. */
export function ArchiveButton({
  campaign: { id, name, can },
}: {
  campaign: Pick<CampaignView, 'id' | 'name' | 'can'>;
}) {
  const unarchive = useRouteMutation(campaignsRoutes.unarchive, {
    onSuccess: () => notify(`“${name}” unarchived`),
    onError: notifyFailure('The campaign was not unarchived'),
  });
  const archive = useRouteMutation(campaignsRoutes.archive, {
    onSuccess: () =>
      notify(`“${name}” archived`, { detail: 'Its report stays.', undo: () => unarchive.mutate({ id }) }),
    onError: notifyFailure('The campaign was not archived'),
  });
  if (can.includes('archive'))
    return (
      <Button icon={Archive} loading={archive.isPending} onClick={() => archive.mutate({ id })}>
        Archive
      </Button>
    );
  if (!can.includes('unarchive')) return null;
  return (
    <Button icon={ArchiveRestore} loading={unarchive.isPending} onClick={() => unarchive.mutate({ id })}>
      Unarchive
    </Button>
  );
}
