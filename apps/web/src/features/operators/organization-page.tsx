import { type OrganizationForOperators, operatorsRoutes } from '@engagex/domain/operators';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { formatLongDate, formatNumber } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import { Time } from '../../ui/time.tsx';
import { NotesCard } from './components/notes-card.tsx';
import { PlanOfOrganizationCard } from './components/plan-of-organization-card.tsx';
import { SendingCard } from './components/sending-card.tsx';

/** One organization for those who run the installation. */
export function OrganizationPage() {
  const { organizationId } = useParams<{ organizationId: string }>();
  const query = useQuery({ ...routeQuery(operatorsRoutes.organization, { organizationId }), refetchInterval: 30_000 });
  const { data } = query;
  return (
    <Page>
      <PageHeader
        title={data?.name ?? 'Organization'}
        trail={[{ name: 'Organizations', href: '/' }]}
        state={data && <span className="font-mono text-sm wrap-anywhere">{data.id}</span>}
      />
      {query.error && !data && (
        <ErrorState
          error={query.error}
          what="The organization could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {!data && !query.error && <SkeletonLines label="Loading the organization" lines={8} />}
      {data && <Organization organization={data} />}
    </Page>
  );
}

function Organization({ organization }: { organization: OrganizationForOperators }) {
  const { id, deletesAt, members, contacts, createdAt, activeAt, plan, name } = organization;
  return (
    <>
      {deletesAt && (
        <Notice meaning="warning">An owner has it deleted on {formatLongDate(deletesAt)} with everything in it.</Notice>
      )}
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Stat label="Members" value={formatNumber(members)} />
        <Stat label="Contacts" value={formatNumber(contacts)} />
        <Stat label="Created" value={<Time value={createdAt} as="date" />} />
        <Stat label="Last change" value={<Time value={activeAt} />} detail="In its audit log" />
      </dl>
      {plan && <PlanOfOrganizationCard organizationId={id} name={name} plan={plan} />}
      <SendingCard organization={organization} />
      <div className="grid gap-5 md:grid-cols-2">
        <OwnersCard organization={organization} />
        <DomainsCard organization={organization} />
      </div>
      <NotesCard organizationId={id} />
    </>
  );
}

function OwnersCard({ organization: { owners } }: { organization: OrganizationForOperators }) {
  return (
    <Card>
      <CardHeader title="Owners" />
      <ul className="divide-y divide-line">
        {owners.map(({ name, email }) => (
          <li key={email} className="px-4 py-2 wrap-anywhere">
            {name} <span className="text-muted">{email}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const domainStates = {
  pending: { meaning: 'info', word: 'Not verified yet' },
  verified: { meaning: 'good', word: 'Verified' },
  degraded: { meaning: 'warning', word: 'Incomplete' },
  failed: { meaning: 'danger', word: 'Failed' },
} as const;

function DomainsCard({ organization: { domains } }: { organization: OrganizationForOperators }) {
  return (
    <Card>
      <CardHeader title="Sending domains" />
      {domains.length === 0 && <CardBody className="text-muted">None yet.</CardBody>}
      <ul className="divide-y divide-line">
        {domains.map(({ domain, state }) => (
          <li key={domain} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2 wrap-anywhere">
            {domain}
            <Badge meaning={domainStates[state].meaning}>{domainStates[state].word}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}
