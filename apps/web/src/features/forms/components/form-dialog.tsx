import { groupsRoutes } from '@engagex/domain/contacts';
import { formFields, formInput, formsRoutes, type FormView, usualThanks } from '@engagex/domain/forms';
import type { InputOf } from '@engagex/domain/shared';
import { topicsRoutes } from '@engagex/domain/topics';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { submitTo } from '../../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Select } from '../../../ui/select.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

const words = { firstName: 'First name', lastName: 'Last name' } as const;
const none = 'none';

interface FormDialogProps {
  /** The form to change; null for a new one. */
  readonly form: FormView | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function FormDialog({ form, open, onOpenChange }: FormDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={form ? 'Change form' : 'New form'}>
      <Settings view={form} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Settings({ view, close }: { view: FormView | null; close: () => void }) {
  const form = useKeptForm(`form ${view?.id ?? 'new'}`, formInput, valuesOf(view), { version: view?.updatedAt });
  const { errors } = form.formState;
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const topics = useQuery(routeQuery(topicsRoutes.list, {}));
  const version = useFormVersion(form, {
    stored: view,
    valuesOf,
    labels,
    show: (field, value) => shown(field, value, [...(groups.data?.items ?? []), ...(topics.data?.items ?? [])]),
    save: (): void => submit(),
  });
  const options = {
    onSuccess: ({ name }: FormView) => {
      notify(view ? `“${name}” changed` : `“${name}” created`);
      close();
    },
    onError: version.onRefused(showFailure(form, 'The form was not saved')),
  };
  const create = useRouteMutation(formsRoutes.create, options);
  const update = useRouteMutation(formsRoutes.update, options);
  const submit = submitTo(form, (values) =>
    view ? update.mutate({ ...values, id: view.id, version: version.current() }) : create.mutate(values),
  );
  return (
    <DialogForm
      onSubmit={submit}
      action={view ? 'Save form' : 'Create form'}
      isPending={create.isPending || update.isPending}
      close={close}
    >
      <Field label="Name" help="Shown to members and in the consent ledger." error={errors.name?.message}>
        <Input autoFocus {...form.register('name')} />
      </Field>
      <Field
        label="What people agree to"
        help="Shown next to the button and stored with each consent."
        error={errors.wording?.message}
      >
        <Input {...form.register('wording')} />
      </Field>
      <Controller
        name="fields"
        control={form.control}
        render={({ field: { value = [], onChange } }) => (
          <Choices
            legend="Also ask for"
            options={formFields.map((id) => ({ id, name: words[id] }))}
            chosen={value}
            onChange={onChange}
          />
        )}
      />
      <Controller
        name="groupIds"
        control={form.control}
        render={({ field: { value = [], onChange } }) => (
          <Choices legend="Add people to" options={groups.data?.items ?? []} chosen={value} onChange={onChange} />
        )}
      />
      <Field label="Topic" error={errors.topicId?.message}>
        <Controller
          name="topicId"
          control={form.control}
          render={({ field: { value, onChange } }) => (
            <Select
              options={[
                { value: none, label: 'All topics' },
                ...(topics.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={value ?? none}
              onChange={(id) => onChange(id === none ? null : id)}
            />
          )}
        />
      </Field>
      <Checkbox
        label="Ask people to confirm by email"
        help="Without this, anyone can sign up someone else. People who unsubscribed before always have to confirm."
        {...form.register('doubleOptIn')}
      />
      <Field label="Thank-you message" error={errors.thanks?.message}>
        <Input {...form.register('thanks')} />
      </Field>
      <Field
        label="Redirect to a page instead"
        optional
        help="A URL that starts with https://"
        error={errors.redirectUrl?.message}
      >
        <Input type="url" {...form.register('redirectUrl')} />
      </Field>
      {version.notices}
    </DialogForm>
  );
}

const labels = {
  name: 'Name',
  wording: 'What people agree to',
  fields: 'Also ask for',
  groupIds: 'Add people to',
  topicId: 'Topic',
  doubleOptIn: 'Ask people to confirm by email',
  thanks: 'Thank-you message',
  redirectUrl: 'Redirect to a page instead',
};

function valuesOf(view: FormView | null): InputOf<typeof formsRoutes.create> {
  return {
    name: view?.name ?? '',
    fields: view?.fields ?? [],
    groupIds: view?.groupIds ?? [],
    topicId: view?.topicId ?? null,
    wording: view?.wording ?? '',
    doubleOptIn: view?.doubleOptIn ?? true,
    redirectUrl: view?.redirectUrl ?? '',
    thanks: view?.thanks ?? usualThanks[0],
  };
}

/** Groups, topics and fields by name. */
function shown(
  field: string,
  value: unknown,
  things: readonly { readonly id: string; readonly name: string }[],
): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (field === 'topicId' && value === null) return 'All topics';
  const names = new Map<unknown, string>([
    ...things.map(({ id, name }) => [id, name] as const),
    ...formFields.map((name) => [name, words[name]] as const),
  ]);
  return [value]
    .flat()
    .map((each) => names.get(each) ?? String(each ?? ''))
    .join(', ');
}

interface ChoicesProps<Id extends string> {
  readonly legend: string;
  readonly options: readonly { readonly id: Id; readonly name: string }[];
  readonly chosen: readonly Id[];
  readonly onChange: (chosen: Id[]) => void;
}

function Choices<Id extends string>({ legend, options, chosen, onChange }: ChoicesProps<Id>) {
  if (options.length === 0) return null;
  return (
    <fieldset className="flex max-h-48 flex-col gap-1 overflow-y-auto">
      <legend className="mb-1 font-medium">{legend}</legend>
      {options.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={() => onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])}
        />
      ))}
    </fieldset>
  );
}
