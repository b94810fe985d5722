import { type AddressStanding, explanationRoutes } from '@engagex/domain/deliveries';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatCount } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { suppressedBecause } from '../suppressions/index.ts';
import { Time } from '../../ui/time.tsx';
import { DecisionCard } from './components/decision-card.tsx';

/** For one address: every campaign that considered it, what was decided, and each attempt. */
export function WhyPage() {
  const [email, setEmail] = useUrlState('email');
  return (
    <Page>
      <PageHeader
        title="Delivery lookup"
        trail={[{ name: 'Campaigns', href: '/campaigns' }]}
        state="See why a person did or did not get each campaign"
      />
      <SearchInput label="Email address" value={email} onSearch={setEmail} className="sm:w-96" />
      {looksLikeAddress(email) ? (
        <Answer email={email} />
      ) : (
        <EmptyState picture="search">
          Enter a full email address to see every campaign that had this person in its audience.
        </EmptyState>
      )}
    </Page>
  );
}

/** Enough to ask; the server says what is wrong with the rest. */
function looksLikeAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return at > 0 && text.indexOf('.', at) > at + 1 && !text.endsWith('.');
}

function Answer({ email }: { email: string }) {
  const standing = useQuery(routeQuery(explanationRoutes.standing, { email }));
  const decisions = useInfiniteQuery(routePages(explanationRoutes.decisions, { email, limit: 20 }));
  const error = standing.error ?? decisions.error;
  if (error && !(standing.data && decisions.data)) {
    const retry = () => void Promise.all([standing.refetch(), decisions.refetch()]);
    return <ErrorState error={error} what="The deliveries could not be loaded." onRetry={retry} />;
  }
  if (!standing.data || !decisions.data) return <SkeletonLines label="Loading deliveries" lines={6} />;
  return (
    <div aria-live="polite" className="flex flex-col gap-4">
      <Standing standing={standing.data} />
      {decisions.data.length > 0 && (
        <ol className="flex flex-col gap-4">
          {decisions.data.map((decision) => (
            <li key={decision.deliveryId}>
              <DecisionCard decision={decision} />
            </li>
          ))}
        </ol>
      )}
      {decisions.hasNextPage && (
        <div>
          <Button loading={decisions.isFetchingNextPage} onClick={() => void decisions.fetchNextPage()}>
            Show earlier campaigns
          </Button>
        </div>
      )}
    </div>
  );
}

function Standing({ standing: { contact, suppression, campaigns } }: { standing: AddressStanding }) {
  return (
    <div className="flex flex-col gap-3">
      {suppression && (
        <Notice meaning="warning">
          This address gets nothing: {suppressedBecause[suppression.reason]} (
          <Time value={suppression.since} />
          {suppression.note && (
            <>
              , <q className="wrap-anywhere">{suppression.note}</q>
            </>
          )}
          ).
        </Notice>
      )}
      {contact === null && !suppression && (
        <Notice meaning="info">
          No contact has this address, so it was in no audience. If the person changed their address, search for the new
          one.
        </Notice>
      )}
      {contact && (
        <p>
          {!contact.isDeleted ? (
            <Link href={`/contacts/${contact.id}`} className="font-medium hover:underline">
              {contact.name || 'This contact'}
            </Link>
          ) : (
            <span className="font-medium">{contact.name || 'This contact'}</span>
          )}{' '}
          {contact.isDeleted ? 'was deleted' : `is ${contact.subscription}`}
          {contact.pausedUntil && (
            <>
              , paused mail until <Time value={contact.pausedUntil} />
            </>
          )}
          . {campaigns === 0 ? 'In no audience so far.' : `In the audience of ${formatCount(campaigns, 'campaign')}.`}
        </p>
      )}
    </div>
  );
}
