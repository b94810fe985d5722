import { campaignsRoutes } from '@engagex/domain/campaigns';
import { groupsRoutes } from '@engagex/domain/contacts';
import { type DayWindow, type SegmentCondition, segmentsRoutes } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { subjectOf, subjects } from './condition-subjects.ts';
import { DayTestInput, ListTestInput, NumberInput, NumberTestInput, Op, TextTestInput } from './test-input.tsx';

interface ConditionProps<Condition = SegmentCondition> {
  readonly condition: Condition;
  readonly onChange: (condition: SegmentCondition) => void;
}
type Of<Kind extends SegmentCondition['kind']> = ConditionProps<Extract<SegmentCondition, { kind: Kind }>>;

/** One condition: what it is about, and what is asked of it. */
export function ConditionInput({ condition, onChange }: ConditionProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <Select
        aria-label="About"
        className="sm:w-52"
        options={subjects}
        value={subjectOf(condition)}
        onChange={(value) => {
          const subject = subjects.find((each) => each.value === value);
          if (subject) onChange(subject.make());
        }}
      />
      <Asked condition={condition} onChange={onChange} />
    </div>
  );
}

function Asked({ condition, onChange }: ConditionProps) {
  const of = subjects.find(({ value }) => value === subjectOf(condition))?.label ?? 'Condition';
  switch (condition.kind) {
    case 'field':
      return <TextTestInput of={of} test={condition.test} onChange={(test) => onChange({ ...condition, test })} />;
    case 'created':
      return <DayTestInput of={of} test={condition.test} onChange={(test) => onChange({ ...condition, test })} />;
    case 'attribute':
      return <AttributeInput condition={condition} onChange={onChange} />;
    case 'group':
      return <GroupInput condition={condition} onChange={onChange} />;
    case 'segment':
      return <SegmentInput condition={condition} onChange={onChange} />;
    case 'subscription':
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
    case 'engagement':
      return <EngagementInput condition={condition} onChange={onChange} />;
    case 'event':
      return <EventInput condition={condition} onChange={onChange} />;
  }
}

function AttributeInput({ condition, onChange }: Of<'attribute'>) {
  const of = condition.name || 'Attribute';
  return (
    <>
      <Input
        aria-label="Name of the attribute"
        placeholder="city"
        className="sm:w-36"
        value={condition.name}
        onChange={(event) => onChange({ ...condition, name: event.target.value })}
      />
      {condition.type === 'text' && (
        <TextTestInput of={of} test={condition.test} onChange={(test) => onChange({ ...condition, test })} />
      )}
      {condition.type === 'number' && (
        <NumberTestInput of={of} test={condition.test} onChange={(test) => onChange({ ...condition, test })} />
      )}
      {condition.type === 'boolean' && (
        <Op
          of={of}
          options={[
            { value: 'yes', label: 'is yes' },
            { value: 'no', label: 'is no' },
            { value: 'is_set', label: 'is set' },
            { value: 'is_empty', label: 'is empty' },
          ]}
          value={condition.test.op === 'is' ? (condition.test.value ? 'yes' : 'no') : condition.test.op}
          onChange={(value) =>
            onChange({
              ...condition,
              test: value === 'is_set' || value === 'is_empty' ? { op: value } : { op: 'is', value: value === 'yes' },
            })
          }
        />
      )}
      {(condition.type === 'date' || condition.type === 'timestamp') && (
        <DayTestInput of={of} test={condition.test} onChange={(test) => onChange({ ...condition, test })} />
      )}
      {condition.type === 'list' && (
        <ListTestInput of={of} test={condition.test} onChange={(test) => onChange({ ...condition, test })} />
      )}
    </>
  );
}

const inOrNot = [
  { value: 'in', label: 'is in' },
  { value: 'not_in', label: 'is not in' },
] as const;

function GroupInput({ condition, onChange }: Of<'group'>) {
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  return (
    <>
      <Op of="Group" options={inOrNot} value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
      <Select
        aria-label="Group"
        className="sm:w-56"
        placeholder="Choose a group"
        options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={condition.groupIds[0] ?? null}
        onChange={(id) => onChange({ ...condition, groupIds: [id] })}
      />
    </>
  );
}

function SegmentInput({ condition, onChange }: Of<'segment'>) {
  const segments = useQuery(routeQuery(segmentsRoutes.list, {}));
  return (
    <>
      <Op of="Segment" options={inOrNot} value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
      <Select
        aria-label="Segment"
        className="sm:w-56"
        placeholder="Choose a segment"
        options={(segments.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={condition.segmentId || null}
        onChange={(segmentId) => onChange({ ...condition, segmentId })}
      />
    </>
  );
}

const anyCampaign = 'any';

function EngagementInput({ condition, onChange }: Of<'engagement'>) {
  const campaigns = useQuery(routeQuery(campaignsRoutes.list, { limit: 200 }));
  const of = { sent: 'Sent', opened: 'Opened', clicked: 'Clicked' }[condition.what];
  return (
    <>
      <DidOrNot of={of} value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
      <Select
        aria-label={`${of}: campaign`}
        className="sm:w-52"
        options={[
          { value: anyCampaign, label: 'any campaign' },
          ...(campaigns.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={condition.campaignId ?? anyCampaign}
        onChange={(id) => onChange({ ...condition, campaignId: id === anyCampaign ? null : id })}
      />
      <TimesInput of={of} times={condition.times} onChange={(times) => onChange({ ...condition, times })} />
      <WindowInput of={of} window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
    </>
  );
}

function EventInput({ condition, onChange }: Of<'event'>) {
  return (
    <>
      <DidOrNot of="Event" value={condition.op} onChange={(op) => onChange({ ...condition, op })} />
      <Input
        aria-label="Name of the event"
        placeholder="order_placed"
        className="sm:w-40"
        value={condition.name}
        onChange={(event) => onChange({ ...condition, name: event.target.value })}
      />
      <TimesInput of="Event" times={condition.times} onChange={(times) => onChange({ ...condition, times })} />
      <WindowInput of="Event" window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
    </>
  );
}

function DidOrNot({
  of,
  value,
  onChange,
}: {
  of: string;
  value: 'did' | 'did_not';
  onChange: (value: 'did' | 'did_not') => void;
}) {
  return (
    <Select
      aria-label={`${of}: did or not`}
      className="sm:w-28"
      options={[
        { value: 'did', label: 'did' },
        { value: 'did_not', label: 'did not' },
      ]}
      value={value}
      onChange={onChange}
    />
  );
}

function TimesInput({ of, times, onChange }: { of: string; times: number; onChange: (times: number) => void }) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      at least <NumberInput label={`${of}: at least how many times`} value={times} onChange={onChange} /> times
    </span>
  );
}

const windowOps = [
  { value: 'ever', label: 'at any time' },
  { value: 'in_last_days', label: 'in the last … days' },
  { value: 'more_than_days_ago', label: 'more than … days ago' },
  { value: 'between', label: 'from … to' },
] as const;

interface WindowProps {
  readonly of: string;
  readonly window: DayWindow | null;
  readonly onChange: (window: DayWindow | null) => void;
}

function WindowInput({ of, window, onChange }: WindowProps) {
  const known = windowOps.find(({ value }) => value === window?.op)?.value ?? 'ever';
  return (
    <>
      <Select
        aria-label={`${of}: when`}
        className="sm:w-48"
        options={windowOps}
        value={known}
        onChange={(op) => {
          if (op === 'ever') onChange(null);
          else onChange(op === 'between' ? { op, from: '', to: '' } : { op, days: 30 });
        }}
      />
      {window && 'days' in window && (
        <NumberInput label={`${of}: days`} value={window.days} onChange={(days) => onChange({ ...window, days })} />
      )}
      {window?.op === 'between' && (
        <>
          <Input
            type="date"
            aria-label={`${of}: first day`}
            className="w-40"
            value={window.from}
            onChange={(event) => onChange({ ...window, from: event.target.value })}
          />
          <Input
            type="date"
            aria-label={`${of}: last day`}
            className="w-40"
            value={window.to}
            onChange={(event) => onChange({ ...window, to: event.target.value })}
          />
        </>
      )}
    </>
  );
}
