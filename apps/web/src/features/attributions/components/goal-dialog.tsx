import { attributionsRoutes, type CampaignAttribution } from '@engagex/domain/attributions';
import { z } from 'zod';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';

interface GoalDialogProps {
  readonly campaignId: string;
  readonly of: CampaignAttribution;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Names the event that is a conversion of one campaign. */
export function GoalDialog({ open, onOpenChange, ...of }: GoalDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Goal of this campaign">
      <GoalForm {...of} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const input = z.object({
  eventName: z.string().trim().max(200, 'Use at most 200 characters.'),
});

type GoalFormProps = Pick<GoalDialogProps, 'campaignId' | 'of'> & { readonly close: () => void };

function GoalForm({ campaignId, of, close }: GoalFormProps) {
  const form = useKeptForm(`goal of campaign ${campaignId}`, input, { eventName: of.isOwnGoal ? of.eventName : '' });
  const save = useRouteMutation(attributionsRoutes.setGoal, {
    touches: ['attributions'],
    onSuccess: ({ eventName }) => {
      notify(`“${eventName}” events now count as conversions of this campaign`);
      close();
    },
    onError: showFailure(form, 'The goal was not saved'),
  });
  const submit = submitTo(form, ({ eventName }) =>
    save.mutate({ id: campaignId, eventName: eventName === '' ? null : eventName }),
  );
  return (
    <DialogForm onSubmit={submit} action="Save goal" isPending={save.isPending} close={close}>
      <Field
        label="Event"
        help="The event that counts as a conversion, such as signed_up. Leave this empty to use the event in Settings → Attribution. Conversions that are final do not change, and past events are not searched."
        error={form.formState.errors.eventName?.message}
      >
        <Input {...form.register('eventName')} />
      </Field>
    </DialogForm>
  );
}
