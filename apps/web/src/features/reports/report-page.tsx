import { savedReportsRoutes, type SavedReportView } from '@engagex/domain/reports';
import { useQuery } from '@tanstack/react-query';
import { Copy, Pencil, Trash2, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { addressOf, AnswerOf } from '../explore/index.ts';
import { RenameDialog } from './components/rename-dialog.tsx';
import { VisibilityBadge } from './components/thing-row.tsx';
import { useDelete } from './use-delete.ts';

const trail = [{ name: 'Dashboards', href: '/dashboards' }];

/** A saved report with today's answer. */
export function ReportPage() {
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery(routeQuery(savedReportsRoutes.get, { id }));
  if (error && !data) return <FailedPage error={error} noun="report" trail={trail} onRetry={() => void refetch()} />;
  return <Page>{data ? <Report report={data} /> : <SkeletonLines label="Loading the report" lines={6} />}</Page>;
}

function Report({ report }: { report: SavedReportView }) {
  const { id, name, query, visibility, owner, canChange } = report;
  const [isRenaming, setIsRenaming] = useState(false);
  return (
    <>
      <PageHeader
        title={name}
        trail={trail}
        state={
          <span className="flex flex-wrap items-center gap-2">
            <VisibilityBadge visibility={visibility} />
            {owner && `by ${owner.name}`}
          </span>
        }
        action={<Actions report={report} rename={() => setIsRenaming(true)} />}
      />
      <AnswerOf query={query} />
      {canChange && isRenaming && (
        <RenameDialog
          what="report"
          thing={report}
          route={savedReportsRoutes.update}
          close={() => setIsRenaming(false)}
          key={id}
        />
      )}
    </>
  );
}

function Actions({ report, rename }: { report: SavedReportView; rename: () => void }) {
  const { id, query, visibility, canChange } = report;
  const [, navigate] = useLocation();
  const canShare = useCan('reports:share');
  const canWrite = useCan('reports:write');
  const remove = useDelete('Report', savedReportsRoutes);
  const isShared = visibility === 'organization';
  const share = useRouteMutation(savedReportsRoutes.update, {
    onSuccess: () => notify(isShared ? 'The report is no longer shared' : 'The report is shared with everyone'),
    onError: notifyFailure('The report was not changed'),
  });
  const duplicate = useRouteMutation(savedReportsRoutes.duplicate, {
    onSuccess: (copy) => navigate(`/reports/${copy.id}`),
    onError: notifyFailure('The report was not copied'),
  });
  return (
    <>
      {canChange && (
        <Button icon={Trash2} onClick={() => remove(report, () => navigate('/dashboards'))}>
          Delete
        </Button>
      )}
      {canWrite && (
        <Button icon={Copy} loading={duplicate.isPending} onClick={() => duplicate.mutate({ id })}>
          Duplicate
        </Button>
      )}
      {canChange && (
        <Button icon={Pencil} onClick={rename}>
          Rename
        </Button>
      )}
      {canChange && canShare && (
        <Button
          icon={UsersRound}
          loading={share.isPending}
          onClick={() => share.mutate({ id, visibility: isShared ? 'private' : 'organization' })}
        >
          {isShared ? 'Stop sharing' : 'Share'}
        </Button>
      )}
      <ButtonLink variant="primary" href={addressOf(query)}>
        Open in Explore
      </ButtonLink>
    </>
  );
}
