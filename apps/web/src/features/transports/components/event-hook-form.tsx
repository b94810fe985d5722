import {
  type EventHookView,
  eventHookInput,
  eventHooksRoutes,
  eventProviders,
  type SavedEventHook,
} from '@engagex/domain/provider-events';
import type { TransportView } from '@engagex/domain/transports';
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
import { notifyFailure } from '../../../ui/toast.tsx';
import { providerNames } from './event-hook-words.ts';

/** The form has every field as text, whichever provider is chosen. */
const asTyped = z.object({
  provider: z.enum(eventProviders),
  verificationKey: z.string(),
  topicArn: z.string(),
  signingKey: z.string(),
});
type AsTyped = z.output<typeof asTyped>;

const providers = eventProviders.map((value) => ({ value, label: providerNames[value] }));

interface EventHookFormProps {
  readonly transport: TransportView;
  readonly hook: EventHookView | undefined;
  readonly close: () => void;
  readonly onSaved: (saved: SavedEventHook) => void;
}

export function EventHookForm({ transport, hook, close, onSaved }: EventHookFormProps) {
  const form = useKeptForm(`event webhook of ${transport.id}`, asTyped, valuesOf(transport, hook), {
    version: hook?.updatedAt,
    secrets: ['signingKey'],
  });
  const { errors } = form.formState;
  const provider = form.watch('provider');
  function show(problems: readonly { path: readonly PropertyKey[]; message: string }[]): boolean {
    const fields = problems.map(({ path, message }) => ({ field: asTyped.keyof().safeParse(path[1]), message }));
    for (const { field, message } of fields) if (field.success) form.setError(field.data, { message });
    return fields.length > 0 && fields.every(({ field }) => field.success);
  }
  const save = useRouteMutation(eventHooksRoutes.save, {
    onSuccess: onSaved,
    onError: (error) => {
      if (!(error instanceof ApiError && show(error.errors))) notifyFailure('The event webhook was not saved')(error);
    },
  });
  function submit(values: AsTyped) {
    const input = eventHookInput.safeParse({ hook: values });
    if (input.success) save.mutate({ id: transport.id, ...input.data });
    else show(input.error.issues);
  }
  return (
    <form noValidate className="contents" onSubmit={submitTo(form, submit)}>
      <DialogBody>
        <p className="text-sm text-muted">
          The provider reports deliveries, bounces and complaints to a URL that we give you. Without it, you only see
          whether messages were accepted.
        </p>
        <Field label="Provider" error={errors.provider?.message}>
          <Controller
            name="provider"
            control={form.control}
            render={({ field }) => <Select {...field} options={providers} />}
          />
        </Field>
        {provider === 'sendgrid' && (
          <p className="text-sm wrap-anywhere">
            Add a webhook with this URL in SendGrid, then copy its key:{' '}
            <code>{`${location.origin}/hooks/sendgrid/${transport.id}`}</code>
          </p>
        )}
        {provider === 'sendgrid' && (
          <Field
            label="Verification key"
            help="SendGrid shows it once Signed Event Webhook is on."
            error={errors.verificationKey?.message}
          >
            <Input autoComplete="off" {...form.register('verificationKey')} />
          </Field>
        )}
        {provider === 'ses' && (
          <Field label="ARN of the SNS topic" error={errors.topicArn?.message}>
            <Input
              autoComplete="off"
              placeholder="arn:aws:sns:eu-west-1:123456789012:ses-events"
              {...form.register('topicArn')}
            />
          </Field>
        )}
        {provider === 'mailgun' && (
          <Field
            label="HTTP webhook signing key"
            help={hook?.provider === 'mailgun' ? 'Leave empty to keep the current one. It is never shown.' : undefined}
            error={errors.signingKey?.message}
          >
            <PasswordInput autoComplete="new-password" {...form.register('signingKey')} />
          </Field>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={save.isPending}>
          Save webhook
        </Button>
      </DialogFooter>
    </form>
  );
}

function valuesOf({ kind }: TransportView, hook: EventHookView | undefined): AsTyped {
  return {
    provider: hook?.provider ?? (kind === 'smtp' ? 'webhook' : 'sendgrid'),
    verificationKey: hook?.verificationKey ?? '',
    topicArn: hook?.topicArn ?? '',
    signingKey: '',
  };
}
