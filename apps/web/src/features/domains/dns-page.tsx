import { type DnsPageView, dnsPageRoutes } from '@engagex/domain/domains';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { ApiError, messageOf } from '../../shared/api-error.ts';
import { formatDate } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { CheckProgress } from './components/check-now.tsx';
import { PoliciesCard } from './components/policies-card.tsx';
import { RecordsCard } from './components/records-card.tsx';

/** For whoever looks after the DNS of a domain, without an account. Asks again by itself while it is open. */
export function DnsPage() {
  const { token = '' } = useParams();
  const query = useQuery({
    ...routeQuery(dnsPageRoutes.get, { token }),
    staleTime: 0,
    refetchInterval: ({ state: { data, error } }) => !isGone(error) && data !== undefined && data.askAgainAfter * 1_000,
  });
  return (
    <main className="mx-auto flex w-full max-w-240 flex-col gap-5 px-4 py-6 md:py-10">
      <meta name="referrer" content="no-referrer" />
      <meta name="robots" content="noindex" />
      <Logo />
      {isGone(query.error) ? (
        <Gone error={query.error} />
      ) : query.data ? (
        <Loaded page={query.data} />
      ) : query.error ? (
        <ErrorState error={query.error} what="The records could not be loaded." onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines label="Loading records" lines={8} />
      )}
    </main>
  );
}

/** Expired, revoked, or never existed: the link says which as far as the server does. */
function isGone(error: unknown): boolean {
  return error instanceof ApiError && [400, 404, 410, 422].includes(error.status);
}

function Gone({ error }: { error: unknown }) {
  return (
    <>
      <title>Link expired · EngageX</title>
      <h1 className="text-xl font-semibold tracking-tight">This link does not work any more</h1>
      <p>{messageOf(error)}</p>
      <p className="text-muted">Records that you have already added stay as they are.</p>
    </>
  );
}

function Loaded({ page }: { page: DnsPageView }) {
  const { displayName, organization, records, isChecking, checkedAt, unreachableSince, expiresAt } = page;
  const needed = records.filter(({ isRequired }) => isRequired);
  const published = needed.filter(({ standing }) => standing === 'published').length;
  const isDone = published === needed.length && needed.length > 0;
  return (
    <>
      <title>{`DNS records for ${displayName} · EngageX`}</title>
      <header>
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">DNS records for {displayName}</h1>
        <p className="mt-1 text-muted">
          {organization} sends email from {displayName}. Add these records to its DNS; nothing else changes. This page
          checks them and updates by itself.
        </p>
      </header>
      {unreachableSince && (
        <Notice meaning="warning" title={`The name servers of ${displayName} do not answer`}>
          Check that the domain is delegated to your DNS host. We keep asking.
        </Notice>
      )}
      <Notice
        meaning={isDone ? 'good' : 'info'}
        title={
          isDone ? 'All required records are published' : `${published} of ${needed.length} required records published`
        }
      >
        <span className="text-sm text-muted">
          <CheckProgress isChecking={isChecking} checkedAt={checkedAt} records={records.length} />.{' '}
          {isDone ? 'You can close this page.' : 'A change can take a few minutes to appear.'}
        </span>
      </Notice>
      <RecordsCard {...page} />
      <PoliciesCard spf={page.spf} dmarc={page.dmarc} />
      <p className="text-sm text-muted">This link works until {formatDate(expiresAt)}.</p>
    </>
  );
}
