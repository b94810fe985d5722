import {
  campaignRollout,
  campaignsRoutes,
  campaignAbTest,
  type CampaignView,
  nameOfVariant,
  usualRollout,
  usualAbTest,
} from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { z } from 'zod';
import { messageOf } from '../../../shared/api-error.ts';
import type { Base } from '../../../shared/draft.ts';
import { formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { useKeptState } from '../../../ui/kept-state.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useVersion } from '../../../ui/use-version.tsx';
import { FeatureNotice, useIsMissing } from '../../plans/index.ts';
import { RolloutForm } from './rollout-form.tsx';
import type { StepProps } from './step-props.ts';
import { AbTestForm } from './ab-test-form.tsx';

const ways = {
  everyone: ['Everyone at once', 'We send to the whole audience as fast as possible.'],
  abTest: [
    'A/B test',
    'Part of the audience gets variants with different subjects, senders or content. The rest get the winner.',
  ],
  rollout: [
    'Start with a few',
    'The rest get it only if bounces and unsubscribes among the first stay under your limits.',
  ],
} as const;
type Way = keyof typeof ways;
type FirstStage = Pick<CampaignView, 'abTest' | 'rollout'>;
/** The same as the forms hold it. */
interface TypedStage {
  readonly abTest: z.input<typeof campaignAbTest> | null;
  readonly rollout: z.input<typeof campaignRollout> | null;
}
const allWays = ['everyone', 'abTest', 'rollout'] as const satisfies readonly Way[];

/** How a campaign goes out, and what it takes for the rest to get it. */
export function FirstStageStep({ campaign, save, isSaving, goTo }: StepProps) {
  const saved = wayOf(campaign);
  const kept = useKeptState<Way>(`campaign ${campaign.id} way`, saved, campaign.updatedAt);
  const { value: way, change: setWay, settle } = kept;
  const [failure, setFailure] = useState<string | null>(null);
  /** What somebody else saved and was chosen over what is here. */
  const [taken, setTaken] = useState<TypedStage | null>(null);
  const attempted = useRef<FirstStage>(firstStageOf(campaign));
  const typed = useRef<TypedStage>(firstStageOf(campaign));
  const base = useRef<Base<{ first: TypedStage }>>({
    values: { first: firstStageOf(campaign) },
    version: kept.base().version,
  });
  const version = useVersion<CampaignView, { first: TypedStage }>({
    stored: campaign,
    valuesOf: (stored) => ({ first: firstStageOf(stored) }),
    labels: { first: 'How it goes out' },
    show: (_, value) => inWords(value),
    mine: () => ({ first: typed.current }),
    base: () => base.current,
    begin: (next) => (base.current = next),
    take: ({ first }, theirs) => {
      if (!theirs.has('first')) return;
      typed.current = first;
      setTaken(first);
      setWay(wayOf(first));
    },
    save: () => saveAnd(attempted.current),
  });
  const withoutTests = useIsMissing('ab_tests');
  const review = useQuery({ ...routeQuery(campaignsRoutes.review, { id: campaign.id }), staleTime: 0 });
  const people = review.data?.people ?? (review.error ? 'failed' : null);
  /** Resolves to whether it is saved. */
  const saveAnd = async (first: Partial<FirstStage>): Promise<boolean> => {
    setFailure(null);
    attempted.current = { abTest: null, rollout: null, ...first };
    try {
      await save(attempted.current, version.current());
      settle(way);
      goTo(5);
      return true;
    } catch (error) {
      version.onRefused((refusal) => setFailure(messageOf(refusal)))(error);
      return false;
    }
  };
  return (
    <Card>
      <CardBody className="flex flex-col gap-6">
        {failure && <Notice meaning="danger">{failure}</Notice>}
        {version.notices}
        <WayChoice
          value={way}
          onChange={(next) => {
            setWay(next);
            if (next === 'everyone') typed.current = { abTest: null, rollout: null };
          }}
        />
        {way === 'everyone' && (
          <div className="flex justify-end">
            <Button variant="primary" loading={isSaving} onClick={() => void saveAnd({})}>
              Save and review
            </Button>
          </div>
        )}
        {way === 'abTest' && (
          <FeatureNotice feature="ab_tests">
            {campaign.abTest && 'To send this campaign, choose another way. Scheduled campaigns are sent as planned.'}
          </FeatureNotice>
        )}
        {way === 'abTest' && (campaign.abTest || !withoutTests) && (
          <AbTestForm
            campaignId={campaign.id}
            abTest={campaign.abTest ?? usualAbTest}
            taken={taken?.abTest ?? null}
            people={people}
            isSaving={isSaving}
            onTyped={(abTest) => (typed.current = { abTest, rollout: null })}
            onSave={(abTest) => saveAnd({ abTest })}
          />
        )}
        {way === 'rollout' && (
          <RolloutForm
            campaignId={campaign.id}
            rollout={campaign.rollout ?? usualRollout}
            taken={taken?.rollout ?? null}
            people={people}
            isSaving={isSaving}
            onTyped={(rollout) => (typed.current = { abTest: null, rollout })}
            onSave={(rollout) => saveAnd({ rollout })}
          />
        )}
      </CardBody>
    </Card>
  );
}

function firstStageOf({ abTest, rollout }: CampaignView): FirstStage {
  return { abTest, rollout };
}

function wayOf({ abTest, rollout }: TypedStage): Way {
  return abTest ? 'abTest' : rollout ? 'rollout' : 'everyone';
}

function inWords(value: unknown): string {
  const first = z
    .object({ abTest: campaignAbTest.nullable(), rollout: campaignRollout.nullable() })
    .safeParse(value).data;
  if (!first) return 'Not complete yet';
  const { abTest, rollout } = first;
  if (abTest) {
    const variants = abTest.variants.map((variant, index) => {
      const what = [variant.subject, variant.preheader, variant.senderName].filter(Boolean).join(', ');
      return `${nameOfVariant(index)}: ${what || 'same as the campaign'}`;
    });
    return [`Test with ${formatNumber(abTest.share)} % of the audience`, ...variants].join('\n');
  }
  if (!rollout) return ways.everyone[0];
  const { value: size, unit } = rollout.first;
  return `The first ${formatNumber(size)} ${unit === 'percent' ? 'percent' : 'people'}, then the rest`;
}

function WayChoice({ value, onChange }: { value: Way; onChange: (way: Way) => void }) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">How should it go out?</legend>
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
