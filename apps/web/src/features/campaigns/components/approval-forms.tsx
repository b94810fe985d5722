import { approvalsRoutes } from '@engagex/domain/campaigns';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify } from '../../../ui/toast.tsx';

export function AskForm({ id }: { id: string }) {
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const ask = useRouteMutation(approvalsRoutes.ask, {
    onSuccess: () => notify('Approval asked for'),
    onError: (error) => setFailure(messageOf(error)),
  });
  return (
    <>
      {failure && <Notice meaning="danger">{failure}</Notice>}
      <Field label="Note" optional help="For whoever approves. Changing the draft afterwards takes the request back.">
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex justify-end">
        <Button variant="primary" loading={ask.isPending} onClick={() => ask.mutate({ id, note })}>
          Ask for approval
        </Button>
      </div>
    </>
  );
}

export function DecisionForm({ id, approvalId }: { id: string; approvalId: string }) {
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const onError = (error: Error) => setFailure(messageOf(error));
  const approve = useRouteMutation(approvalsRoutes.approve, { onSuccess: () => notify('Approved'), onError });
  const decline = useRouteMutation(approvalsRoutes.decline, { onSuccess: () => notify('Declined'), onError });
  return (
    <>
      {failure && <Notice meaning="danger">{failure}</Notice>}
      <Field label="Note" help="Needed to decline: what has to be mended.">
        <Textarea value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button icon={X} loading={decline.isPending} onClick={() => decline.mutate({ id, approvalId, note })}>
          Decline
        </Button>
        <Button
          variant="primary"
          icon={Check}
          loading={approve.isPending}
          onClick={() => approve.mutate({ id, approvalId, note })}
        >
          Approve
        </Button>
      </div>
    </>
  );
}
