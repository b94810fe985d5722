import { segmentsRoutes, type SegmentView } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Link } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';

export function SegmentsPage() {
  const query = useQuery(routeQuery(segmentsRoutes.list, {}));
  const create = useCan('contacts:write') && (
    <ButtonLink variant="primary" icon={Plus} href="/segments/new">
      New segment
    </ButtonLink>
  );
  return (
    <Page>
      <PageHeader title="Segments" state="Contacts that match your conditions" action={create} />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The segments could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading segments" lines={5} />}
      {query.data?.items.length === 0 && (
        <EmptyState picture="circles" action={create}>
          Segments update themselves as contacts match. Create your first.
        </EmptyState>
      )}
      {query.data && query.data.items.length > 0 && <SegmentList segments={query.data.items} />}
    </Page>
  );
}

function SegmentList({ segments }: { segments: readonly SegmentView[] }) {
  return (
    <Card>
      <ul className="divide-y divide-line">
        {segments.map(({ id, name, problem, updatedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
            <Link href={`/segments/${id}`} className="min-w-0 flex-1 truncate font-medium hover:underline">
              {name}
            </Link>
            {problem && (
              <p className="order-last w-full text-sm text-danger">
                <Badge meaning="danger">Broken</Badge> {problem}
              </p>
            )}
            <Link href={`/contacts?segment=${id}`} className="text-sm text-accent hover:underline">
              Contacts<span className="sr-only"> in {name}</span>
            </Link>
            <span className="text-sm text-muted">
              Changed <Time value={updatedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
