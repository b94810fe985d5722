import {
  type AttributeDefinition,
  attributeInput,
  attributeNameFrom,
  attributesRoutes,
  attributeTypes,
} from '@engagex/domain/contacts';
import { Controller } from 'react-hook-form';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Select } from '../../../ui/select.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { typeWords } from '../attribute-words.ts';

interface AttributeDialogProps {
  /** The attribute to rename; null for a new one. */
  readonly attribute: AttributeDefinition | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function AttributeDialog({ attribute, open, onOpenChange }: AttributeDialogProps) {
  const close = () => onOpenChange(false);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={attribute ? 'Rename attribute' : 'New attribute'}>
      {attribute ? <RenameForm attribute={attribute} close={close} /> : <NewForm close={close} />}
    </Dialog>
  );
}

function NewForm({ close }: { close: () => void }) {
  const form = useKeptForm('attribute new', attributeInput, { name: '', label: '', type: 'text' });
  const { errors, dirtyFields } = form.formState;
  const create = useRouteMutation(attributesRoutes.create, {
    onSuccess: ({ label }) => {
      notify(`“${label}” added`);
      close();
    },
    onError: showFailure(form, 'The attribute was not added'),
  });
  const label = form.register('label', {
    onChange: (event: { target: { value: string } }) => {
      if (!dirtyFields.name) form.setValue('name', attributeNameFrom(event.target.value));
    },
  });
  return (
    <DialogForm
      onSubmit={submitTo(form, (values) => create.mutate(values))}
      action="Add attribute"
      isPending={create.isPending}
      close={close}
    >
      <Field label="Label" help="Shown to members, such as Favourite colour" error={errors.label?.message}>
        <Input autoFocus {...label} />
      </Field>
      <Field label="Name" help="Used in templates and files. Cannot be changed later." error={errors.name?.message}>
        <Input {...form.register('name')} />
      </Field>
      <Field label="Type" help="Cannot be changed later." error={errors.type?.message}>
        <Controller
          name="type"
          control={form.control}
          render={({ field }) => (
            <Select {...field} options={attributeTypes.map((type) => ({ value: type, label: typeWords[type] }))} />
          )}
        />
      </Field>
    </DialogForm>
  );
}

const labelInput = attributeInput.pick({ label: true });

const valuesOf = ({ label }: AttributeDefinition) => ({ label });

function RenameForm({ attribute, close }: { attribute: AttributeDefinition; close: () => void }) {
  const { id, updatedAt } = attribute;
  const form = useKeptForm(`attribute ${id}`, labelInput, valuesOf(attribute), { version: updatedAt });
  const version = useFormVersion(form, {
    stored: attribute,
    valuesOf,
    labels: { label: 'Label' },
    save: (): void => submit(),
  });
  const rename = useRouteMutation(attributesRoutes.update, {
    onSuccess: (renamed) => {
      notify(`Renamed to “${renamed.label}”`);
      close();
    },
    onError: version.onRefused(showFailure(form, 'The attribute was not renamed')),
  });
  const submit = submitTo(form, (values) => rename.mutate({ id, ...values, version: version.current() }));
  return (
    <DialogForm onSubmit={submit} action="Rename attribute" isPending={rename.isPending} close={close}>
      <Field label="Label" error={form.formState.errors.label?.message}>
        <Input autoFocus {...form.register('label')} />
      </Field>
      {version.notices}
    </DialogForm>
  );
}
