import { campaignsRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

export function DeleteDraftButton({
  campaign: { id, name, can },
}: {
  campaign: Pick<CampaignView, 'id' | 'name' | 'can'>;
}) {
  const [, go] = useLocation();
  const restore = useRouteMutation(campaignsRoutes.restore, { onError: notifyFailure('The draft was not restored') });
  const remove = useRouteMutation(campaignsRoutes.delete, {
    onError: notifyFailure('The draft was not deleted'),
    onSuccess: () => {
      notify(`“${name}” deleted`, { undo: () => restore.mutate({ id }) });
      go('/campaigns');
    },
  });
  if (!can.includes('delete')) return null;
  return (
    <Button icon={Trash2} variant="ghost" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
      Delete
    </Button>
  );
}
