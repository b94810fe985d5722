import type { DomainView } from '@engagex/domain/domains';
import { formatDateTime } from '../../../shared/format.ts';
import { Notice } from '../../../ui/notice.tsx';

/** What a domain needs from somebody, most urgent first. */
export function DomainNotices({ domain }: { domain: DomainView }) {
  return (
    <>
      <ClaimNotice domain={domain} />
      <StateNotice domain={domain} />
      {domain.unreachableSince && (
        <Notice meaning="warning" title="The name servers of this domain do not answer">
          We have had no answer since {formatDateTime(domain.unreachableSince)} and keep asking. Until they answer, the
          domain keeps its current state.
        </Notice>
      )}
    </>
  );
}

function StateNotice({
  domain: { state, problem, failsAt, givesUpAt, displayName, nextCheckAt },
}: {
  domain: DomainView;
}) {
  switch (state) {
    case 'verified':
      return null;
    case 'degraded':
      return (
        <Notice meaning="warning" title="A required record is missing or wrong">
          {problem} {failsAt && `Messages are still sent until ${formatDateTime(failsAt)}. Fix the record before then.`}
        </Notice>
      );
    case 'failed':
      return (
        <Notice meaning="danger" title={`Campaigns cannot be sent from ${displayName}`}>
          {problem} Publish the records below, then check again.
        </Notice>
      );
    case 'pending':
      return (
        <Notice meaning="info" title="Publish the records below at your DNS host">
          {nextCheckAt
            ? 'We check them automatically; most DNS hosts take a few minutes to publish a change.'
            : 'Once they are published, choose Check now.'}
          {givesUpAt && ` Automatic checks end on ${formatDateTime(givesUpAt)}.`}
        </Notice>
      );
  }
}

function ClaimNotice({ domain: { claim, displayName } }: { domain: DomainView }) {
  if (!claim) return null;
  const at = claim.at ? formatDateTime(claim.at) : 'soon';
  if (claim.kind === 'waiting')
    return (
      <Notice meaning="info" title={`${displayName} is yours from ${at}`}>
        Another organization has verified this domain. It was told that you own it as well, and has until then to
        object. Keep the ownership record published.
      </Notice>
    );
  if (claim.kind === 'leaving')
    return (
      <Notice meaning="danger" title={`You lose ${displayName} on ${at}`}>
        Another organization proved that it owns this domain. If that is wrong, delete the ownership record that is not
        yours from the DNS before then.
      </Notice>
    );
  return (
    <Notice meaning="warning" title={`Another organization has verified ${displayName}`}>
      If the domain is yours, publish the ownership record below. The other organization is told, and 72 hours later the
      domain is yours.
    </Notice>
  );
}
