import type { eventExportSettingsInput, EventExportSettingsView } from '@engagex/domain/event-exports';
import { Fragment } from 'react';
import type { FieldErrors, UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';

export type ExportSettingsValues = z.input<typeof eventExportSettingsInput>;

const kinds = [
  { value: 'none', name: 'Download only', help: 'Files are available on this page.' },
  { value: 'webhook', name: 'Webhook', help: 'The summary is sent to your server in a signed request.' },
  { value: 's3', name: 'S3 bucket', help: 'The files are uploaded to a bucket of Amazon S3 or a compatible service.' },
] as const;

const empty = {
  none: { kind: 'none' },
  webhook: { kind: 'webhook', url: '' },
  s3: { kind: 's3', endpoint: '', bucket: '', region: '', folder: '', accessKeyId: '', secretAccessKey: '' },
} as const;

interface DestinationFieldsProps {
  readonly form: UseFormReturn<ExportSettingsValues, unknown, z.output<typeof eventExportSettingsInput>>;
  readonly settings: EventExportSettingsView;
  readonly canWrite: boolean;
}

/** Where the files go, and what that needs. */
export function DestinationFields({ form, settings, canWrite }: DestinationFieldsProps) {
  const kind = form.watch('destination').kind;
  const choose = (next: keyof typeof empty) => {
    if (!canWrite) return;
    const isStored = settings.destination.kind === next;
    form.setValue('destination', isStored ? settings.destination : empty[next], { shouldDirty: true });
  };
  const errors = messagesOf(form.formState.errors.destination);
  return (
    <>
      <RadioCards label="Destination" options={kinds} value={kind} onChange={choose} />
      {kind === 'webhook' && (
        <Field label="URL" error={errors['url']} help="EngageX sends a POST request and expects a 2xx status.">
          <Input type="url" placeholder="https://example.com/engagex" {...form.register('destination.url')} />
        </Field>
      )}
      {kind === 's3' && (
        <Fragment>
          <Field label="Endpoint" error={errors['endpoint']} help="Without the bucket.">
            <Input
              type="url"
              placeholder="https://s3.eu-central-1.amazonaws.com"
              {...form.register('destination.endpoint')}
            />
          </Field>
          <div className="grid gap-4 sm:grid-cols-3">
            <Field label="Bucket" error={errors['bucket']}>
              <Input {...form.register('destination.bucket')} />
            </Field>
            <Field label="Region" error={errors['region']}>
              <Input placeholder="eu-central-1" {...form.register('destination.region')} />
            </Field>
            <Field label="Folder" optional error={errors['folder']}>
              <Input {...form.register('destination.folder')} />
            </Field>
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Access key ID" error={errors['accessKeyId']}>
              <Input autoComplete="off" {...form.register('destination.accessKeyId')} />
            </Field>
            <Field
              label="Secret access key"
              error={errors['secretAccessKey']}
              help={settings.hasSecretAccessKey ? 'Leave empty to keep the stored key.' : undefined}
            >
              <PasswordInput autoComplete="off" {...form.register('destination.secretAccessKey')} />
            </Field>
          </div>
        </Fragment>
      )}
    </>
  );
}

/** By field, whatever the destination is. */
function messagesOf(errors: FieldErrors<ExportSettingsValues>['destination']): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, problem] of Object.entries(errors ?? {}))
    if (problem && typeof problem === 'object' && 'message' in problem) found[name] = String(problem.message);
  return found;
}
