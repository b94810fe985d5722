import { type PaymentsOverview, paymentsRoutes, type Subscription } from '@engagex/domain/payments';
import { useState } from 'react';
import { formatAmount, formatLongDate } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { isOngoing, statusWords } from '../subscription-words.ts';

/** The plan now, and what comes next. */
export function SubscriptionCard({ overview }: { readonly overview: PaymentsOverview }) {
  const { plan, subscription } = overview;
  const words = subscription && statusWords(subscription);
  return (
    <Card>
      <CardHeader
        title={`Plan: ${plan.name}`}
        state={
          subscription?.amount && isOngoing(subscription) && subscription.plan?.key === plan.key
            ? `${formatAmount(subscription.amount, subscription.currency)} a month`
            : undefined
        }
        action={words && <Badge meaning={words.meaning}>{words.name}</Badge>}
      />
      <CardBody className="flex flex-col gap-3">
        <p>{nextOf(overview)}</p>
        {subscription && isOngoing(subscription) && (
          <div className="flex flex-wrap gap-2">
            {subscription.next && <KeepPlan subscription={subscription} />}
            {subscription.cancelsAt ? <Resume /> : <Cancel overview={overview} subscription={subscription} />}
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function nextOf({ subscription, plans, isAssigned }: PaymentsOverview): string {
  if (isAssigned) return givenWords(subscription);
  if (!subscription) return 'You pay nothing for this plan.';
  const { status, cancelsAt, endedAt, trialEnd, periodEnd, next, amount, currency, plan } = subscription;
  const price = amount === null ? 'the price of the plan' : formatAmount(amount, currency);
  if (endedAt || status === 'canceled') return `The subscription ended on ${formatLongDate(endedAt ?? periodEnd)}.`;
  if (cancelsAt) {
    const free = plans.find(({ by }) => by === 'cancel')?.name ?? 'the default plan';
    return `The subscription was cancelled. ${plan?.name ?? 'The plan'} stays until ${formatLongDate(cancelsAt)}; then the plan is ${free}, and nothing more is charged.`;
  }
  if (next) return `Changes to ${next.plan?.name ?? 'another plan'} on ${formatLongDate(next.at)}.`;
  if (status === 'trialing' && trialEnd)
    return `The trial is free until ${formatLongDate(trialEnd)}. Then ${price} is charged each month.`;
  if (status !== 'active') return `The current period ends on ${formatLongDate(periodEnd)}.`;
  return `Renews on ${formatLongDate(periodEnd)} for ${price}, plus tax and metered use where they apply.`;
}

function givenWords(subscription: Subscription | null): string {
  const given = 'Whoever runs this installation has given you this plan. Nothing is charged for it.';
  if (!subscription || !isOngoing(subscription) || subscription.cancelsAt) return given;
  return `${given} Your subscription goes on to be charged until you cancel it.`;
}

function KeepPlan({ subscription: { plan } }: { readonly subscription: Subscription }) {
  const keep = useRouteMutation(paymentsRoutes.keep, {
    onSuccess: () => notify('The plan stays as it is'),
    onError: notifyFailure('The change was not revoked'),
  });
  return (
    <Button size="small" loading={keep.isPending} onClick={() => keep.mutate({})}>
      {`Keep ${plan?.name ?? 'the plan'}`}
    </Button>
  );
}

function Resume() {
  const resume = useRouteMutation(paymentsRoutes.resume, {
    onSuccess: () => notify('The subscription goes on'),
    onError: notifyFailure('The subscription was not resumed'),
  });
  return (
    <Button size="small" variant="primary" loading={resume.isPending} onClick={() => resume.mutate({})}>
      Resume subscription
    </Button>
  );
}

function Cancel({
  overview,
  subscription,
}: {
  readonly overview: PaymentsOverview;
  readonly subscription: Subscription;
}) {
  const [isOpen, setOpen] = useState(false);
  const cancel = useRouteMutation(paymentsRoutes.cancel, { onSuccess: () => notify('The subscription was cancelled') });
  const until = formatLongDate(
    subscription.status === 'trialing' ? (subscription.trialEnd ?? subscription.periodEnd) : subscription.periodEnd,
  );
  const free = overview.plans.find(({ by }) => by === 'cancel')?.name ?? 'the default plan';
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Cancel subscription
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Cancel the subscription?"
        action="Cancel subscription"
        cancel="Keep it"
        consequence={`${subscription.plan?.name ?? 'The plan'} stays until ${until}. Then the plan is ${free}, and nothing more is charged but metered use until that day. Nothing is deleted, and you can resume it until then.`}
        onConfirm={() => cancel.mutateAsync({})}
      />
    </>
  );
}
