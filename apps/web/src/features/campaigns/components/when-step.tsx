import { type Plan, plan as planSchema } from '@engagex/domain/campaigns';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { useKeptState } from '../../../ui/kept-state.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { StepProps } from './step-props.ts';
import { WhenFields } from './when-fields.tsx';

const kinds = ['now', 'at', 'local'] as const;

export function WhenStep({ campaign, save, isSaving, goTo }: StepProps) {
  const { value: plan, change: setPlan, settle } = useKeptState<Plan>(`campaign ${campaign.id} time`, campaign.plan);
  const [failure, setFailure] = useState<string | null>(null);
  const [isChecked, setChecked] = useState(false);
  const { error } = planSchema.safeParse(plan);
  const problem = isChecked ? error?.issues[0]?.message : undefined;
  const next = () => {
    setChecked(true);
    if (error) return;
    save({ plan }).then(
      () => {
        settle();
        goTo(5);
      },
      (refusal: unknown) => setFailure(messageOf(refusal)),
    );
  };
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        {failure && <Notice meaning="danger">{failure}</Notice>}
        <WhenFields plan={plan} onChange={setPlan} kinds={kinds} error={problem} />
        <div className="flex justify-end">
          <Button variant="primary" loading={isSaving} onClick={next}>
            Continue to review
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}
