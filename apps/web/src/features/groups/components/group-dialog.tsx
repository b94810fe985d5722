import { groupInput, groupsRoutes, type GroupView } from '@engagex/domain/contacts';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

interface GroupDialogProps {
  /** The group to rename; null for a new one. */
  readonly group: Pick<GroupView, 'id' | 'name' | 'updatedAt'> | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function GroupDialog({ group, open, onOpenChange }: GroupDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={group ? 'Rename group' : 'New group'}>
      <GroupForm group={group} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const valuesOf = (group: GroupDialogProps['group']) => ({ name: group?.name ?? '' });

function GroupForm({ group, close }: { group: GroupDialogProps['group']; close: () => void }) {
  const form = useKeptForm(`group ${group?.id ?? 'new'}`, groupInput, valuesOf(group), { version: group?.updatedAt });
  const version = useFormVersion(form, {
    stored: group,
    valuesOf,
    labels: { name: 'Name' },
    save: (): void => submit(),
  });
  const options = {
    onSuccess: ({ name }: GroupView) => {
      notify(group ? `Renamed to “${name}”` : `“${name}” created`);
      close();
    },
    onError: version.onRefused(showFailure(form, 'The group was not saved')),
  };
  const create = useRouteMutation(groupsRoutes.create, options);
  const rename = useRouteMutation(groupsRoutes.update, options);
  const submit = submitTo(form, (values) =>
    group ? rename.mutate({ ...values, id: group.id, version: version.current() }) : create.mutate(values),
  );
  return (
    <DialogForm
      onSubmit={submit}
      action={group ? 'Rename group' : 'Create group'}
      isPending={create.isPending || rename.isPending}
      close={close}
    >
      <Field label="Name" error={form.formState.errors.name?.message}>
        <Input autoFocus {...form.register('name')} />
      </Field>
      {version.notices}
    </DialogForm>
  );
}
