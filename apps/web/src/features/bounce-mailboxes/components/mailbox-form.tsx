import {
  afterwardsOf,
  bounceMailboxInput,
  type BounceMailboxView,
  bounceMailboxesRoutes,
  mailboxKinds,
  usualPort,
} from '@engagex/domain/bounce-mailboxes';
import { securities, type TransportView } from '@engagex/domain/transports';
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
import { afterwardsOptions, kindOptions, securityOptionsOf } from './mailbox-options.ts';

const asTyped = z.object({
  transportId: z.string(),
  kind: z.enum(mailboxKinds),
  host: z.string(),
  port: z.string(),
  security: z.enum(securities),
  username: z.string(),
  password: z.string(),
  folder: z.string(),
  address: z.string(),
  afterwards: z.enum(['move', 'flag', 'keep', 'delete']),
});
type AsTyped = z.output<typeof asTyped>;

const labels = {
  kind: 'Protocol',
  host: 'Server',
  port: 'Port',
  security: 'Encryption',
  username: 'Username',
  folder: 'Folder',
  address: 'Address of the mailbox',
  afterwards: 'After a bounce is stored',
};

interface MailboxFormProps {
  /** The mailbox to change; null for a new one. */
  readonly mailbox: BounceMailboxView | null;
  /** Those that a new one can be for. */
  readonly transports: readonly TransportView[];
  readonly close: () => void;
}

export function MailboxForm({ mailbox, transports, close }: MailboxFormProps) {
  const saved = valuesOf(mailbox, transports[0]?.id);
  const form = useKeptForm(`bounce mailbox ${mailbox?.id ?? 'new'}`, asTyped, saved, {
    version: mailbox?.updatedAt,
    secrets: ['password'],
  });
  const version = useFormVersion(form, {
    stored: mailbox,
    valuesOf: (stored) => valuesOf(stored, undefined),
    labels,
    save: (): void => save(),
  });
  const { errors } = form.formState;
  const { kind, security } = form.watch();

  function show(problems: readonly { path: readonly PropertyKey[]; message: string }[]): boolean {
    const fields = problems.map(({ path, message }) => ({ field: asTyped.keyof().safeParse(path.at(-1)), message }));
    for (const { field, message } of fields) if (field.success) form.setError(field.data, { message });
    return fields.length > 0 && fields.every(({ field }) => field.success);
  }
  const options = {
    onSuccess: ({ address }: BounceMailboxView) => {
      notify(mailbox ? `“${address}” changed` : `“${address}” added`, {
        detail: 'Test the mailbox to check that it works.',
      });
      close();
    },
    onError: version.onRefused((error) => {
      if (!(error instanceof ApiError && show(error.errors))) notifyFailure('The mailbox was not saved')(error);
    }),
  };
  const create = useRouteMutation(bounceMailboxesRoutes.create, options);
  const update = useRouteMutation(bounceMailboxesRoutes.update, options);
  function submit({ transportId, port, ...values }: AsTyped) {
    const input = bounceMailboxInput.safeParse({ ...values, port: Number(port.trim() || Number.NaN) });
    if (!input.success) return void show(input.error.issues);
    if (mailbox) update.mutate({ id: mailbox.id, mailbox: input.data, version: version.current() });
    else create.mutate({ transportId, mailbox: input.data });
  }
  /** Another protocol has other ports, and does other things with bounces. */
  function choose(next: Pick<AsTyped, 'kind' | 'security'>) {
    const isUsual = form.getValues('port') === String(usualPort(kind, security));
    form.setValue('kind', next.kind, { shouldDirty: true });
    form.setValue('security', next.security, { shouldDirty: true });
    if (isUsual) form.setValue('port', String(usualPort(next.kind, next.security)), { shouldDirty: true });
    if (next.kind !== kind) form.setValue('afterwards', afterwardsOf[next.kind][0], { shouldDirty: true });
  }
  const save = submitTo(form, submit);

  return (
    <form noValidate className="contents" onSubmit={save}>
      <DialogBody>
        {!mailbox && (
          <Field
            label="Transport"
            help="Bounces of what it sends go to the mailbox."
            error={errors.transportId?.message}
          >
            <Controller
              name="transportId"
              control={form.control}
              render={({ field }) => (
                <Select {...field} options={transports.map(({ id, name }) => ({ value: id, label: name }))} />
              )}
            />
          </Field>
        )}
        <Field
          label={labels.address}
          help="It becomes the return path, so the transport must be allowed to send from it."
          error={errors.address?.message}
        >
          <Input type="email" placeholder="bounces@example.com" autoComplete="off" {...form.register('address')} />
        </Field>
        <Field label={labels.kind} error={errors.kind?.message}>
          <Select value={kind} options={kindOptions} onChange={(next) => choose({ kind: next, security })} />
        </Field>
        <div className="grid gap-3 sm:grid-cols-[1fr_6rem]">
          <Field label={labels.host} error={errors.host?.message}>
            <Input placeholder={`${kind}.example.com`} autoComplete="off" {...form.register('host')} />
          </Field>
          <Field label={labels.port} error={errors.port?.message}>
            <Input inputMode="numeric" {...form.register('port')} />
          </Field>
        </div>
        <Field label={labels.security} error={errors.security?.message}>
          <Select
            value={security}
            options={securityOptionsOf(kind)}
            onChange={(next) => choose({ kind, security: next })}
          />
        </Field>
        <Field label={labels.username} error={errors.username?.message}>
          <Input autoComplete="off" {...form.register('username')} />
        </Field>
        <Field
          label="Password"
          help={mailbox ? 'Leave empty to keep the current one. It is never shown.' : undefined}
          error={errors.password?.message}
        >
          <PasswordInput autoComplete="new-password" {...form.register('password')} />
        </Field>
        {kind === 'imap' && (
          <Field label={labels.folder} error={errors.folder?.message}>
            <Input autoComplete="off" {...form.register('folder')} />
          </Field>
        )}
        <Field label={labels.afterwards} error={errors.afterwards?.message}>
          <Controller
            name="afterwards"
            control={form.control}
            render={({ field }) => <Select {...field} options={afterwardsOptions[kind]} />}
          />
        </Field>
        {version.notices}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending || update.isPending}>
          {mailbox ? 'Save mailbox' : 'Add mailbox'}
        </Button>
      </DialogFooter>
    </form>
  );
}

function valuesOf(mailbox: BounceMailboxView | null, transportId: string | undefined): AsTyped {
  return {
    transportId: mailbox?.transportId ?? transportId ?? '',
    kind: mailbox?.kind ?? 'imap',
    host: mailbox?.host ?? '',
    port: String(mailbox?.port ?? 993),
    security: mailbox?.security ?? 'tls',
    username: mailbox?.username ?? '',
    password: '',
    folder: mailbox?.folder ?? 'INBOX',
    address: mailbox?.address ?? '',
    afterwards: mailbox?.afterwards ?? 'move',
  };
}
