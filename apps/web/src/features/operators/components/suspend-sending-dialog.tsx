import { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
import { emailAddress, line } from '@engagex/domain/shared';
import { useState } from 'react';
import { z } from 'zod';
import { showServerErrors, submitTo, useZodForm } from '../../../shared/form.ts';
import { invalidateNoun, useRouteMutation } from '../../../shared/query.ts';
import { useSession } from '../../../shared/session.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

export interface SendingDialogProps {
  readonly organizationId: string;
  readonly name: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function SuspendSendingDialog({ open, onOpenChange, ...props }: SendingDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Suspend sending of ${props.name}`}>
      <SuspendForm {...props} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const input = z.object({ reason: line('a reason', 500), contact: emailAddress });

type SuspendFormProps = Pick<SendingDialogProps, 'organizationId' | 'name'> & { readonly close: () => void };

function SuspendForm({ organizationId, name, close }: SuspendFormProps) {
  const { user } = useSession();
  const form = useZodForm(input, { reason: '', contact: user.email });
  const [refusal, setRefusal] = useState<string | null>(null);
  const undo = useRouteMutation(sendingSuspensionsRoutes.resume, {
    onSuccess: () => {
      void invalidateNoun('operators');
      notify(`${name} sends again`);
    },
    onError: notifyFailure('Sending was not resumed'),
  });
  const suspend = useRouteMutation(sendingSuspensionsRoutes.suspend, {
    onMutate: () => setRefusal(null),
    onSuccess: (_, { reason }) => {
      void invalidateNoun('operators');
      notify(`Sending of ${name} is suspended`, {
        undo: () => undo.mutate({ organizationId, reason: `Undone: ${reason}`.slice(0, 500) }),
      });
      close();
    },
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  const { errors } = form.formState;
  return (
    <DialogForm
      action="Suspend sending"
      isPending={suspend.isPending}
      close={close}
      onSubmit={submitTo(form, (values) => suspend.mutate({ organizationId, ...values }))}
    >
      <p>
        Campaigns stop within seconds and wait with everybody in them. Messages of its programs are refused. Mail to its
        members, such as password resets and receipts, still goes out.
      </p>
      <Field label="Reason" help="All members of the organization see it." error={errors.reason?.message}>
        <Input maxLength={500} {...form.register('reason')} />
      </Field>
      <Field label="Contact" help="The address that members are told to write to." error={errors.contact?.message}>
        <Input type="email" {...form.register('contact')} />
      </Field>
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
    </DialogForm>
  );
}
