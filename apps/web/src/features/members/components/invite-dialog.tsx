import { grantableRoles, invitationInput, invitationsRoutes, roles } from '@engagex/domain/accounts';
import { Controller } from 'react-hook-form';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useOrganization } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Select } from '../../../ui/select.tsx';
import { notify, notifyProblem } from '../../../ui/toast.tsx';
import { roleOptions } from './role-options.ts';

interface InviteDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Invite someone">
      <InviteForm close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function InviteForm({ close }: { close: () => void }) {
  const { role: mine } = useOrganization();
  const form = useKeptForm('invitation new', invitationInput, { email: '', role: 'editor' });
  const { errors } = form.formState;
  const create = useRouteMutation(invitationsRoutes.create, {
    onSuccess: ({ email, problem }) => {
      if (problem) notifyProblem('Invited, but the email was not sent', problem);
      else notify(`Invitation sent to ${email}`);
      close();
    },
    onError: showFailure(form, 'The invitation was not sent'),
  });
  return (
    <form noValidate className="contents" onSubmit={submitTo(form, (input) => create.mutate(input))}>
      <DialogBody className="flex flex-col gap-4">
        <Field label="Email address" error={errors.email?.message}>
          <Input type="email" autoFocus {...form.register('email')} />
        </Field>
        <Field label="Role" help="You can change it at any time." error={errors.role?.message}>
          <Controller
            name="role"
            control={form.control}
            render={({ field }) => <Select {...field} options={roleOptions(grantableRoles(mine, roles))} />}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending}>
          Send invitation
        </Button>
      </DialogFooter>
    </form>
  );
}
