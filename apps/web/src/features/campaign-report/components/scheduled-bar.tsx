import { campaignsRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { CalendarClock, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { formatDateTimeIn, formatDuration, formatWallTime } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useOrganization } from '../../../shared/session.ts';
import { useNow } from '../../../shared/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { RescheduleDialog } from './reschedule-dialog.tsx';

/** What a scheduled campaign waits for, and the way back: after Send, while it can be undone. */
export function ScheduledBar({ campaign }: { campaign: CampaignView }) {
  const [isMoving, setMoving] = useState(false);
  const [, go] = useLocation();
  const { id, can, plan, startsAt } = campaign;
  const isSent = plan.kind === 'now';
  const back = useRouteMutation(campaignsRoutes.unschedule, {
    onSuccess: () => {
      notify(isSent ? 'Undone. Nothing was sent.' : 'Back to a draft');
      go(`/campaigns/${id}/edit?step=5`, { replace: true });
    },
    onError: notifyFailure(isSent ? 'It was too late to undo' : 'The campaign was not unscheduled'),
  });
  return (
    <section
      aria-label="When it is sent"
      className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line-strong bg-subtle px-4 py-3"
    >
      <div className="min-w-0">
        {isSent ? <Countdown until={startsAt} /> : <WhenInWords campaign={campaign} />}
        <p className="text-sm text-muted">The audience and content are frozen when it starts, not before.</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {!isSent && can.includes('reschedule') && (
          <Button icon={CalendarClock} onClick={() => setMoving(true)}>
            Reschedule
          </Button>
        )}
        {can.includes('unschedule') && (
          <Button
            autoFocus={isSent}
            variant={isSent ? 'primary' : 'secondary'}
            icon={Undo2}
            loading={back.isPending}
            onClick={() => back.mutate({ id })}
          >
            {isSent ? 'Undo' : 'Unschedule'}
          </Button>
        )}
      </div>
      {!isSent && <RescheduleDialog campaign={campaign} open={isMoving} onOpenChange={setMoving} />}
    </section>
  );
}

function Countdown({ until }: { until: string | null }) {
  const seconds = Math.ceil((new Date(until ?? 0).getTime() - useNow()) / 1000);
  if (seconds <= 0) return <p className="font-medium">Starting now.</p>;
  return (
    <p className="font-medium tabular-nums" role="timer">
      Starts in {formatDuration(seconds)}. Until then you can undo it.
    </p>
  );
}

function WhenInWords({ campaign: { plan, startsAt } }: { campaign: CampaignView }) {
  const { timeZone } = useOrganization();
  const zone = timeZone.replaceAll('_', ' ');
  if (!startsAt || plan.kind === 'now') return null;
  const at = `${formatDateTimeIn(startsAt, timeZone)} in ${zone}`;
  if (plan.kind === 'at') return <p className="font-medium">Starts {at}.</p>;
  return (
    <p className="font-medium">
      Goes out {formatWallTime(plan.time)} in each person’s time zone, to the first of them {at}.
    </p>
  );
}
