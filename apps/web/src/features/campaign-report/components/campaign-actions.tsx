import { campaignsRoutes, type CampaignReport } from '@engagex/domain/campaigns';
import { CircleStop, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

/** Pause, resume and cancel, as far as the API says. */
export function CampaignActions({ campaign: { id, can }, ledger }: Pick<CampaignReport, 'campaign' | 'ledger'>) {
  const [isCancelling, setCancelling] = useState(false);
  const touches = ['deliveries'] as const;
  const pause = useRouteMutation(campaignsRoutes.pause, {
    touches,
    onError: notifyFailure('The campaign was not paused'),
  });
  const resume = useRouteMutation(campaignsRoutes.resume, {
    touches,
    onError: notifyFailure('The campaign was not resumed'),
  });
  const cancel = useRouteMutation(campaignsRoutes.cancel, { touches });
  const left = ledger.pending + ledger.deferred;
  return (
    <div className="flex gap-2 empty:hidden">
      {can.includes('pause') && (
        <Button icon={Pause} loading={pause.isPending} onClick={() => pause.mutate({ id })}>
          Pause
        </Button>
      )}
      {can.includes('resume') && (
        <Button variant="primary" icon={Play} loading={resume.isPending} onClick={() => resume.mutate({ id })}>
          Resume
        </Button>
      )}
      {can.includes('cancel') && (
        <Button variant="danger" icon={CircleStop} onClick={() => setCancelling(true)}>
          Cancel
        </Button>
      )}
      <ConfirmDialog
        open={isCancelling}
        onOpenChange={setCancelling}
        title="Cancel this campaign?"
        consequence={`${formatCount(left, 'person', 'people')} not mailed yet will be skipped. This cannot be undone.`}
        action="Cancel campaign"
        cancel="Keep sending"
        onConfirm={() => cancel.mutateAsync({ id })}
      />
    </div>
  );
}
