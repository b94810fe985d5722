import type { PaymentsOverview, PlanChoice } from '@engagex/domain/payments';
import { meterNames, usageRoutes } from '@engagex/domain/usage';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatAmount, formatMonth, formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Select } from '../../../ui/select.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { limitNames } from '../../plans/index.ts';
import { monthsOf, type Shadow, shadowOf, shownDays } from '../shadow-invoice.ts';

/** What past months would have cost under another plan. */
export function ShadowInvoices({ overview: { plan, plans } }: { readonly overview: PaymentsOverview }) {
  const others = plans.filter(({ key }) => key !== plan.key);
  const [key, setKey] = useState<string>();
  const [period] = useState(() => shownDays(new Date()));
  const usage = useQuery(routeQuery(usageRoutes.days, period));
  const chosen = others.find((each) => each.key === key) ?? others[0];
  if (!chosen) return null;
  const months = monthsOf(usage.data?.days ?? []);
  return (
    <Card>
      <CardHeader
        title="Past months under another plan"
        state="What you used in the last three months and so far in this one, at the prices of that plan and before tax."
        action={
          <Select
            aria-label="Plan to compare with"
            className="w-44"
            options={others.map(({ key: value, name: label }) => ({ value, label }))}
            value={chosen.key}
            onChange={setKey}
          />
        }
      />
      <CardBody>
        {usage.error && !usage.data && (
          <ErrorState error={usage.error} what="Usage could not be loaded." onRetry={() => void usage.refetch()} />
        )}
        {!usage.data && !usage.error && <SkeletonLines label="Loading usage" lines={4} />}
        {usage.data && months.length === 0 && <p className="text-muted">Nothing was used in these months.</p>}
        <ul className="flex flex-col divide-y divide-line">
          {months.map((month) => (
            <MonthUnder key={month.month} plan={chosen} shadow={shadowOf(chosen, month)} />
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function MonthUnder({ plan, shadow }: { readonly plan: PlanChoice; readonly shadow: Shadow }) {
  const { month, cost, beyond } = shadow;
  return (
    <li className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
      <div className="flex justify-between gap-4 font-medium">
        <p>{formatMonth(`${month}-01`)}</p>
        <p className="tabular-nums">{cost ? formatAmount(cost.total, cost.currency) : 'No charge'}</p>
      </div>
      {cost?.lines.map(({ meter, used, included, amount }) => (
        <div key={meter ?? 'plan'} className="flex justify-between gap-4 text-sm text-muted">
          <p>
            {meter === null
              ? plan.name
              : `${formatNumber(used)} ${meterNames[meter].name.toLowerCase()}, ${formatNumber(included)} included`}
          </p>
          <p className="tabular-nums">{formatAmount(amount, cost.currency)}</p>
        </div>
      ))}
      {beyond.map(({ of, used, most }) => (
        <p key={of} className="text-sm">
          {`Would not have fitted: ${formatNumber(used)} of ${limitNames[of].toLowerCase()}, and ${plan.name} lets ${formatNumber(most)} through.`}
        </p>
      ))}
    </li>
  );
}
