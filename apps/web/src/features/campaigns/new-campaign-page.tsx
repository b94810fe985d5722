import { campaignInput, campaignsRoutes } from '@engagex/domain/campaigns';
import { groupsRoutes } from '@engagex/domain/contacts';
import { segmentsRoutes } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useSearchParams } from 'wouter';
import { submitTo } from '../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { showFailure } from '../../ui/form-failure.ts';
import { Input } from '../../ui/input.tsx';
import { useKeptForm } from '../../ui/kept-form.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';

const input = campaignInput.pick({ name: true });

export function NewCampaignPage() {
  const [, go] = useLocation();
  const audience = useAudienceAsked();
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
          <form
            noValidate
            className="flex flex-col gap-4"
            onSubmit={submitTo(form, (values) => create.mutate({ ...values, ...audience?.chosen }))}
          >
            {audience && <Notice meaning="info">{audience.words}</Notice>}
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

/** The group or segment that somebody came here to send to, from the address. */
function useAudienceAsked() {
  const [asked] = useSearchParams();
  const groupId = asked.get('group');
  const segmentId = asked.get('segment');
  const groups = useQuery({ ...routeQuery(groupsRoutes.list, {}), enabled: groupId !== null });
  const segments = useQuery({ ...routeQuery(segmentsRoutes.list, {}), enabled: segmentId !== null });
  const named = (items: readonly { id: string; name: string }[] | undefined, id: string, noun: string) => {
    const name = items?.find((each) => each.id === id)?.name;
    return `This campaign goes to the ${noun} ${name ? `“${name}”` : 'you chose'}. You can change that later.`;
  };
  if (segmentId)
    return { chosen: { segmentIds: [segmentId] }, words: named(segments.data?.items, segmentId, 'segment') };
  return groupId ? { chosen: { groupIds: [groupId] }, words: named(groups.data?.items, groupId, 'group') } : null;
}
