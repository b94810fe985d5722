import { campaignsRoutes, usualRollout, usualTest } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { useKeptState } from '../../../ui/kept-state.ts';
import { Notice } from '../../../ui/notice.tsx';
import { RolloutForm } from './rollout-form.tsx';
import type { StepProps } from './step-props.ts';
import { TestForm } from './test-form.tsx';

const ways = {
  everyone: ['Everyone at once', 'Each person’s turn comes as soon as possible.'],
  test: [
    'Test variants first',
    'A share of the audience gets different subjects, senders or contents; the rest gets the one that did best.',
  ],
  rollout: [
    'Start with a few',
    'The rest follows only while bounces and unsubscribes of the first stay under your limits.',
  ],
} as const;
type Way = keyof typeof ways;
const allWays = ['everyone', 'test', 'rollout'] as const satisfies readonly Way[];

/** Who gets it first, and what it takes for the rest to get it. */
export function FirstStageStep({ campaign, save, isSaving, goTo }: StepProps) {
  const saved = campaign.test ? 'test' : campaign.rollout ? 'rollout' : 'everyone';
  const { value: way, change: setWay, settle } = useKeptState<Way>(`campaign ${campaign.id} way`, saved);
  const [failure, setFailure] = useState<string | null>(null);
  const review = useQuery({ ...routeQuery(campaignsRoutes.review, { id: campaign.id }), staleTime: 0 });
  const people = review.data?.people ?? (review.error ? 'failed' : null);
  const saveAnd = (changes: Parameters<typeof save>[0]) =>
    save({ test: null, rollout: null, ...changes }).then(
      () => {
        settle();
        goTo(5);
      },
      (error: unknown) => setFailure(messageOf(error)),
    );
  return (
    <Card>
      <CardBody className="flex flex-col gap-6">
        {failure && <Notice meaning="danger">{failure}</Notice>}
        <WayChoice value={way} onChange={setWay} />
        {way === 'everyone' && (
          <div className="flex justify-end">
            <Button variant="primary" loading={isSaving} onClick={() => void saveAnd({})}>
              Save and review
            </Button>
          </div>
        )}
        {way === 'test' && (
          <TestForm
            campaignId={campaign.id}
            test={campaign.test ?? usualTest}
            people={people}
            isSaving={isSaving}
            onSave={(test) => saveAnd({ test })}
          />
        )}
        {way === 'rollout' && (
          <RolloutForm
            campaignId={campaign.id}
            rollout={campaign.rollout ?? usualRollout}
            people={people}
            isSaving={isSaving}
            onSave={(rollout) => saveAnd({ rollout })}
          />
        )}
      </CardBody>
    </Card>
  );
}

function WayChoice({ value, onChange }: { value: Way; onChange: (way: Way) => void }) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Who gets it first</legend>
      {allWays.map((way) => (
        <label
          key={way}
          htmlFor={`${id}-${way}`}
          className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-2 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            id={`${id}-${way}`}
            type="radio"
            name={id}
            checked={value === way}
            onChange={() => onChange(way)}
            aria-labelledby={`${id}-${way}-name`}
            aria-describedby={`${id}-${way}-what`}
            className="mt-1 accent-(--accent-solid)"
          />
          <span id={`${id}-${way}-name`} className="font-medium">
            {ways[way][0]}
          </span>
          <span id={`${id}-${way}-what`} className="col-start-2 text-sm text-muted">
            {ways[way][1]}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
