import type { PlanOfOrganization } from '@engagex/domain/operators';
import type { UseOfLimit } from '@engagex/domain/plans';
import { meterNames } from '@engagex/domain/usage';
import { useState } from 'react';
import { formatDay, formatLongDate, formatNumber } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { AssignPlanDialog } from './assign-plan-dialog.tsx';

interface PlanCardProps {
  readonly organizationId: string;
  readonly name: string;
  readonly plan: PlanOfOrganization;
}

/** The plan that holds, why, and what of it is used. */
export function PlanOfOrganizationCard({ organizationId, name, plan }: PlanCardProps) {
  const [isAssigning, setAssigning] = useState(false);
  const { assigned, until, uses } = plan;
  return (
    <Card>
      <CardHeader
        title={`Plan: ${plan.name}`}
        state={reasonFor(plan)}
        action={<Button onClick={() => setAssigning(true)}>Change plan</Button>}
      />
      <CardBody className="flex flex-col gap-4">
        {assigned && assigned.name === null && (
          <Notice meaning="warning">
            The assigned plan “{assigned.key}” is no longer in PLANS_FILE. Assign another one, or put it back.
          </Notice>
        )}
        <p className="text-sm text-muted">This month ends on {formatDay(until.slice(0, 10))} (UTC).</p>
        <ul className="grid gap-4 md:grid-cols-2">
          {uses.map((use) => (
            <li key={use.of}>
              <Use use={use} />
            </li>
          ))}
        </ul>
      </CardBody>
      <AssignPlanDialog
        organizationId={organizationId}
        name={name}
        plan={plan}
        open={isAssigning}
        onOpenChange={setAssigning}
      />
    </Card>
  );
}

function Use({ use: { of, used, reserved, amount } }: { use: UseOfLimit }) {
  const { name } = meterNames[of];
  const taken = used + reserved;
  const detail = reserved > 0 ? `${formatNumber(reserved)} of them reserved` : undefined;
  return (
    <>
      <p className="mb-1 font-medium">{name}</p>
      {amount === null ? (
        <p className="text-sm text-muted">
          {formatNumber(taken)}, no limit{detail && `, ${detail}`}
        </p>
      ) : (
        <ProgressBar label={name} value={taken} total={amount} detail={detail} />
      )}
    </>
  );
}

function reasonFor({ source, assigned, subscribed }: PlanOfOrganization): string {
  if (source === 'operator' && assigned) {
    const instead = subscribed ? `, instead of ${subscribed.name ?? subscribed.key} of its subscription` : '';
    return `Assigned by an operator on ${formatLongDate(assigned.since)}${instead}`;
  }
  if (source === 'subscription' && subscribed) return `Subscribed since ${formatLongDate(subscribed.since)}`;
  return 'The default: no plan is assigned, and no subscription pays for one';
}
