import { templateDraftsRoutes, type TemplateVersion } from '@engagex/domain/templates';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useParams } from 'wouter';
import { formatDateTime } from '../../shared/format.ts';
import { routePages, routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { VersionChanges } from './components/version-changes.tsx';
import { VersionList } from './components/version-list.tsx';

/** What a template said before, who changed it when, and the way back. */
export function VersionsPage() {
  const { id = '' } = useParams();
  const draft = useQuery(routeQuery(templateDraftsRoutes.get, { id }));
  const versions = useInfiniteQuery(routePages(templateDraftsRoutes.versions, { id }));
  const [chosen, choose] = useUrlState('version');
  const trail = [
    { name: 'Templates', href: '/templates' },
    { name: draft.data?.name ?? 'Template', href: `/templates/${id}` },
  ];
  const error = draft.error ?? versions.error;
  if (error && !(draft.data && versions.data)) {
    const retry = () => void Promise.all([draft.refetch(), versions.refetch()]);
    return <FailedPage error={error} noun="template" trail={trail.slice(0, 1)} onRetry={retry} />;
  }
  if (!draft.data || !versions.data)
    return (
      <Page>
        <PageHeader title="Versions" trail={trail} />
        <SkeletonLines label="Loading the versions" lines={8} />
      </Page>
    );
  const all = versions.data;
  const shown = all.find(({ revision }) => String(revision) === chosen) ?? all[0];
  const older = shown && all[all.indexOf(shown) + 1];
  return (
    <Page>
      <PageHeader
        title="Versions"
        tabTitle={`Versions · ${draft.data.name}`}
        trail={trail}
        state="Every time it was published, and every ten minutes of editing."
      />
      <div className="grid items-start gap-4 lg:grid-cols-[20rem_1fr]">
        <VersionList
          versions={all}
          draft={draft.data}
          chosen={shown?.revision ?? null}
          onChoose={(revision) => choose(String(revision))}
          more={versions.hasNextPage ? () => void versions.fetchNextPage() : null}
          isLoadingMore={versions.isFetchingNextPage}
        />
        {shown && (
          <Card aria-label={`Version of ${formatDateTime(shown.createdAt)}`} className="min-w-0">
            <CardHeader
              title={formatDateTime(shown.createdAt)}
              state={older ? `What changed since ${formatDateTime(older.createdAt)}` : 'The oldest version'}
              action={<RestoreButton id={id} version={shown} current={draft.data.revision} />}
            />
            <CardBody>
              <VersionChanges id={id} version={shown.revision} before={older?.revision ?? null} />
            </CardBody>
          </Card>
        )}
      </div>
    </Page>
  );
}

interface RestoreButtonProps {
  readonly id: string;
  readonly version: TemplateVersion;
  /** The revision that is being edited. */
  readonly current: number;
}

/** Makes it the draft again; nothing is published by that. What was being edited is one click away. */
function RestoreButton({ id, version, current }: RestoreButtonProps) {
  const canWrite = useCan('templates:write');
  const touches = ['template-drafts'] as const;
  const undo = useRouteMutation(templateDraftsRoutes.restore, {
    touches,
    onError: notifyFailure('The version before was not restored'),
  });
  const restore = useRouteMutation(templateDraftsRoutes.restore, {
    touches,
    onError: notifyFailure('The version was not restored'),
    onSuccess: () =>
      notify('Version restored as the draft', {
        detail: 'Publish it to use it in campaigns.',
        undo: () => undo.mutate({ id, revision: current }),
      }),
  });
  if (!canWrite || version.revision === current) return null;
  return (
    <Button
      icon={RotateCcw}
      loading={restore.isPending}
      onClick={() => restore.mutate({ id, revision: version.revision })}
    >
      Restore this version
    </Button>
  );
}
