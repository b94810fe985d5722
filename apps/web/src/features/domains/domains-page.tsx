import { type DomainSummary, domainsRoutes } from '@engagex/domain/domains';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { Link } from 'wouter';
import { formatDateTime } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AddDomainForm } from './components/add-domain-form.tsx';
import { DomainStateBadge } from './components/domain-state.tsx';
import { OtherLimitsCard } from './components/other-limits-card.tsx';
import { LimitNotice } from '../plans/index.ts';

/** The domains of sender addresses, and what each needs next. */
export function DomainsPage() {
  const canWrite = useCan('domains:write');
  const canLimit = useCan('transports:read');
  const query = useQuery(routeQuery(domainsRoutes.list, {}));
  return (
    <SettingsPage>
      <LimitNotice of="domains" />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The domains could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading domains" lines={4} />}
      {query.data?.items.length === 0 && (
        <EmptyState picture="key" action={canWrite && <AddDomainForm autoFocus />}>
          Mailbox providers want proof that you may send from your domain. Add it, publish the records we show you, and
          your messages are signed with its own key.
        </EmptyState>
      )}
      {query.data && query.data.items.length > 0 && (
        <>
          <Card aria-label="Sending domains">
            <CardHeader title="Sending domains" state="Messages from a verified domain are signed with its own key." />
            <ul className="divide-y divide-line">
              {query.data.items.map((domain) => (
                <DomainRow key={domain.id} domain={domain} />
              ))}
            </ul>
          </Card>
          {canWrite && (
            <Card aria-label="Add a domain">
              <CardHeader title="Add a domain" />
              <CardBody>
                <AddDomainForm />
              </CardBody>
            </Card>
          )}
        </>
      )}
      {query.data && canLimit && <OtherLimitsCard domains={query.data.items.map(({ domain }) => domain)} />}
    </SettingsPage>
  );
}

function DomainRow({ domain }: { domain: DomainSummary }) {
  return (
    <li className="relative flex items-center gap-3 px-4 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <Link
          href={`/settings/domains/${domain.id}`}
          className="font-medium wrap-anywhere after:absolute after:inset-0 hover:underline"
        >
          {domain.displayName}
        </Link>
        <p className="text-sm text-muted">{nextFor(domain)}</p>
      </div>
      <DomainStateBadge state={domain.state} />
      <ChevronRight aria-hidden className="size-4 text-muted" />
    </li>
  );
}

/** What is to be done about a domain, or that nothing is. */
export function nextFor({
  state,
  claim,
  problem,
  failsAt,
  published,
  required,
  isSigned,
  unreachableSince,
}: DomainSummary): string {
  if (claim?.kind === 'leaving')
    return `Another organization proved it. You lose it ${claim.at ? `on ${formatDateTime(claim.at)}` : 'soon'}.`;
  if (claim?.kind === 'taken') return 'Another organization has verified it.';
  if (claim?.kind === 'waiting') return `Yours ${claim.at ? `from ${formatDateTime(claim.at)}` : 'soon'}.`;
  if (state === 'degraded')
    return `${problem ?? 'A record is missing.'}${failsAt ? ` Fix it before ${formatDateTime(failsAt)}.` : ''}`;
  if (state === 'failed') return problem ?? 'Publish the records and check again.';
  if (unreachableSince) return 'Its name servers do not answer. We keep asking.';
  if (state === 'pending') return `${published} of ${required} required records published`;
  return isSigned ? 'Messages are signed' : 'Verified. Signing begins once its key has been found twice.';
}
