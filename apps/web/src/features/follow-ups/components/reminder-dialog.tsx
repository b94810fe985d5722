import { afterSendingRoutes, type CampaignReport, isSameSubject, subjectToRemindWith } from '@engagex/domain/campaigns';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { z } from 'zod';
import { showServerErrors, submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Notice } from '../../../ui/notice.tsx';
import { notify } from '../../../ui/toast.tsx';

interface ReminderDialogProps {
  readonly report: CampaignReport;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function ReminderDialog({ report, open, onOpenChange }: ReminderDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Reminder to non-openers"
      description="This creates a draft; nothing is sent yet. Its review counts who is still in the audience and has not opened it by then."
    >
      <Form report={report} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Form({ report, close }: { report: CampaignReport; close: () => void }) {
  const { campaign, subject: sent } = report;
  const [failure, setFailure] = useState<string | null>(null);
  const [, go] = useLocation();
  const form = useKeptForm(
    `campaign ${campaign.id} reminder`,
    z.object({
      subject: z
        .string()
        .trim()
        .min(1, 'Enter a subject.')
        .max(200, 'Use at most 200 characters.')
        .refine((value) => !isSameSubject(value, sent ?? ''), 'They did not open this subject. Write a different one.'),
    }),
    { subject: subjectToRemindWith(report) },
  );
  const remind = useRouteMutation(afterSendingRoutes.remind, {
    touches: ['templates'],
    onSuccess: (draft) => {
      notify(`“${draft.name}” created`);
      go(`/campaigns/${draft.id}/edit?step=1`);
    },
    onError: (error) => setFailure(showServerErrors(form, error)),
  });
  return (
    <DialogForm
      onSubmit={submitTo(form, (input) => remind.mutate({ id: campaign.id, ...input }))}
      action="Create draft"
      isPending={remind.isPending}
      close={close}
    >
      {failure && <Notice meaning="danger">{failure}</Notice>}
      <Field
        label="New subject"
        help={`${sent === null ? '' : `They got “${sent}”. `}The message stays the same and is saved as a new template.`}
        error={form.formState.errors.subject?.message}
      >
        <Input {...form.register('subject')} />
      </Field>
    </DialogForm>
  );
}
