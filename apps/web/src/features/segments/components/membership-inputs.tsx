import { groupsRoutes } from '@engagex/domain/contacts';
import { segmentsRoutes } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { Select } from '../../../ui/select.tsx';
import { Tag } from '../../../ui/texts-input.tsx';
import type { ConditionOf } from './condition-props.ts';
import { Op } from './predicate-input.tsx';

const inOrNot = [
  { value: 'in', label: 'is in' },
  { value: 'not_in', label: 'is not in' },
] as const;

/** In any of several groups, or in none of them. */
export function GroupInput({ condition, onChange }: ConditionOf<'group'>) {
  const { groupIds } = condition;
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const all = groups.data?.items ?? [];
  const left = all.filter(({ id }) => !groupIds.includes(id));
  const nameOf = (id: string) => all.find((each) => each.id === id)?.name ?? (groups.data ? 'A deleted group' : '…');
  return (
    <>
      <Op of="Group" options={inOrNot} value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
      {groupIds.length > 0 && (
        <ul className="flex min-w-0 flex-wrap items-center gap-1 py-1" aria-label="Groups, any of">
          {groupIds.map((id) => (
            <Tag
              key={id}
              text={nameOf(id)}
              onRemove={() => onChange({ ...condition, groupIds: groupIds.filter((each) => each !== id) })}
            />
          ))}
        </ul>
      )}
      {(left.length > 0 || groupIds.length === 0) && (
        <Select
          aria-label={groupIds.length === 0 ? 'Group' : 'Another group'}
          className="sm:w-48"
          placeholder={groupIds.length === 0 ? 'Choose a group' : 'or another group'}
          options={left.map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={(id) => onChange({ ...condition, groupIds: [...groupIds, id] })}
        />
      )}
    </>
  );
}

interface SegmentProps extends ConditionOf<'segment'> {
  readonly editedId: string | null;
}

export function SegmentInput({ condition, onChange, editedId }: SegmentProps) {
  const segments = useQuery(routeQuery(segmentsRoutes.list, {}));
  const others = (segments.data?.items ?? []).filter(({ id }) => id !== editedId);
  const isGone = segments.data && condition.segmentId !== '' && !others.some(({ id }) => id === condition.segmentId);
  return (
    <>
      <Op of="Segment" options={inOrNot} value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
      <Select
        aria-label="Segment"
        className="sm:w-56"
        placeholder={others.length === 0 ? 'There is no other segment' : 'Choose a segment'}
        options={[
          ...others.map(({ id, name }) => ({ value: id, label: name })),
          ...(isGone ? [{ value: condition.segmentId, label: 'A deleted segment' }] : []),
        ]}
        value={condition.segmentId || null}
        onChange={(segmentId) => onChange({ ...condition, segmentId })}
      />
    </>
  );
}

export function SubscriptionInput({ condition, onChange }: ConditionOf<'subscription'>) {
  return (
    <Select
      aria-label="Subscription"
      className="sm:w-48"
      options={[
        { value: 'subscribed', label: 'is subscribed' },
        { value: 'unsubscribed', label: 'is unsubscribed' },
      ]}
      value={condition.is}
      onChange={(is) => onChange({ ...condition, is })}
    />
  );
}
