import { suppressionInput, suppressionsRoutes } from '@engagex/domain/suppressions';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';

interface SuppressDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function SuppressDialog({ open, onOpenChange }: SuppressDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Suppress an address"
      description="It gets no more campaigns, even if it is added or imported again with a different spelling."
    >
      <SuppressForm close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function SuppressForm({ close }: { close: () => void }) {
  const form = useKeptForm('suppression new', suppressionInput, { address: '', note: '' });
  const { errors } = form.formState;
  const create = useRouteMutation(suppressionsRoutes.create, {
    touches: ['preferences'],
    onSuccess: ({ address }) => {
      notify(`${address} is suppressed`);
      close();
    },
    onError: showFailure(form, 'The address was not suppressed'),
  });
  return (
    <DialogForm
      onSubmit={submitTo(form, (values) => create.mutate(values))}
      action="Suppress address"
      isPending={create.isPending}
      close={close}
    >
      <Field label="Email address" error={errors.address?.message}>
        <Input type="email" autoFocus {...form.register('address')} />
      </Field>
      <Field label="Note" optional help="Why it is suppressed, for your records." error={errors.note?.message}>
        <Input {...form.register('note')} />
      </Field>
    </DialogForm>
  );
}
