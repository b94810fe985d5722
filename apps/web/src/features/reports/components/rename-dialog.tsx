import { savedReportInput, type savedReportsRoutes } from '@engagex/domain/reports';
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

interface Named {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: string;
}

interface RenameDialogProps {
  readonly what: 'report';
  readonly thing: Named;
  readonly route: typeof savedReportsRoutes.update;
  readonly close: () => void;
}

const nameOnly = savedReportInput.pick({ name: true });
const valuesOf = ({ name }: Named) => ({ name });

export function RenameDialog({ what, thing, route, close }: RenameDialogProps) {
  const form = useKeptForm(`${what} ${thing.id}`, nameOnly, valuesOf(thing), { version: thing.updatedAt });
  const version = useFormVersion(form, {
    stored: thing,
    valuesOf,
    labels: { name: 'Name' },
    save: (): void => submit(),
  });
  const update = useRouteMutation(route, {
    touches: ['dashboards'],
    onSuccess: ({ name }) => {
      notify(`Renamed to “${name}”`);
      close();
    },
    onError: version.onRefused(showFailure(form, `The ${what} was not renamed`)),
  });
  const submit = submitTo(form, ({ name }) => update.mutate({ id: thing.id, name, version: version.current() }));
  return (
    <Dialog open onOpenChange={(open) => !open && close()} title={`Rename ${what}`}>
      <DialogForm onSubmit={submit} action="Rename" isPending={update.isPending} close={close}>
        <Field label="Name" error={form.formState.errors.name?.message}>
          <Input autoFocus {...form.register('name')} />
        </Field>
        {version.notices}
      </DialogForm>
    </Dialog>
  );
}
