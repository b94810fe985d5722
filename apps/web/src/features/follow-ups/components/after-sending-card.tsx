import { afterSendingRoutes, type CampaignReport, type CampaignView, type FollowUps } from '@engagex/domain/campaigns';
import type { RetryReason } from '@engagex/domain/deliveries';
import { useQuery } from '@tanstack/react-query';
import { MailQuestion, RotateCcw, UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { formatCount, plural } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { AdditionsDialog } from './additions-dialog.tsx';
import { ReminderDialog } from './reminder-dialog.tsx';
import { ResendButton } from './resend-button.tsx';
import { SettleButton } from './settle-button.tsx';

/** What can follow a sent campaign, each with the number that would happen. */
export function AfterSendingCard({ report }: { report: CampaignReport }) {
  const { campaign, ledger } = report;
  const canSend = campaign.can.includes('retry');
  const canDraft = useCan('campaigns:write');
  const open = Object.keys(ledger.failed).length > 0 || ledger.unknown > 0;
  const followUps = useQuery({
    ...routeQuery(afterSendingRoutes.followUps, { id: campaign.id }),
    enabled: canSend && open,
    staleTime: 0,
  });
  const unopened = Math.max(0, ledger.accepted - report.opened);
  if (campaign.status !== 'sent' || !(canSend || canDraft)) return null;
  return (
    <Card>
      <CardHeader title="Next steps" state="What you can do now that this campaign is sent" />
      <CardBody>
        <ul className="flex flex-col gap-3">
          {canSend && followUps.data && <Failed campaign={campaign} followUps={followUps.data} />}
          {canSend && followUps.error && !followUps.data && (
            <Row words="Failed and unknown deliveries could not be counted.">
              <Button icon={RotateCcw} onClick={() => void followUps.refetch()}>
                Count again
              </Button>
            </Row>
          )}
          {canSend && ledger.unknown > 0 && (
            <Row words="If their server’s records or the people themselves confirm that it arrived, mark it as accepted.">
              <SettleButton campaign={campaign} people={ledger.unknown} />
            </Row>
          )}
          {canSend && <Added campaign={campaign} />}
          {canDraft && unopened > 0 && <Unopened report={report} people={unopened} />}
        </ul>
      </CardBody>
    </Card>
  );
}

function Failed({ campaign, followUps: { failed, unknown } }: { campaign: CampaignView; followUps: FollowUps }) {
  const passing = failed['retries_exhausted'] + failed.content;
  return (
    <>
      {passing > 0 && (
        <Row words="Their server kept saying “not now”, or their message could not be prepared. It may work now.">
          <RetryButton id={campaign.id} people={passing} reasons={['retries_exhausted', 'content']} />
        </Row>
      )}
      {failed.rejected > 0 && (
        <Row words="Their server permanently rejected the message. Retry only if you know the cause is fixed.">
          <RetryButton
            id={campaign.id}
            people={failed.rejected}
            reasons={['rejected']}
            warning="Repeatedly mailing rejected addresses can damage your sending reputation. "
          />
        </Row>
      )}
      {unknown > 0 && (
        <Row words="We cannot tell whether they got it. If you send again, they may get it twice.">
          <ResendButton campaign={campaign} people={unknown} />
        </Row>
      )}
    </>
  );
}

interface RetryButtonProps {
  readonly id: string;
  readonly people: number;
  readonly reasons: RetryReason[];
  readonly warning?: string;
}

function RetryButton({ id, people, reasons, warning = '' }: RetryButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const retry = useRouteMutation(afterSendingRoutes.retry, { touches: ['deliveries'] });
  const who = formatCount(people, 'person', 'people');
  const action = warning ? `Retry ${who} ${plural(people, 'who was', 'who were')} rejected` : `Retry ${who}`;
  return (
    <>
      <Button icon={RotateCcw} onClick={() => setAsking(true)}>
        {action}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        variant="primary"
        title={`${action}?`}
        consequence={`${warning}${who} ${plural(people, 'gets', 'get')} this message now, at their current address. People who already have it or no longer want mail get nothing.`}
        action={action}
        onConfirm={() => retry.mutateAsync({ id, reasons, expectedPeople: people })}
      />
    </>
  );
}

function Added({ campaign }: { campaign: CampaignView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Row words="People may have joined this audience since you sent it.">
      <Button icon={UserPlus} onClick={() => setOpen(true)}>
        Send to new people
      </Button>
      <AdditionsDialog campaign={campaign} open={isOpen} onOpenChange={setOpen} />
    </Row>
  );
}

function Unopened({ report, people }: { report: CampaignReport; people: number }) {
  const [isOpen, setOpen] = useState(false);
  const who = formatCount(people, 'person', 'people');
  return (
    <Row words={`${who} got it and ${plural(people, 'has', 'have')} not opened it, as far as opens can be tracked.`}>
      <Button icon={MailQuestion} onClick={() => setOpen(true)}>
        Send a reminder to non-openers
      </Button>
      <ReminderDialog report={report} open={isOpen} onOpenChange={setOpen} />
    </Row>
  );
}

function Row({ words, children }: { words: string; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <p className="min-w-0 flex-1 basis-80 text-muted">{words}</p>
      {children}
    </li>
  );
}
