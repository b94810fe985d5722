import { campaignInput, campaignsRoutes } from '@engagex/domain/campaigns';
import { useLocation } from 'wouter';
import { submitTo } from '../../shared/form.ts';
import { useRouteMutation } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { showFailure } from '../../ui/form-failure.ts';
import { Input } from '../../ui/input.tsx';
import { useKeptForm } from '../../ui/kept-form.ts';
import { Page, PageHeader } from '../../ui/page.tsx';

const input = campaignInput.pick({ name: true });

export function NewCampaignPage() {
  const [, go] = useLocation();
  const form = useKeptForm('campaign new', input, { name: '' });
  const create = useRouteMutation(campaignsRoutes.create, {
    onSuccess: ({ id }) => go(`/campaigns/${id}/edit`, { replace: true }),
    onError: showFailure(form, 'The draft was not created'),
  });
  return (
    <Page>
      <PageHeader title="New campaign" trail={[{ name: 'Campaigns', href: '/campaigns' }]} />
      <Card>
        <CardBody>
          <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (values) => create.mutate(values))}>
            <Field label="Name" help="Only your organization sees it." error={form.formState.errors.name?.message}>
              <Input autoFocus {...form.register('name')} />
            </Field>
            <div className="flex justify-end gap-2">
              <ButtonLink href="/campaigns">Back</ButtonLink>
              <Button type="submit" variant="primary" loading={create.isPending}>
                Create draft
              </Button>
            </div>
          </form>
        </CardBody>
      </Card>
    </Page>
  );
}
