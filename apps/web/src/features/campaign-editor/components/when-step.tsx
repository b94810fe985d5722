import { type Plan, plan as planSchema } from '@engagex/domain/campaigns';
import { useState } from 'react';
import { formatWallTime } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import type { StepProps } from './step-props.ts';
import { useStep } from './use-step.tsx';
import { WhenFields } from '../../campaigns/index.ts';

const kinds = ['now', 'at', 'local'] as const;

export function WhenStep({ campaign, save, isSaving, goTo }: StepProps) {
  const step = useStep<{ plan: Plan }>(
    { campaign, save },
    { name: 'time', valuesOf: ({ plan }) => ({ plan }), labels: { plan: 'When' }, show: (_, plan) => inWords(plan) },
  );
  const { plan } = step.value;
  const [isChecked, setChecked] = useState(false);
  const { error } = planSchema.safeParse(plan);
  const problem = isChecked ? error?.issues[0]?.message : undefined;
  const next = () => {
    setChecked(true);
    if (error) return;
    void step.store(() => goTo(5));
  };
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        {step.asides}
        <WhenFields plan={plan} onChange={(next) => step.change({ plan: next })} kinds={kinds} error={problem} />
        <div className="flex justify-end">
          <Button variant="primary" loading={isSaving} onClick={next}>
            Continue to review
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}

function inWords(value: unknown): string {
  const plan = planSchema.safeParse(value).data;
  if (!plan) return 'Not complete yet';
  if (plan.kind === 'now') return 'As soon as you send it';
  return plan.kind === 'at' ? formatWallTime(plan.time) : `${formatWallTime(plan.time)}, in each person’s time zone`;
}
