import { type PaymentsOverview, paymentsRoutes, type PlanChoice } from '@engagex/domain/payments';
import { useState } from 'react';
import { formatAmount, formatCount } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { ChangeSheet } from './change-sheet.tsx';
import { PlanContent } from './plan-content.tsx';

/** The plans there are, each with how to get it. */
export function PlanChoices({ overview }: { readonly overview: PaymentsOverview }) {
  const [chosen, choose] = useState<PlanChoice | null>(null);
  return (
    <section className="flex flex-col gap-3" aria-labelledby="plan-choices">
      <h2 id="plan-choices" className="font-semibold">
        Plans
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {overview.plans.map((plan) => (
          <li key={plan.key}>
            <PlanTile
              plan={plan}
              isCancelled={Boolean(overview.subscription?.cancelsAt)}
              onChange={() => choose(plan)}
            />
          </li>
        ))}
      </ul>
      <ChangeSheet plan={chosen} onClose={() => choose(null)} />
    </section>
  );
}

interface PlanTileProps {
  readonly plan: PlanChoice;
  readonly isCancelled: boolean;
  readonly onChange: () => void;
}

function PlanTile({ plan, isCancelled, onChange }: PlanTileProps) {
  const { name, description, amount, currency, trialDays, by } = plan;
  return (
    <Card className="flex h-full flex-col gap-2 p-4">
      <div className="flex items-start justify-between gap-2">
        <h3 className="font-medium wrap-anywhere">{name}</h3>
        {by === 'has_it' && <Badge meaning="good">Your plan</Badge>}
      </div>
      <p>
        {amount !== null && currency !== null ? `${formatAmount(amount, currency)} a month, plus tax` : 'No charge'}
      </p>
      {description && <p className="text-sm text-muted wrap-anywhere">{description}</p>}
      <PlanContent plan={plan} />
      {by === 'checkout' && trialDays !== null && (
        <p className="text-sm text-muted">
          Free for {formatCount(trialDays, 'day', 'days')}, once for each organization and card. A card that was used
          for a trial before is charged at once.
        </p>
      )}
      <div className="mt-auto pt-2">
        {by === 'checkout' && <Subscribe plan={plan} />}
        {(by === 'change_now' || by === 'change_at_period_end') &&
          (isCancelled ? (
            <p className="text-sm text-muted">Resume the subscription to change the plan.</p>
          ) : (
            <Button size="small" onClick={onChange}>
              {`Change to ${name}`}
            </Button>
          ))}
      </div>
    </Card>
  );
}

function Subscribe({ plan: { key, name, trialDays } }: { readonly plan: PlanChoice }) {
  const checkout = useRouteMutation(paymentsRoutes.checkout, {
    onSuccess: ({ url }) => window.location.assign(url),
    onError: notifyFailure('The checkout could not be opened'),
  });
  return (
    <Button
      size="small"
      variant="primary"
      loading={checkout.isPending || checkout.isSuccess}
      onClick={() => checkout.mutate({ plan: key })}
    >
      {trialDays === null ? `Subscribe to ${name}` : `Try ${name}`}
    </Button>
  );
}
