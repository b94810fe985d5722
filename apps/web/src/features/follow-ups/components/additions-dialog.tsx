import { type Additions, afterSendingRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { wordsForReason } from '../../deliveries/index.ts';

interface AdditionsDialogProps {
  readonly campaign: CampaignView;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function AdditionsDialog({ campaign, open, onOpenChange }: AdditionsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Send to new people">
      <Counted campaign={campaign} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Counted({ campaign, close }: { campaign: CampaignView; close: () => void }) {
  const query = useQuery({ ...routeQuery(afterSendingRoutes.additions, { id: campaign.id }), staleTime: 0 });
  if (query.error && !query.data)
    return (
      <DialogBody>
        <ErrorState
          error={query.error}
          what="The new people could not be counted."
          onRetry={() => void query.refetch()}
        />
      </DialogBody>
    );
  if (!query.data)
    return (
      <DialogBody>
        <SkeletonLines label="Counting new people" lines={3} />
      </DialogBody>
    );
  return <Confirm campaign={campaign} additions={query.data} close={close} recount={() => void query.refetch()} />;
}

interface ConfirmProps {
  readonly campaign: CampaignView;
  readonly additions: Additions;
  readonly close: () => void;
  readonly recount: () => void;
}

function Confirm({ campaign: { id, abTest }, additions: { people, skipped }, close, recount }: ConfirmProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const extend = useRouteMutation(afterSendingRoutes.extend, {
    touches: ['deliveries'],
    onSuccess: close,
    onError: (error) => {
      setFailure(messageOf(error));
      recount();
    },
  });
  const who = formatCount(people, 'person', 'people');
  return (
    <>
      <DialogBody>
        {failure && <Notice meaning="danger">{failure}</Notice>}
        {people === 0 ? (
          <p>Nobody new who can be mailed has joined since you sent it.</p>
        ) : (
          <p>
            {who} now in its groups and segments {people === 1 ? 'is' : 'are'} not in the ledger yet.{' '}
            {abTest ? 'They get the variant that was chosen' : 'They get exactly what was sent'}, right away. Nobody
            gets it twice.
          </p>
        )}
        {Object.entries(skipped).map(([reason, count]) => (
          <p key={reason} className="text-sm text-muted">
            {formatNumber(count)} more {count === 1 ? 'is' : 'are'} skipped because {wordsForReason(reason)}.
          </p>
        ))}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>{people === 0 ? 'Close' : 'Cancel'}</Button>
        {people > 0 && (
          <Button
            variant="primary"
            loading={extend.isPending}
            onClick={() => extend.mutate({ id, expectedPeople: people })}
          >
            Send to {who}
          </Button>
        )}
      </DialogFooter>
    </>
  );
}
