import { savedBlocksRoutes, type SavedBlockView } from '@engagex/domain/saved-blocks';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from 'wouter';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { ChangedCampaigns } from './components/changed-campaigns.tsx';
import { ChangedTemplate } from './components/changed-template.tsx';
import { trail } from './trail.ts';
import { useUndoRelease } from './use-undo-release.ts';

/** What a release changes, in words and pictures, before it is made. */
export function PublishPage() {
  const { id = '' } = useParams();
  const query = useQuery(routeQuery(savedBlocksRoutes.get, { id }));
  const effects = useQuery(routeQuery(savedBlocksRoutes.effects, { id }));
  const own = [...trail, { name: query.data?.name ?? 'Saved block', href: `/templates/saved-blocks/${id}` }];
  const failure = (query.data ? null : query.error) ?? (effects.data ? null : effects.error);
  if (failure) {
    const again = () => {
      void query.refetch();
      void effects.refetch();
    };
    return <FailedPage error={failure} noun="saved block" trail={trail} onRetry={again} />;
  }
  if (!query.data || !effects.data)
    return (
      <Page>
        <PageHeader title="Review and publish" trail={own} />
        <SkeletonLines label="Finding out what changes" lines={8} />
      </Page>
    );
  const { templates, campaigns } = effects.data;
  const approved = campaigns.filter(({ isApproved }) => isApproved).length;
  return (
    <Page>
      <PageHeader
        title="Review and publish"
        trail={own}
        state={changedInWords(templates.length, campaigns.length)}
        action={query.data.isChanged && <PublishButton savedBlock={query.data} />}
      />
      {!query.data.isChanged && (
        <EmptyState picture="layout">Everything is published: the draft was not changed since.</EmptyState>
      )}
      {query.data.isChanged && (
        <>
          {approved > 0 && (
            <Notice meaning="warning">
              {approved === 1 ? 'One approved campaign needs' : `${approved} approved campaigns need`} approval again
              before it is sent.
            </Notice>
          )}
          {campaigns.length > 0 && <ChangedCampaigns campaigns={campaigns} />}
          {templates.length > 0 && (
            <section aria-label="Templates" className="flex flex-col gap-3">
              <h2 className="text-lg font-semibold">Templates</h2>
              <ul className="grid gap-4 xl:grid-cols-2">
                {templates.map((template) => (
                  <ChangedTemplate key={template.id} savedBlockId={id} template={template} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </Page>
  );
}

function PublishButton({ savedBlock: { id, name, updatedAt } }: { savedBlock: SavedBlockView }) {
  const [, go] = useLocation();
  const undo = useUndoRelease();
  const publish = useRouteMutation(savedBlocksRoutes.publish, {
    touches: ['templates', 'campaigns'],
    onSuccess: ({ release }) => {
      notify(`“${name}” published`, { undo: () => undo.mutate({ id, release }) });
      go(`/templates/saved-blocks/${id}`);
    },
    onError: notifyFailure('The saved block was not published'),
  });
  return (
    <Button variant="primary" loading={publish.isPending} onClick={() => publish.mutate({ id, version: updatedAt })}>
      Publish
    </Button>
  );
}

function changedInWords(templates: number, campaigns: number): string {
  if (templates === 0) return 'No template has it yet, so nothing else changes.';
  const inTemplates = templates === 1 ? 'One template' : `${templates} templates`;
  const inCampaigns = campaigns === 1 ? 'one campaign' : `${campaigns} campaigns`;
  const both = campaigns === 0 ? inTemplates : `${inTemplates} and ${inCampaigns}`;
  return `${both} will change. Campaigns that were launched stay as they are.`;
}
