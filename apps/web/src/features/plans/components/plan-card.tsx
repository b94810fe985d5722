import { type Limited, plansRoutes, type UseOfLimit } from '@engagex/domain/plans';
import { useQuery } from '@tanstack/react-query';
import { formatDateTime, formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

const names: Readonly<Record<Limited, string>> = {
  emails: 'Emails this month',
  contacts: 'Contacts who have not unsubscribed',
  seats: 'Members',
  events: 'Events this month',
  domains: 'Sending domains',
};

/** The plan, and how much of each of its limits is used and reserved. */
export function PlanCard() {
  const query = useQuery({ ...routeQuery(plansRoutes.current, {}), refetchInterval: 30_000 });
  if (query.error && !query.data)
    return <ErrorState error={query.error} what="The plan could not be loaded." onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label="Loading the plan" lines={3} />;
  const { plan, until, uses, refused } = query.data;
  return (
    <Card>
      <CardHeader title={`Plan: ${plan.name}`} state={`This month ends ${formatDateTime(until)}.`} />
      <CardBody className="flex flex-col gap-5">
        {uses.map((use) => (
          <Use key={use.of} use={use} />
        ))}
        {refused.events > 0 && (
          <p>{formatNumber(refused.events)} events were refused this month because none were left.</p>
        )}
        {refused.contacts > 0 && (
          <p>{formatNumber(refused.contacts)} sign-ups were turned away this month because the plan was full.</p>
        )}
      </CardBody>
    </Card>
  );
}

function Use({ use }: { readonly use: UseOfLimit }) {
  const { of, kind, amount, used, reserved } = use;
  const taken = used + reserved;
  const detail = [reservedWords(use), kind === 'metered' ? meteredWords(taken, amount ?? 0) : beyond(use)]
    .filter(Boolean)
    .join(' ');
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">{names[of]}</p>
      {amount === null ? (
        <p className="text-sm text-muted">
          {formatNumber(taken)}, no limit. {detail}
        </p>
      ) : (
        <ProgressBar label={names[of]} value={taken} total={amount} detail={detail} />
      )}
    </div>
  );
}

function reservedWords({ of, reserved }: UseOfLimit): string {
  if (reserved === 0) return '';
  return of === 'seats'
    ? `${formatNumber(reserved)} of them open invitations.`
    : `${formatNumber(reserved)} of them in messages on their way.`;
}

function meteredWords(taken: number, included: number): string {
  return taken > included ? `${formatNumber(taken - included)} beyond what is included.` : 'Included in the plan.';
}

const stops: Readonly<Record<Limited, string>> = {
  emails: 'Campaigns do not start until the month ends; messages of your programs are sent.',
  contacts: 'No contacts can be added.',
  seats: 'Nobody else can be invited.',
  events: 'More events are refused.',
  domains: 'No domains can be added.',
};

function beyond({ of, amount, most, used, reserved }: UseOfLimit): string {
  const taken = used + reserved;
  if (amount === null || most === null || taken < amount) return '';
  return taken < most ? `Up to ${formatNumber(most)} are let through.` : stops[of];
}
