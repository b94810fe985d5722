import { savedReportsRoutes, type SavedReportView } from '@engagex/domain/reports';
import { useQuery } from '@tanstack/react-query';
import { Copy, Trash2 } from 'lucide-react';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { kindWords, periodInWords } from '../../explore/index.ts';
import { useDelete } from '../use-delete.ts';
import { ThingRow } from './thing-row.tsx';

/** Questions that were saved in Explore. */
export function SavedReports() {
  const { data, error, refetch } = useQuery(routeQuery(savedReportsRoutes.list, {}));
  const canWrite = useCan('reports:write');
  return (
    <section className="flex flex-col gap-3" aria-labelledby="saved-reports">
      <h2 id="saved-reports" className="font-semibold">
        Saved reports
      </h2>
      {error && !data && (
        <ErrorState error={error} what="The saved reports could not be loaded." onRetry={() => void refetch()} />
      )}
      {!error && !data && <SkeletonLines label="Loading the saved reports" />}
      {data?.items.length === 0 && (
        <p className="flex flex-wrap items-center gap-3 text-muted">
          Ask a question in Explore and save it, to find it here and to put it on a dashboard.
          {canWrite && <ButtonLink href="/explore">Open Explore</ButtonLink>}
        </p>
      )}
      {data && data.items.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface" aria-label="Saved reports">
          {data.items.map((report) => (
            <ReportRow key={report.id} report={report} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ReportRow({ report }: { report: SavedReportView }) {
  const { id, name, query, canChange } = report;
  const canWrite = useCan('reports:write');
  const remove = useDelete('Report', savedReportsRoutes);
  const duplicate = useRouteMutation(savedReportsRoutes.duplicate, {
    onSuccess: (copy) => notify(`“${copy.name}” created`),
    onError: notifyFailure('The report was not copied'),
  });
  return (
    <ThingRow
      thing={report}
      href={`/reports/${id}`}
      detail={`${kindWords[query.kind]}, ${periodInWords(query.period)}`}
    >
      {canWrite && <IconButton label={`Duplicate ${name}`} icon={Copy} onClick={() => duplicate.mutate({ id })} />}
      {canChange && <IconButton label={`Delete ${name}`} icon={Trash2} onClick={() => remove(report)} />}
    </ThingRow>
  );
}
