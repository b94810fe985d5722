import type { CampaignView } from '@engagex/domain/campaigns';
import { groupsRoutes } from '@engagex/domain/contacts';
import { segmentsRoutes } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { NotOpened } from './not-opened.tsx';
import type { StepProps } from './step-props.ts';
import { useStep } from './use-step.tsx';

type Chosen = Pick<CampaignView, 'groupIds' | 'segmentIds' | 'excludedGroupIds' | 'excludedSegmentIds'>;

export function AudienceStep({ campaign, save, isSaving, goTo }: StepProps) {
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const segments = useQuery(routeQuery(segmentsRoutes.list, {}));
  const things = [...(groups.data?.items ?? []), ...(segments.data?.items ?? [])];
  const step = useStep<Chosen>(
    { campaign, save },
    { name: 'audience', valuesOf, labels, show: (_, ids) => namesOf(ids, things) },
  );
  const { value: chosen, change: setChosen } = step;
  const [isExcluding, setExcluding] = useState(chosen.excludedGroupIds.length + chosen.excludedSegmentIds.length > 0);
  const error = groups.error ?? segments.error;
  if (error && !(groups.data && segments.data)) {
    const retry = () => void Promise.all([groups.refetch(), segments.refetch()]);
    return <ErrorState error={error} what="The groups and segments could not be loaded." onRetry={retry} />;
  }
  if (!groups.data || !segments.data) return <SkeletonLines label="Loading groups" />;
  if (groups.data.items.length + segments.data.items.length === 0) {
    return (
      <EmptyState
        picture="groups"
        action={
          <ButtonLink variant="primary" href="/contacts/import">
            Import contacts
          </ButtonLink>
        }
      >
        A campaign is sent to groups of contacts and to segments. There is none yet.
      </EmptyState>
    );
  }
  const groupChoices = groups.data.items.map(({ id, name, memberCount }) => ({
    id,
    name,
    help: formatCount(memberCount, 'contact'),
  }));
  const segmentChoices = segments.data.items.map(({ id, name, problem }) => ({ id, name, help: problem ?? 'Segment' }));
  const choicesOf = (groupsKey: keyof Chosen, segmentsKey: keyof Chosen) => (
    <>
      <Choices
        choices={withGone(groupChoices, campaign[groupsKey], 'group')}
        chosen={chosen[groupsKey]}
        onChange={(ids) => setChosen({ ...chosen, [groupsKey]: ids })}
      />
      <Choices
        choices={withGone(segmentChoices, campaign[segmentsKey], 'segment')}
        chosen={chosen[segmentsKey]}
        onChange={(ids) => setChosen({ ...chosen, [segmentsKey]: ids })}
      />
    </>
  );
  const removeNotOpened = () =>
    void save({ notOpenedId: null }).catch((reason: unknown) => step.setFailure(messageOf(reason)));
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        {step.asides}
        {campaign.notOpenedId && <NotOpened id={campaign.notOpenedId} isSaving={isSaving} onRemove={removeNotOpened} />}
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 font-medium">Send to everyone in</legend>
          {choicesOf('groupIds', 'segmentIds')}
        </fieldset>
        {isExcluding ? (
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-2 font-medium">But not to anyone in</legend>
            {choicesOf('excludedGroupIds', 'excludedSegmentIds')}
          </fieldset>
        ) : (
          <Button className="self-start" onClick={() => setExcluding(true)}>
            Leave somebody out
          </Button>
        )}
        <p className="text-sm text-muted">
          Somebody in several groups or segments gets one message; somebody left out gets none. Who unsubscribed is
          skipped.
        </p>
        <div className="flex justify-end">
          <Button variant="primary" loading={isSaving} onClick={() => void step.store(() => goTo(2))}>
            Continue to sender
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}

const labels = {
  groupIds: 'Groups',
  segmentIds: 'Segments',
  excludedGroupIds: 'Groups left out',
  excludedSegmentIds: 'Segments left out',
};

function valuesOf({ groupIds, segmentIds, excludedGroupIds, excludedSegmentIds }: CampaignView): Chosen {
  return { groupIds, segmentIds, excludedGroupIds, excludedSegmentIds };
}

function namesOf(ids: unknown, things: readonly { readonly id: string; readonly name: string }[]): string {
  const chosen = Array.isArray(ids) ? ids.map((id) => things.find((thing) => thing.id === id)?.name ?? 'Deleted') : [];
  return chosen.join(', ') || 'None';
}

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly help: string;
}

/** What was chosen and is gone stays in sight, so that it can be taken out. */
function withGone(choices: readonly Choice[], chosen: readonly string[], noun: string): readonly Choice[] {
  const gone = chosen.filter((id) => choices.every((choice) => choice.id !== id));
  const help = 'It was deleted. Restore it, or take it out: the campaign cannot be sent with it.';
  return [...choices, ...gone.map((id) => ({ id, name: `A deleted ${noun}`, help }))];
}

interface ChoicesProps {
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly onChange: (ids: string[]) => void;
}

function Choices({ choices, chosen, onChange }: ChoicesProps) {
  return choices.map(({ id, name, help }) => (
    <Checkbox
      key={id}
      label={name}
      help={help}
      checked={chosen.includes(id)}
      onChange={() => onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])}
    />
  ));
}
