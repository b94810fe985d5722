import type { AttributeDefinition } from '@engagex/domain/contacts';
import {
  fieldNames,
  type SegmentCondition,
  type SegmentNode,
  type TextField,
  textFields,
} from '@engagex/domain/segments';

type AttributeCondition = Extract<SegmentCondition, { kind: 'attribute' }>;
type EngagementCondition = Extract<SegmentCondition, { kind: 'engagement' }>;

/** What a condition can be about, as one list to choose from. */
export interface Subject {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
  readonly make: () => SegmentCondition;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const fields: readonly Subject[] = textFields.map((field) => ({
  value: `field:${field}`,
  label: capital(fieldNames[field]),
  make: () => aboutField(field),
}));

const others: readonly Subject[] = [
  {
    value: 'created',
    label: 'Date added',
    make: () => ({ kind: 'created', predicate: { op: 'in_last_days', days: 30 } }),
  },
  { value: 'subscription', label: 'Subscription', make: () => ({ kind: 'subscription', is: 'subscribed' }) },
  { value: 'group', label: 'Group', make: () => ({ kind: 'group', op: 'in', groupIds: [] }) },
  { value: 'segment', label: 'Segment', make: () => ({ kind: 'segment', op: 'in', segmentId: '' }) },
  { value: 'engagement:sent', label: 'Was sent a campaign', make: () => engagement('sent') },
  { value: 'engagement:opened', label: 'Opened a campaign', make: () => engagement('opened') },
  { value: 'engagement:clicked', label: 'Clicked in a campaign', make: () => engagement('clicked') },
  { value: 'engagement:converted', label: 'Converted after a campaign', make: () => engagement('converted') },
  {
    value: 'event',
    label: 'Event',
    make: () => ({ kind: 'event', op: 'did', name: '', times: 1, window: null, properties: [], sum: null }),
  },
];

/** Fields, the organization's attributes by what people call them, and what contacts belong to or did. */
export function subjectsOf(attributes: readonly AttributeDefinition[], chosen: SegmentCondition): readonly Subject[] {
  const own = attributes
    .filter(({ deletedAt }) => deletedAt === null)
    .map(({ name, label, type }) => ({
      value: `attribute:${name}`,
      label,
      detail: 'Attribute',
      make: () => aboutAttribute(name, type),
    }));
  const all = [...fields, ...own, ...others];
  const value = subjectOf(chosen);
  if (chosen.kind !== 'attribute' || all.some((each) => each.value === value)) return all;
  return [...all, { value, label: chosen.name, detail: 'A deleted attribute', make: () => chosen }];
}

export function subjectOf(condition: SegmentCondition): string {
  if (condition.kind === 'field') return `field:${condition.field}`;
  if (condition.kind === 'attribute') return `attribute:${condition.name}`;
  return condition.kind === 'engagement' ? `engagement:${condition.what}` : condition.kind;
}

export const newCondition = (): SegmentNode => aboutField('country');

function aboutField(field: TextField): SegmentCondition {
  return { kind: 'field', field, predicate: { op: 'is', value: '' } };
}

function aboutAttribute(name: string, type: AttributeCondition['type']): SegmentCondition {
  const kind = 'attribute';
  switch (type) {
    case 'text':
      return { kind, name, type, predicate: { op: 'is', value: '' } };
    case 'number':
      return { kind, name, type, predicate: { op: 'gte', value: 1 } };
    case 'boolean':
      return { kind, name, type, predicate: { op: 'is', value: true } };
    case 'date':
      return { kind, name, type, predicate: { op: 'anniversary_in_days', days: 0 } };
    case 'timestamp':
      return { kind, name, type, predicate: { op: 'in_last_days', days: 30 } };
    case 'list':
      return { kind, name, type, predicate: { op: 'has_any', values: [] } };
  }
}

function engagement(what: EngagementCondition['what']): SegmentCondition {
  return { kind: 'engagement', op: 'did', what, campaignId: null, times: 1, window: { op: 'in_last_days', days: 30 } };
}
