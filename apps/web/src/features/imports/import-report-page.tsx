import { importsRoutes, type ImportStatus, type ImportView } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { formatBytes, formatCount, formatDate } from '../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { ImportColumns } from './components/import-columns.tsx';
import { ImportRehearsed } from './components/import-rehearsal.tsx';
import { ImportResult } from './components/import-result.tsx';
import { ImportSteps } from './components/import-steps.tsx';
import { ImportUndone } from './components/import-undone.tsx';

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

const isUnderWay = (status: ImportStatus) => ['rehearsing', 'queued', 'running', 'undoing'].includes(status);

/** One import at whatever step it is: its columns, its progress or its result. */
export function ImportReportPage() {
  const { id = '' } = useParams();
  const [isBack, setChanging] = useState(false);
  const query = useQuery({
    ...routeQuery(importsRoutes.get, { id }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.status) ? 2_000 : false),
  });
  if (query.error && !query.data) {
    return <FailedPage error={query.error} noun="import" trail={trail} onRetry={() => void query.refetch()} />;
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
  const isChanging = isBack && view.status === 'rehearsed';
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
      <ImportSteps current={isChanging ? 1 : stepOf[view.status]} />
      {view.sameAs && ['ready', 'rehearsing', 'rehearsed'].includes(view.status) && <SameAs file={view.sameAs} />}
      {(view.status === 'ready' || isChanging) && (
        <ImportColumns
          key={[view.encoding, view.delimiter, view.sheet, view.headerLine, view.includeHidden].join(' ')}
          view={view}
          onRehearse={() => setChanging(false)}
        />
      )}
      {view.status === 'rehearsed' && view.rehearsal && !isChanging && (
        <ImportRehearsed view={view} rehearsal={view.rehearsal} onBack={() => setChanging(true)} />
      )}
      {isUnderWay(view.status) && <Running view={view} />}
      {view.status === 'done' && <ImportResult view={view} />}
      {view.status === 'undone' && <ImportUndone view={view} />}
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
          Nothing was imported from this file.
        </Notice>
      )}
    </Page>
  );
}

function SameAs({ file }: { file: NonNullable<ImportView['sameAs']> }) {
  return (
    <Notice meaning="warning" title="This file was uploaded before">
      <Link href={`/contacts/imports/${file.id}`} className="underline">
        {file.fileName}
      </Link>{' '}
      of {formatDate(file.createdAt)} is identical. Importing it again only affects what has changed since.
    </Notice>
  );
}

const importing = {
  title: 'Importing',
  label: 'Rows read and stored',
  detail: 'All rows or none: an import is never left half done.',
};
const wordsOf: Partial<Record<ImportStatus, typeof importing>> = {
  rehearsing: { title: 'Checking', label: 'Rows checked', detail: 'This is a trial run. Nothing is kept.' },
  undoing: {
    title: 'Undoing',
    label: 'Contacts reverted',
    detail: 'If it is interrupted, it continues where it stopped.',
  },
};

function Running({ view }: { view: ImportView }) {
  const words = wordsOf[view.status] ?? importing;
  const cancel = useRouteMutation(importsRoutes.cancel, { onError: notifyFailure('The import was not cancelled') });
  return (
    <Card>
      <CardHeader
        title={words.title}
        state="You can leave this page. It keeps running."
        action={
          view.status !== 'undoing' && (
            <Button loading={cancel.isPending} onClick={() => cancel.mutate({ id: view.id })}>
              Cancel import
            </Button>
          )
        }
      />
      <CardBody>
        <ProgressBar
          label={words.label}
          value={view.processed}
          total={view.status === 'undoing' ? Math.max(1, view.created + view.updated) : view.rows}
          detail={words.detail}
        />
      </CardBody>
    </Card>
  );
}
