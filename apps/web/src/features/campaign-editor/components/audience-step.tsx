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
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SearchInput } from '../../../ui/search-input.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { AudienceChoices, type Choice, SegmentSize } from './audience-choices.tsx';
import { AudienceCount, type Chosen } from './audience-count.tsx';
import { NotOpened } from './not-opened.tsx';
import type { StepProps } from './step-props.ts';
import { useStep } from './use-step.tsx';

export function AudienceStep({ campaign, save, isSaving, goTo }: StepProps) {
  const [search, setSearch] = useState('');
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
        picture="circles"
        action={
          <ButtonLink variant="primary" href="/contacts/import">
            Import contacts
          </ButtonLink>
        }
      >
        Campaigns go to groups and segments of contacts. You have none yet.
      </EmptyState>
    );
  }
  const groupChoices = groups.data.items.map(({ id, name, memberCount }) => ({
    id,
    name,
    help: formatCount(memberCount, 'contact'),
  }));
  const segmentChoices = segments.data.items.map(({ id, name, problem, tree }) => ({
    id,
    name,
    help: problem ?? <SegmentSize id={id} tree={tree} />,
  }));
  const choicesOf = (groupsKey: keyof Chosen, segmentsKey: keyof Chosen) => {
    const choices = (key: keyof Chosen, all: readonly Choice[], noun: 'group' | 'segment') => (
      <AudienceChoices
        choices={all}
        chosen={chosen[key]}
        search={search}
        noun={noun}
        // What is put on one side leaves the other.
        onChange={(ids) =>
          setChosen({
            ...chosen,
            [otherSide[key]]: chosen[otherSide[key]].filter((id) => !ids.includes(id)),
            [key]: ids,
          })
        }
      />
    );
    return (
      <>
        {choices(groupsKey, groupChoices, 'group')}
        {choices(segmentsKey, segmentChoices, 'segment')}
      </>
    );
  };
  const removeNotOpened = () =>
    void save({ notOpenedId: null }).catch((reason: unknown) => step.setFailure(messageOf(reason)));
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        {step.asides}
        {campaign.notOpenedId && <NotOpened id={campaign.notOpenedId} isSaving={isSaving} onRemove={removeNotOpened} />}
        {groupChoices.length + segmentChoices.length > manyChoices && (
          <SearchInput label="Search groups and segments" value={search} onSearch={setSearch} />
        )}
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 font-medium">Send to everyone in</legend>
          {choicesOf('groupIds', 'segmentIds')}
        </fieldset>
        {isExcluding ? (
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-2 font-medium">Exclude everyone in</legend>
            {choicesOf('excludedGroupIds', 'excludedSegmentIds')}
          </fieldset>
        ) : (
          <Button className="self-start" onClick={() => setExcluding(true)}>
            Exclude people
          </Button>
        )}
        <AudienceCount id={campaign.id} chosen={chosen} />
        <p className="text-sm text-muted">
          People in several groups or segments get one message. People you exclude get none.
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

/** From here on a list is searched. */
const manyChoices = 8;

const labels = {
  groupIds: 'Groups',
  segmentIds: 'Segments',
  excludedGroupIds: 'Excluded groups',
  excludedSegmentIds: 'Excluded segments',
};

function valuesOf({ groupIds, segmentIds, excludedGroupIds, excludedSegmentIds }: CampaignView): Chosen {
  return { groupIds, segmentIds, excludedGroupIds, excludedSegmentIds };
}

function namesOf(ids: unknown, things: readonly { readonly id: string; readonly name: string }[]): string {
  const chosen = Array.isArray(ids) ? ids.map((id) => things.find((thing) => thing.id === id)?.name ?? 'Deleted') : [];
  return chosen.join(', ') || 'None';
}

const otherSide = {
  groupIds: 'excludedGroupIds',
  excludedGroupIds: 'groupIds',
  segmentIds: 'excludedSegmentIds',
  excludedSegmentIds: 'segmentIds',
} as const;
