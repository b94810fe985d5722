import {
  securities,
  transportInput,
  transportKinds,
  transportsRoutes,
  type Security,
  type TransportKind,
  type TransportView,
} from '@engagex/domain/transports';
import { Controller } from 'react-hook-form';
import { z } from 'zod';
import { ApiError } from '../../../shared/api-error.ts';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { LimitFields, limitLabels } from './limit-fields.tsx';
import { numberOf, textOf } from './transport-words.ts';

/** The form has every field as text, whichever kind is chosen. */
const asTyped = z.object({
  kind: z.enum(transportKinds),
  name: z.string(),
  host: z.string(),
  port: z.string(),
  security: z.enum(securities),
  username: z.string(),
  secret: z.string(),
  perSecond: z.string(),
  perHour: z.string(),
  perDay: z.string(),
});
type AsTyped = z.output<typeof asTyped>;

const kinds: readonly { value: TransportKind; label: string }[] = [
  { value: 'smtp', label: 'SMTP server' },
  { value: 'sendgrid', label: 'SendGrid' },
];
const securityOptions: readonly { value: Security; label: string; detail: string }[] = [
  { value: 'starttls', label: 'STARTTLS', detail: 'Usually port 587' },
  { value: 'tls', label: 'Implicit TLS', detail: 'Usually port 465' },
  { value: 'none', label: 'None', detail: 'Only inside your own network' },
];

const labels = {
  name: 'Name',
  host: 'Server',
  port: 'Port',
  security: 'Encryption',
  username: 'Username',
  ...limitLabels,
};

interface TransportFormProps {
  readonly transport: TransportView | null;
  readonly close: () => void;
}

export function TransportForm({ transport, close }: TransportFormProps) {
  const form = useKeptForm(`transport ${transport?.id ?? 'new'}`, asTyped, valuesOf(transport), {
    version: transport?.updatedAt,
    secrets: ['secret'],
  });
  const version = useFormVersion(form, { stored: transport, valuesOf, labels, save: (): void => save() });
  const { errors } = form.formState;
  const kind = form.watch('kind');

  function show(problems: readonly { path: readonly PropertyKey[]; message: string }[]): boolean {
    const fields = problems.map(({ path, message }) => ({ field: asTyped.keyof().safeParse(path[1]), message }));
    for (const { field, message } of fields) if (field.success) form.setError(field.data, { message });
    return fields.length > 0 && fields.every(({ field }) => field.success);
  }
  const options = {
    onSuccess: ({ name }: TransportView) => {
      notify(transport ? `“${name}” changed` : `“${name}” added`, { detail: 'Send a test to check that it works.' });
      close();
    },
    onError: version.onRefused((error) => {
      if (!(error instanceof ApiError && show(error.errors))) notifyFailure('The transport was not saved')(error);
    }),
  };
  const create = useRouteMutation(transportsRoutes.create, options);
  const update = useRouteMutation(transportsRoutes.update, options);
  function submit(values: AsTyped) {
    const input = transportInput.safeParse({ transport: inputOf(values) });
    if (!input.success) return void show(input.error.issues);
    if (transport) update.mutate({ id: transport.id, ...input.data, version: version.current() });
    else create.mutate(input.data);
  }
  const save = submitTo(form, submit);

  return (
    <form noValidate className="contents" onSubmit={save}>
      <DialogBody>
        {!transport && (
          <Field label="Kind" error={errors.kind?.message}>
            <Controller
              name="kind"
              control={form.control}
              render={({ field }) => <Select {...field} options={kinds} />}
            />
          </Field>
        )}
        <Field label="Name" help="Only members see it." error={errors.name?.message}>
          <Input {...form.register('name')} />
        </Field>
        {kind === 'smtp' && (
          <>
            <div className="grid gap-3 sm:grid-cols-[1fr_6rem]">
              <Field label="Server" error={errors.host?.message}>
                <Input placeholder="smtp.example.com" autoComplete="off" {...form.register('host')} />
              </Field>
              <Field label="Port" error={errors.port?.message}>
                <Input inputMode="numeric" {...form.register('port')} />
              </Field>
            </div>
            <Field label="Encryption" error={errors.security?.message}>
              <Controller
                name="security"
                control={form.control}
                render={({ field }) => <Select {...field} options={securityOptions} />}
              />
            </Field>
            <Field label="Username" optional error={errors.username?.message}>
              <Input autoComplete="off" {...form.register('username')} />
            </Field>
          </>
        )}
        <Field
          label={kind === 'smtp' ? 'Password' : 'API key'}
          help={transport?.hasSecret ? 'Leave empty to keep the current one. It is never shown.' : undefined}
          error={errors.secret?.message}
        >
          <PasswordInput autoComplete="new-password" {...form.register('secret')} />
        </Field>
        <LimitFields register={form.register} errors={errors} />
        {version.notices}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
          {transport ? 'Save transport' : 'Add transport'}
        </Button>
      </DialogFooter>
    </form>
  );
}

function valuesOf(transport: TransportView | null): AsTyped {
  return {
    kind: transport?.kind === 'sendgrid' ? 'sendgrid' : 'smtp',
    name: transport?.name ?? '',
    host: transport?.host ?? '',
    port: String(transport?.port ?? 587),
    security: transport?.security ?? 'starttls',
    username: transport?.username ?? '',
    secret: '',
    perSecond: textOf(transport?.perSecond ?? null),
    perHour: textOf(transport?.perHour ?? null),
    perDay: textOf(transport?.perDay ?? null),
  };
}

function inputOf({ port, perSecond, perHour, perDay, ...values }: AsTyped) {
  const limits = { perSecond: numberOf(perSecond), perHour: numberOf(perHour), perDay: numberOf(perDay) };
  return { ...values, ...limits, port: numberOf(port) ?? undefined };
}
