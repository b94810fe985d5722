import { type BillingChecks, billingChecksRoutes, mostBillingChecks } from '@engagex/domain/operators';
import { meterNames } from '@engagex/domain/usage';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatNumber } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { CheckItem, ChecksCard, Hours } from './components/checks-card.tsx';

/** What is wrong with billing, in all organizations: what somebody has to look at comes first. */
export function BillingChecksPage() {
  const query = useQuery({ ...routeQuery(billingChecksRoutes.get, {}), refetchInterval: 60_000 });
  return (
    <Page>
      <PageHeader
        title="Billing checks"
        state={`Each night, what is stored is compared with Stripe. The newest ${mostBillingChecks} of each kind are listed.`}
      />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The checks could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {!query.data && !query.error && <SkeletonLines label="Loading the checks" lines={8} />}
      {query.data && <Checks checks={query.data} />}
    </Page>
  );
}

function Checks({ checks: { heldDeletions, notTaken, differences, meterErrors, drifts } }: { checks: BillingChecks }) {
  return (
    <>
      <ChecksCard
        title="Deletions that wait"
        state="Each is deleted once its subscription at Stripe has ended. The worker’s log says why that fails."
        none="No deletion waits."
        items={heldDeletions.map(({ organization, dueAt }) => (
          <CheckItem key={organization.id} organization={organization}>
            Due since <Time value={dueAt} as="date-time" />
          </CheckItem>
        ))}
      />
      <ChecksCard
        title="Usage that Stripe has not taken"
        state="It is not billed. What was refused is reported again after the next comparison, up to 35 days back."
        none="Stripe has taken all usage."
        items={notTaken.map((each) => (
          <NotTaken key={`${each.organization.id} ${each.meter} ${each.state}`} item={each} />
        ))}
      />
      <ChecksCard
        title="Ledger, meter and invoice"
        state="Where the three did not come to the same."
        none="They have always come to the same."
        items={differences.map((each) => (
          <Difference key={each.id} item={each} />
        ))}
      />
      <ChecksCard
        title="Errors of meters"
        state="What Stripe reported of usage that it could not count, kept for 90 days."
        none="Stripe has reported none."
        items={meterErrors.map(({ id, meterId, errors, at }) => (
          <CheckItem key={id}>
            {errors.length === 0 && <p>Stripe has not been asked yet what happened.</p>}
            {errors.map(({ code, count, words }) => (
              <p key={code}>{`${formatCount(count, 'report')}: ${words ?? code}`}</p>
            ))}
            <p className="text-sm text-muted">
              {meterId && <span className="font-mono wrap-anywhere">{meterId}</span>} <Time value={at} as="date-time" />
            </p>
          </CheckItem>
        ))}
      />
      <ChecksCard
        title="Stored otherwise than at Stripe"
        state="What no event had told us. It was corrected as it was found."
        none="What is stored has always been what Stripe has."
        items={drifts.map(({ id, organization, about, field, stored, found, foundAt }) => (
          <CheckItem key={id} organization={organization} badge={<Badge meaning="good">Corrected</Badge>}>
            <p className="wrap-anywhere">
              <span className="font-mono text-sm">{about}</span>
              {`, ${field.replaceAll('_', ' ')}: ${stored ?? 'nothing'} was stored, Stripe has ${found ?? 'nothing'}`}
            </p>
            <p className="text-sm text-muted">
              <Time value={foundAt} as="date-time" />
            </p>
          </CheckItem>
        ))}
      />
    </>
  );
}

const states = {
  refused: { meaning: 'danger', word: 'Refused' },
  too_late: { meaning: 'danger', word: 'Too late to report' },
  pending: { meaning: 'warning', word: 'Waiting' },
} as const;

function NotTaken({ item }: { item: BillingChecks['notTaken'][number] }) {
  const { organization, meter, state, hours, total, firstHour, lastHour, answer } = item;
  const { meaning, word } = states[state];
  return (
    <CheckItem organization={organization} badge={<Badge meaning={meaning}>{word}</Badge>}>
      <p>{`${formatNumber(total)} ${meterNames[meter].name.toLowerCase()} in ${formatCount(hours, 'hour')}`}</p>
      {answer && <p className="wrap-anywhere">{answer}</p>}
      <Hours from={firstHour} until={lastHour} />
    </CheckItem>
  );
}

function Difference({ item }: { item: BillingChecks['differences'][number] }) {
  const { organization, meter, invoiceId, from, until, entered, frozen, counted, invoiced, settledAt } = item;
  const sums = [
    `${formatNumber(entered)} in entries`,
    `${formatNumber(frozen)} in final hours`,
    `${formatNumber(counted)} at the meter`,
    ...(invoiced === null ? [] : [`${formatNumber(invoiced)} on the invoice`]),
  ];
  return (
    <CheckItem
      organization={organization}
      badge={settledAt ? <Badge meaning="good">Settled</Badge> : <Badge meaning="danger">Open</Badge>}
    >
      <p className="tabular-nums">{`${meterNames[meter].name}: ${sums.join(', ')}`}</p>
      {invoiceId && <p className="font-mono text-sm wrap-anywhere">{invoiceId}</p>}
      <Hours from={from} until={until} />
    </CheckItem>
  );
}
