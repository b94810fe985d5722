import { contactInput, contactsRoutes } from '@engagex/domain/contacts';
import { emailAddress } from '@engagex/domain/shared';
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

const input = z.object({
  email: emailAddress,
  firstName: contactInput.shape.firstName,
  lastName: contactInput.shape.lastName,
});

interface NewContactDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function NewContactDialog({ open, onOpenChange }: NewContactDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New contact">
      <NewContactForm close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewContactForm({ close }: { close: () => void }) {
  const form = useKeptForm('contact new', input, { email: '', firstName: '', lastName: '' });
  const { errors } = form.formState;
  const create = useRouteMutation(contactsRoutes.create, {
    onSuccess: ({ email, subscription }) => {
      notify(
        `${email} added`,
        subscription === 'unsubscribed' ? { detail: 'This person unsubscribed earlier and stays unsubscribed.' } : {},
      );
      close();
    },
    onError: showFailure(form, 'The contact was not added'),
  });
  return (
    <DialogForm
      onSubmit={submitTo(form, (values) => create.mutate(values))}
      action="Add contact"
      isPending={create.isPending}
      close={close}
    >
      <Field label="Email address" error={errors.email?.message}>
        <Input type="email" autoFocus {...form.register('email')} />
      </Field>
      <Field label="First name" optional error={errors.firstName?.message}>
        <Input {...form.register('firstName')} />
      </Field>
      <Field label="Last name" optional error={errors.lastName?.message}>
        <Input {...form.register('lastName')} />
      </Field>
    </DialogForm>
  );
}
