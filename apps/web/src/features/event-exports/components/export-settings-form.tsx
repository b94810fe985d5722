import {
  eventExportSettingsInput,
  eventExportSettingsRoutes,
  type EventExportSettingsView,
} from '@engagex/domain/event-exports';
import type { z } from 'zod';
import { showServerErrors, submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { DestinationFields, type ExportSettingsValues } from './destination-fields.tsx';

const labels = { isOn: 'Daily export', includesEvents: 'Events', destination: 'Destination' };

export function ExportSettingsForm({ settings }: { settings: EventExportSettingsView }) {
  const canWrite = useCan('organization:write');
  const form = useKeptForm<ExportSettingsValues, z.output<typeof eventExportSettingsInput>>(
    'daily export',
    eventExportSettingsInput,
    valuesOf(settings),
    { version: settings.updatedAt, secrets: ['destination'] },
  );
  const { isDirty } = form.formState;
  const version = useFormVersion(form, { stored: settings, valuesOf, labels, show, save: (): void => submit() });
  const save = useRouteMutation(eventExportSettingsRoutes.update, {
    touches: ['event-exports'],
    onSuccess: (saved) => {
      version.settle(saved);
      notify('Daily export saved');
    },
    onError: version.onRefused(showFailure(form, 'The settings were not saved')),
  });
  const submit = submitTo(form, (input) => save.mutate({ ...input, version: version.current() }));
  const test = useRouteMutation(eventExportSettingsRoutes.test, {
    onSuccess: () => notify('The test arrived'),
    onError: (error) => {
      showServerErrors(form, error);
      notifyFailure('The test did not arrive')(error);
    },
  });
  const kind = form.watch('destination').kind;
  return (
    <form noValidate onSubmit={submit}>
      <fieldset disabled={!canWrite} className="contents">
        <Card>
          <CardHeader title="Daily export" state={settings.isOn ? 'On' : 'Off'} />
          <CardBody className="flex flex-col gap-4">
            <div className="flex flex-col gap-1">
              <Checkbox
                label="Export events every day"
                help="A JSON file with the events by name and quarter hour, purchases by currency, and the number of people. Kept for 30 days."
                {...form.register('isOn')}
              />
              <Checkbox
                label="Include each event"
                help="A second file with one JSON object per event, compressed with gzip. It contains personal data, so analysts cannot download it."
                {...form.register('includesEvents')}
              />
            </div>
            <DestinationFields form={form} settings={settings} canWrite={canWrite} />
            {version.notices}
            {canWrite && (
              <div className="flex flex-wrap gap-2">
                <Button type="submit" variant="primary" disabled={!isDirty} loading={save.isPending}>
                  Save
                </Button>
                {kind !== 'none' && (
                  <Button
                    loading={test.isPending}
                    onClick={() =>
                      void form.trigger().then((isValid) => {
                        const { destination } = form.getValues();
                        if (isValid) test.mutate({ destination });
                      })
                    }
                  >
                    Send a test
                  </Button>
                )}
              </div>
            )}
          </CardBody>
        </Card>
      </fieldset>
    </form>
  );
}

function valuesOf({ isOn, includesEvents, destination }: EventExportSettingsView): ExportSettingsValues {
  return { isOn, includesEvents, destination };
}

function show(_: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  const { destination } = eventExportSettingsInput.partial().safeParse({ destination: value }).data ?? {};
  if (destination?.kind === 'webhook') return destination.url;
  return destination?.kind === 's3' ? `${destination.endpoint}/${destination.bucket}` : 'Download only';
}
