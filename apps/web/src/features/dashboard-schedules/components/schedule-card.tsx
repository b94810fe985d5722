import {
  dashboardSchedulesRoutes,
  type DashboardScheduleView,
  timingInWords,
} from '@engagex/domain/dashboard-schedules';
import { Pause, Pencil, Play, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { zoneInWords } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useSession } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { formatNames, recipientsInWords, recipientWords } from '../schedule-words.ts';
import { MailingHistory, MailingLine } from './mailing-history.tsx';
import { ScheduleDialog } from './schedule-dialog.tsx';

/** One schedule: when, how, to whom, what came of it, and what can be done with it. */
export function ScheduleCard({ schedule }: { schedule: DashboardScheduleView }) {
  const { id, timing, timeZone, format, isPaused, nextDueAt, owner, recipients, canChange, latest } = schedule;
  const [isEditing, setIsEditing] = useState(false);
  const [showsHistory, setShowsHistory] = useState(false);
  const me = useSession().user.id;
  const sendNow = useRouteMutation(dashboardSchedulesRoutes.sendNow, {
    onSuccess: () => notify('The dashboard is on its way to you'),
    onError: notifyFailure('The dashboard was not sent'),
  });
  const stop = useRouteMutation(dashboardSchedulesRoutes.stop, {
    onSuccess: () => notify('You get no more mail from this schedule'),
    onError: notifyFailure('The mail was not stopped'),
  });
  const without = recipients.filter(({ state }) => state !== 'receiving');
  const receives = recipients.some((each) => each.id === me && each.state === 'receiving');
  return (
    <Card>
      <CardHeader
        title={timingInWords(timing)}
        state={isPaused ? <Badge meaning="neutral">Paused</Badge> : `${zoneInWords(timeZone)} time`}
      />
      <CardBody className="flex flex-col gap-3">
        <p className="wrap-anywhere">
          {formatNames[format]} to {recipientsInWords(schedule)}
          {owner && <span className="text-muted"> · set up by {owner.name}</span>}
        </p>
        {without.length > 0 && (
          <ul className="text-sm text-muted">
            {without.map(({ id: userId, name, state }) => (
              <li key={userId} className="wrap-anywhere">
                {name} gets none: {recipientWords[state]}
              </li>
            ))}
          </ul>
        )}
        <p className="text-sm text-muted">
          {nextDueAt ? (
            <>
              Next: <Time value={nextDueAt} as="date-time" />
            </>
          ) : (
            'Nothing is sent until it is resumed.'
          )}
        </p>
        {latest && <MailingLine mailing={latest} />}
        <div className="flex flex-wrap gap-2">
          <Button size="small" icon={Send} loading={sendNow.isPending} onClick={() => sendNow.mutate({ id })}>
            Send me one now
          </Button>
          {canChange && <Changes schedule={schedule} edit={() => setIsEditing(true)} />}
          {!canChange && receives && (
            <Button size="small" loading={stop.isPending} onClick={() => stop.mutate({ id })}>
              Stop this mail
            </Button>
          )}
          <Button size="small" aria-expanded={showsHistory} onClick={() => setShowsHistory(!showsHistory)}>
            {showsHistory ? 'Hide history' : 'History'}
          </Button>
        </div>
        {showsHistory && <MailingHistory scheduleId={id} />}
      </CardBody>
      {isEditing && (
        <ScheduleDialog dashboard={schedule.dashboard} schedule={schedule} close={() => setIsEditing(false)} />
      )}
    </Card>
  );
}

function Changes({ schedule, edit }: { schedule: DashboardScheduleView; edit: () => void }) {
  const { id, isPaused } = schedule;
  const pause = useRouteMutation(dashboardSchedulesRoutes.update, {
    onSuccess: (saved) => notify(saved.isPaused ? 'The schedule is paused' : 'The schedule is resumed'),
    onError: notifyFailure('The schedule was not changed'),
  });
  const restore = useRouteMutation(dashboardSchedulesRoutes.restore, {
    onError: notifyFailure('The schedule was not restored'),
  });
  const remove = useRouteMutation(dashboardSchedulesRoutes.delete, {
    onSuccess: () => notify('Schedule deleted', { undo: () => restore.mutate({ id }) }),
    onError: notifyFailure('The schedule was not deleted'),
  });
  return (
    <>
      <Button
        size="small"
        icon={isPaused ? Play : Pause}
        loading={pause.isPending}
        onClick={() => pause.mutate({ id, isPaused: !isPaused })}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button size="small" icon={Pencil} onClick={edit}>
        Edit
      </Button>
      <Button size="small" icon={Trash2} loading={remove.isPending} onClick={() => remove.mutate({ id })}>
        Delete
      </Button>
    </>
  );
}
