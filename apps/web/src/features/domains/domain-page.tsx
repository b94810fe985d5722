import { type DomainView, domainsRoutes } from '@engagex/domain/domains';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { DeliveryTestCard } from '../delivery-tests/index.ts';
import { LinkHostCard } from '../link-hosts/index.ts';
import { CheckNow, CheckProgress } from './components/check-now.tsx';
import { ChecksCard } from './components/checks-card.tsx';
import { DeleteDomain } from './components/delete-domain.tsx';
import { DomainLimitCard } from './components/domain-limit-card.tsx';
import { DomainNotices } from './components/domain-notices.tsx';
import { DomainStateBadge } from './components/domain-state.tsx';
import { KeysCard } from './components/keys-card.tsx';
import { LinkCard } from './components/link-card.tsx';
import { PoliciesCard } from './components/policies-card.tsx';
import { RecordsCard } from './components/records-card.tsx';
import { ReturnPathCard } from './components/return-path-card.tsx';

/** A check takes seconds; changes by others arrive by themselves. */
const whileCheckingMs = 1_500;
const trail = [
  { name: 'Settings', href: '/settings' },
  { name: 'Sending domains', href: '/settings/domains' },
];

export function DomainPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    ...routeQuery(domainsRoutes.get, { id }),
    refetchInterval: ({ state: { data } }) => data?.isChecking === true && whileCheckingMs,
  });
  if (query.error && !query.data)
    return <FailedPage error={query.error} noun="domain" trail={trail} onRetry={() => void query.refetch()} />;
  return (
    <Page>{query.data ? <Loaded domain={query.data} /> : <SkeletonLines label="Loading domain" lines={8} />}</Page>
  );
}

function Loaded({ domain }: { domain: DomainView }) {
  const canWrite = useCan('domains:write');
  const canLimit = useCan('transports:read');
  return (
    <>
      <PageHeader
        title={domain.displayName}
        trail={trail}
        state={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <DomainStateBadge state={domain.state} />
            <CheckProgress {...domain} records={domain.records.length} />
          </span>
        }
        action={canWrite && <CheckNow domain={domain} />}
      />
      <DomainNotices domain={domain} />
      <RecordsCard {...domain} />
      {canWrite && <LinkCard domain={domain} />}
      <PoliciesCard spf={domain.spf} dmarc={domain.dmarc} />
      <KeysCard domain={domain} />
      <ReturnPathCard domain={domain} />
      <DeliveryTestCard domainId={domain.id} />
      <LinkHostCard domain={domain.domain} />
      {canLimit && <DomainLimitCard domain={domain.domain} />}
      <ChecksCard id={domain.id} />
      {canWrite && <DeleteDomain domain={domain} />}
    </>
  );
}
