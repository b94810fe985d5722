import { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
import { line } from '@engagex/domain/shared';
import { useState } from 'react';
import { z } from 'zod';
import { showServerErrors, submitTo, useZodForm } from '../../../shared/form.ts';
import { invalidateNoun, useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notify } from '../../../ui/toast.tsx';
import type { SendingDialogProps } from './suspend-sending-dialog.tsx';

export function ResumeSendingDialog({ open, onOpenChange, ...props }: SendingDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Resume sending of ${props.name}`}>
      <ResumeForm {...props} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const input = z.object({ reason: line('a reason', 500) });

type ResumeFormProps = Pick<SendingDialogProps, 'organizationId' | 'name'> & { readonly close: () => void };

function ResumeForm({ organizationId, name, close }: ResumeFormProps) {
  const form = useZodForm(input, { reason: '' });
  const [refusal, setRefusal] = useState<string | null>(null);
  const resume = useRouteMutation(sendingSuspensionsRoutes.resume, {
    onMutate: () => setRefusal(null),
    onSuccess: () => {
      void invalidateNoun('operators');
      notify(`${name} sends again`);
      close();
    },
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <DialogForm
      action="Resume sending"
      isPending={resume.isPending}
      close={close}
      onSubmit={submitTo(form, ({ reason }) => resume.mutate({ organizationId, reason }))}
    >
      <p>Campaigns go on at once with everybody who has waited.</p>
      <Field
        label="Reason"
        help="Owners and admins of the organization see it in their audit log."
        error={form.formState.errors.reason?.message}
      >
        <Input maxLength={500} {...form.register('reason')} />
      </Field>
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
    </DialogForm>
  );
}
