import { explainIncident, incidentsRoutes, incidentStates, type IncidentView } from '@engagex/domain/incidents';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Link } from 'wouter';
import { formatCount } from '../../shared/format.ts';
import { routePages } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { IncidentState } from './components/incident-state.tsx';

const any = 'all';
const stateOptions = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
  { value: any, label: 'Open and closed' },
];

/** What mailbox providers object or objected to; open incidents unless the address says otherwise. */
export function IncidentsPage() {
  const [chosen, setState] = useUrlState('state');
  const [domain, setDomain] = useUrlState('domain');
  const shown = chosen === any ? any : (incidentStates.find((each) => each === chosen) ?? 'open');
  const state = incidentStates.find((each) => each === shown);
  const query = useInfiniteQuery(routePages(incidentsRoutes.list, { state, domain: domain || undefined }));
  return (
    <Page>
      <PageHeader
        title="Incidents"
        trail={[{ name: 'Deliverability', href: '/deliverability' }]}
        state={
          domain ? `Where mailbox providers object to ${domain}` : 'Sending domains that mailbox providers object to'
        }
        action={
          <>
            {domain && <Button onClick={() => setDomain('')}>Show all domains</Button>}
            <Select
              aria-label="State"
              className="w-44"
              options={stateOptions}
              value={shown}
              onChange={(next) => setState(next === 'open' ? '' : next)}
            />
          </>
        }
      />
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="The incidents could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonLines label="Loading incidents" lines={6} />}
      {query.data?.length === 0 && (
        <EmptyState picture="envelope">
          {shown === 'open'
            ? 'No open incidents. When a mailbox provider refuses messages because of the sender or the content, you see here what it says and what to do.'
            : 'No incidents.'}
        </EmptyState>
      )}
      {query.data && query.data.length > 0 && (
        <Card aria-label="Incidents">
          <ul className="divide-y divide-line">
            {query.data.map((incident) => (
              <IncidentRow key={incident.id} incident={incident} />
            ))}
          </ul>
        </Card>
      )}
      {query.hasNextPage && (
        <Button className="self-center" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older incidents
        </Button>
      )}
    </Page>
  );
}

function IncidentRow({ incident }: { incident: IncidentView }) {
  return (
    <li className="relative flex items-center gap-3 px-4 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <Link
          href={`/deliverability/incidents/${incident.id}`}
          className="font-medium wrap-anywhere after:absolute after:inset-0 hover:underline"
        >
          {explainIncident(incident).title}
        </Link>
        <p className="text-sm text-muted">
          {formatCount(incident.refusals, 'refusal')}, last <Time value={incident.lastSeenAt} />
        </p>
        <div className="mt-1 sm:hidden">
          <IncidentState incident={incident} />
        </div>
      </div>
      <div className="hidden sm:block">
        <IncidentState incident={incident} />
      </div>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </li>
  );
}
