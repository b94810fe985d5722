import { organizationRoutes } from '@engagex/domain/accounts';
import { utmSettings } from '@engagex/domain/campaigns';
import type { OutputOf } from '@engagex/domain/shared';
import { Controller } from 'react-hook-form';
import { z } from 'zod';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { UtmFields } from '../../campaigns/index.ts';

type Organization = OutputOf<typeof organizationRoutes.get>;

const form = z.object({ utm: utmSettings.nullable() });
const valuesOf = ({ utm }: Organization) => ({ utm });

/** What links of new campaigns are marked with. */
export function UtmCard({ organization, canWrite }: { organization: Organization; canWrite: boolean }) {
  const kept = useKeptForm('utm', form, valuesOf(organization), { version: organization.updatedAt });
  const version = useFormVersion(kept, {
    stored: organization,
    valuesOf,
    labels: { utm: 'UTM parameters' },
    show: (_, value) =>
      Object.values(value ?? {})
        .filter(Boolean)
        .join(', ') || 'None',
    save: (): void => submit(),
  });
  const save = useRouteMutation(organizationRoutes.setUtm, {
    onSuccess: (now) => {
      version.settle(now);
      notify('UTM parameters saved');
    },
    onError: version.onRefused(showFailure(kept, 'The UTM parameters were not saved')),
  });
  const submit = submitTo(kept, (input) => save.mutate({ ...input, version: version.current() }));
  return (
    <Card aria-label="UTM parameters">
      <CardHeader title="UTM parameters" state="The default for new campaigns." />
      <CardBody>
        <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
          <Controller
            name="utm"
            control={kept.control}
            render={({ field: { value, onChange } }) => (
              <UtmFields
                value={value ? { campaign: '', term: '', content: '', ...value } : null}
                onChange={onChange}
                disabled={!canWrite}
              />
            )}
          />
          {version.notices}
          {canWrite && (
            <div className="flex justify-end">
              <Button type="submit" variant="primary" disabled={!kept.formState.isDirty} loading={save.isPending}>
                Save UTM parameters
              </Button>
            </div>
          )}
        </form>
      </CardBody>
    </Card>
  );
}
