import { attributesRoutes } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { Select } from '../../../ui/select.tsx';
import type { ConditionOf, ConditionProps } from './condition-props.ts';
import { type Subject, subjectOf, subjectsOf } from './condition-subjects.ts';
import { EngagementInput } from './engagement-input.tsx';
import { EventInput } from './event-input.tsx';
import { GroupInput, SegmentInput, SubscriptionInput } from './membership-inputs.tsx';
import {
  BooleanPredicateInput,
  DayPredicateInput,
  ListPredicateInput,
  NumberPredicateInput,
  TextPredicateInput,
} from './predicate-input.tsx';

interface ConditionInputProps extends ConditionProps {
  /** The segment being edited, which cannot be part of itself. */
  readonly segmentId: string | null;
}

/** One condition: what it is about, and what is asked of it. */
export function ConditionInput({ condition, onChange, segmentId }: ConditionInputProps) {
  const attributes = useQuery(routeQuery(attributesRoutes.list, {}));
  const subjects = subjectsOf(attributes.data?.items ?? [], condition);
  const subject = subjects.find(({ value }) => value === subjectOf(condition));
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
      <Select
        aria-label="About"
        className="sm:w-52"
        options={subjects}
        value={subjectOf(condition)}
        onChange={(value) => {
          const chosen = subjects.find((each) => each.value === value);
          if (chosen && value !== subjectOf(condition)) onChange(chosen.make());
        }}
      />
      <Asked condition={condition} onChange={onChange} subject={subject} segmentId={segmentId} />
    </div>
  );
}

function Asked({ condition, onChange, subject, segmentId }: ConditionInputProps & { subject: Subject | undefined }) {
  const of = subject?.label ?? 'Condition';
  switch (condition.kind) {
    case 'field':
      return (
        <TextPredicateInput
          of={of}
          source={{ field: condition.field }}
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
    case 'created':
      return (
        <DayPredicateInput
          of={of}
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
    case 'attribute':
      return <AttributePredicateInput of={of} condition={condition} onChange={onChange} />;
    case 'group':
      return <GroupInput condition={condition} onChange={onChange} />;
    case 'segment':
      return <SegmentInput condition={condition} onChange={onChange} editedId={segmentId} />;
    case 'subscription':
      return <SubscriptionInput condition={condition} onChange={onChange} />;
    case 'engagement':
      return <EngagementInput condition={condition} onChange={onChange} />;
    case 'event':
      return <EventInput condition={condition} onChange={onChange} />;
  }
}

function AttributePredicateInput({ of, condition, onChange }: ConditionOf<'attribute'> & { of: string }) {
  switch (condition.type) {
    case 'text':
      return (
        <TextPredicateInput
          of={of}
          source={{ attribute: condition.name }}
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
    case 'number':
      return (
        <NumberPredicateInput
          of={of}
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
    case 'boolean':
      return (
        <BooleanPredicateInput
          of={of}
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
    case 'date':
    case 'timestamp':
      return (
        <DayPredicateInput
          of={of}
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
    case 'list':
      return (
        <ListPredicateInput
          of={of}
          source={{ attribute: condition.name }}
          predicate={condition.predicate}
          onChange={(predicate) => onChange({ ...condition, predicate })}
        />
      );
  }
}
