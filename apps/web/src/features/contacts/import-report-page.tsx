import { importsRoutes, type ImportView } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { formatBytes, formatCount } from '../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { ImportColumns } from './components/import-columns.tsx';
import { ImportResult } from './components/import-result.tsx';
import { ImportSteps } from './components/import-steps.tsx';

const trail = [
  { name: 'Contacts', href: '/contacts' },
  { name: 'Imports', href: '/contacts/imports' },
];
const stepOf = {
  ready: 1,
  rehearsing: 2,
  rehearsed: 2,
  queued: 3,
  running: 3,
  done: 4,
  undoing: 4,
  undone: 4,
  failed: 4,
  cancelled: 4,
} as const;

/** One import at whatever step it is: its columns, its progress or its result. */
export function ImportReportPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    ...routeQuery(importsRoutes.get, { id }),
    refetchInterval: ({ state }) =>
      state.data?.status === 'queued' || state.data?.status === 'running' ? 2_000 : false,
  });
  if (query.error && !query.data) {
    return (
      <Page>
        <ErrorState error={query.error} what="The import could not be loaded." onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  if (!query.data) {
    return (
      <Page>
        <PageHeader title="Import" trail={trail} />
        <SkeletonLines label="Loading the import" lines={6} />
      </Page>
    );
  }
  const view = query.data;
  return (
    <Page>
      <PageHeader
        title={view.fileName}
        trail={trail}
        state={
          <span className="inline-flex items-center gap-2">
            {formatCount(view.rows, 'row')}, {formatBytes(view.fileBytes)} <LiveDot />
          </span>
        }
      />
      <ImportSteps current={stepOf[view.status]} />
      {view.status === 'ready' && <ImportColumns view={view} />}
      {(view.status === 'queued' || view.status === 'running') && <Running view={view} />}
      {view.status === 'done' && <ImportResult view={view} />}
      {view.status === 'failed' && (
        <Notice
          meaning="danger"
          title="Nothing was imported"
          action={<ButtonLink href="/contacts/import">Upload another file</ButtonLink>}
        >
          {view.problem}
        </Notice>
      )}
      {view.status === 'cancelled' && (
        <Notice
          meaning="info"
          title="Cancelled"
          action={<ButtonLink href="/contacts/import">Upload another file</ButtonLink>}
        >
          Nothing of this file was imported.
        </Notice>
      )}
    </Page>
  );
}

function Running({ view }: { view: ImportView }) {
  const cancel = useRouteMutation(importsRoutes.cancel, { onError: notifyFailure('The import was not cancelled') });
  return (
    <Card>
      <CardHeader
        title="Importing"
        state="You can leave this page; the import goes on."
        action={
          <Button loading={cancel.isPending} onClick={() => cancel.mutate({ id: view.id })}>
            Cancel import
          </Button>
        }
      />
      <CardBody>
        <ProgressBar
          label="Rows read and stored"
          value={view.processed}
          total={view.rows}
          detail="All rows or none: nothing is half imported."
        />
      </CardBody>
    </Card>
  );
}
