import {
  type ApprovalSheet,
  approvalsRoutes,
  type ApprovalView,
  type CampaignView,
  type Plan,
} from '@engagex/domain/campaigns';
import { wallTimeIn } from '@engagex/domain/shared';
import { Check, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount, formatWallTime } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useOrganization } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify } from '../../../ui/toast.tsx';
import { WhenFields } from '../../campaigns/index.ts';

export function AskForm({ campaign: { id, plan }, deciders }: { campaign: CampaignView; deciders: number }) {
  const [note, setNote] = useState('');
  const [goesOn, setGoesOn] = useState(true);
  const [failure, setFailure] = useState<string | null>(null);
  const ask = useRouteMutation(approvalsRoutes.ask, {
    onSuccess: () => notify('Approval requested'),
    onError: (error) => setFailure(messageOf(error)),
  });
  const onApproval = goesOn ? 'send' : 'wait';
  return (
    <>
      {failure && <Notice meaning="danger">{failure}</Notice>}
      {deciders === 0 && <NobodyDecides />}
      <Field
        label="Note"
        optional
        help="For the people who can approve it; we email them. Changing the draft afterwards withdraws the request."
      >
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Checkbox
        label={plan.kind === 'now' ? 'Send it as soon as it is approved' : 'Schedule it as soon as it is approved'}
        help="Otherwise it stays a draft, and you send it yourself."
        checked={goesOn}
        onChange={({ target }) => setGoesOn(target.checked)}
      />
      <div className="flex justify-end">
        <Button variant="primary" loading={ask.isPending} onClick={() => ask.mutate({ id, note, onApproval })}>
          Request approval
        </Button>
      </div>
    </>
  );
}

export function NobodyDecides() {
  return (
    <Notice meaning="warning">
      Nobody else here can approve this campaign. Invite another owner, admin or campaign manager first.
    </Notice>
  );
}

interface DecisionFormProps {
  readonly campaign: CampaignView;
  readonly sheet: ApprovalSheet;
  readonly request: ApprovalView;
}

/** Approve, which sends or schedules it when that was asked for, or send it back with words. */
export function DecisionForm({ campaign: { id, plan }, sheet, request }: DecisionFormProps) {
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const isLate = sheet.isTimePassed && request.onApproval === 'send';
  const [other, setOther] = useOtherTime(plan);
  const failed = request.onApproval === 'send' ? sheet.failedTest : null;
  const onError = (error: Error) => setFailure(messageOf(error));
  const approve = useRouteMutation(approvalsRoutes.approve, { onSuccess: () => notify('Approved'), onError });
  const decline = useRouteMutation(approvalsRoutes.decline, { onSuccess: () => notify('Sent back'), onError });
  const asked = { id, approvalId: request.id, note };
  const approval = {
    ...asked,
    expectedPeople: sheet.people,
    ...(isLate && { plan: other }),
    ...(failed && { acceptedTestId: failed.id }),
  };
  return (
    <>
      {failure && <Notice meaning="danger">{failure}</Notice>}
      {failed && (
        <Notice meaning="warning" title="The delivery test of the sender’s domain failed">
          {failed.failures.join(' ')} Approving sends it all the same.
        </Notice>
      )}
      {isLate && (
        <>
          <Notice meaning="warning" title="The time for this campaign has passed">
            It was planned for {plan.kind === 'now' ? '' : formatWallTime(plan.time)}. Nothing has been sent. Choose
            another time, or send it back.
          </Notice>
          <WhenFields plan={other} onChange={setOther} kinds={kinds} names={{ now: 'When I approve it' }} />
        </>
      )}
      <Field label="Note" help="Required when you send it back. Say what needs to change.">
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button icon={Undo2} loading={decline.isPending} onClick={() => decline.mutate(asked)}>
          Send back
        </Button>
        <Button
          variant="primary"
          icon={Check}
          disabled={sheet.changedSince.length > 0}
          loading={approve.isPending}
          onClick={() => approve.mutate(approval)}
        >
          {approveWords(isLate ? other : plan, request, sheet.people)}
        </Button>
      </div>
    </>
  );
}

const kinds = ['now', 'at', 'local'] as const;
const aDay = 24 * 3_600_000;

/** Another time for what is late: tomorrow at the same hour, until somebody says otherwise. */
function useOtherTime(plan: Plan) {
  const { timeZone } = useOrganization();
  return useState<Plan>(() => {
    const hour = plan.kind === 'now' ? '09:00' : plan.time.slice(11);
    return { kind: 'at', time: `${wallTimeIn(timeZone, new Date(Date.now() + aDay)).slice(0, 10)}T${hour}` };
  });
}

function approveWords({ kind }: Plan, { onApproval }: ApprovalView, people: number): string {
  if (onApproval === 'wait') return 'Approve';
  return `Approve and ${kind === 'now' ? 'send to' : 'schedule for'} ${formatCount(people, 'person', 'people')}`;
}
