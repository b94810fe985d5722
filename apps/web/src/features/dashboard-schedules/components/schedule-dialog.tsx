import {
  dashboardSchedulesRoutes,
  type DashboardScheduleView,
  type MailFormat,
  nextDueAfter,
  type Timing,
} from '@engagex/domain/dashboard-schedules';
import { useState } from 'react';
import { formatDateTimeIn, zoneInWords } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan, useOrganization, useSession } from '../../../shared/session.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { RecipientsInput } from './recipients-input.tsx';
import { TimingInput } from './timing-input.tsx';

const formats = [
  { value: 'picture', name: 'Picture', help: 'The dashboard as it looks here, in the message itself.' },
  { value: 'pdf', name: 'PDF', help: 'Attached, to print or file; the message shows the numbers as tables.' },
  { value: 'tables', name: 'Tables', help: 'The smallest message, readable everywhere.' },
] as const;

const usual: Timing = { kind: 'weekly', weekdays: [1], hour: 7 };

interface ScheduleDialogProps {
  readonly dashboard: { readonly id: string; readonly name: string };
  /** Of one that is edited. */
  readonly schedule?: DashboardScheduleView;
  readonly close: () => void;
}

/** When a dashboard is mailed, how, and to whom. */
export function ScheduleDialog({ dashboard, schedule, close }: ScheduleDialogProps) {
  const me = useSession().user;
  const { timeZone } = useOrganization();
  const canShare = useCan('reports:share');
  const [now] = useState(() => new Date());
  const [timing, setTiming] = useState<Timing>(schedule?.timing ?? usual);
  const [format, setFormat] = useState<MailFormat>(schedule?.format ?? 'picture');
  const [people, setPeople] = useState<readonly { readonly id: string; readonly name: string }[]>(
    schedule?.recipients ?? [me],
  );
  const options = {
    onSuccess: () => {
      notify(schedule ? 'Schedule saved' : `“${dashboard.name}” is scheduled`);
      close();
    },
    onError: notifyFailure('The schedule was not saved'),
  };
  const create = useRouteMutation(dashboardSchedulesRoutes.create, options);
  const update = useRouteMutation(dashboardSchedulesRoutes.update, options);
  function save() {
    const input = { timing, format, recipientIds: people.map(({ id }) => id) };
    if (schedule) update.mutate({ id: schedule.id, version: schedule.updatedAt, ...input });
    else create.mutate({ dashboardId: dashboard.id, ...input });
  }
  const isComplete = people.length > 0 && (timing.kind !== 'weekly' || timing.weekdays.length > 0);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={schedule ? 'Edit schedule' : 'New schedule'}
      description={dashboard.name}
    >
      <DialogForm
        action={schedule ? 'Save' : 'Schedule'}
        isPending={create.isPending || update.isPending}
        close={close}
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) save();
        }}
      >
        <TimingInput value={timing} onChange={setTiming} />
        <p className="text-sm text-muted" aria-live="polite">
          {isComplete
            ? `First: ${formatDateTimeIn(nextDueAfter(timing, timeZone, now), timeZone)} (${zoneInWords(timeZone)})`
            : 'Choose at least one day and one person.'}
        </p>
        <RadioCards label="Format" options={formats} value={format} onChange={setFormat} />
        {canShare || schedule ? (
          <RecipientsInput dashboardId={dashboard.id} value={people} onChange={setPeople} />
        ) : (
          <p className="text-sm text-muted">It is mailed to you ({me.email}).</p>
        )}
      </DialogForm>
    </Dialog>
  );
}
