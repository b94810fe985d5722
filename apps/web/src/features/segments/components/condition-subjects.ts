import {
  fieldNames,
  type SegmentCondition,
  type SegmentNode,
  type TextField,
  textFields,
} from '@engagex/domain/segments';

/** What a condition can be about, as one list to choose from. */
type Subject =
  | `field:${TextField}`
  | 'created'
  | `attribute:${Extract<SegmentCondition, { kind: 'attribute' }>['type']}`
  | 'group'
  | 'segment'
  | 'subscription'
  | 'engagement:sent'
  | 'engagement:opened'
  | 'engagement:clicked'
  | 'event';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const subjects: readonly {
  readonly value: Subject;
  readonly label: string;
  readonly make: () => SegmentCondition;
}[] = [
  ...textFields.map((field) => ({
    value: `field:${field}` as const,
    label: capital(fieldNames[field]),
    make: (): SegmentCondition => ({ kind: 'field', field, test: { op: 'is', value: '' } }),
  })),
  { value: 'created', label: 'Date added', make: () => ({ kind: 'created', test: { op: 'in_last_days', days: 30 } }) },
  {
    value: 'attribute:text',
    label: 'Attribute: text',
    make: () => ({ kind: 'attribute', name: '', type: 'text', test: { op: 'is', value: '' } }),
  },
  {
    value: 'attribute:number',
    label: 'Attribute: number',
    make: () => ({ kind: 'attribute', name: '', type: 'number', test: { op: 'gte', value: 1 } }),
  },
  {
    value: 'attribute:boolean',
    label: 'Attribute: yes or no',
    make: () => ({ kind: 'attribute', name: '', type: 'boolean', test: { op: 'is', value: true } }),
  },
  {
    value: 'attribute:date',
    label: 'Attribute: date',
    make: () => ({ kind: 'attribute', name: '', type: 'date', test: { op: 'anniversary_in_days', days: 0 } }),
  },
  {
    value: 'attribute:timestamp',
    label: 'Attribute: time',
    make: () => ({ kind: 'attribute', name: '', type: 'timestamp', test: { op: 'in_last_days', days: 30 } }),
  },
  {
    value: 'attribute:list',
    label: 'Attribute: list',
    make: () => ({ kind: 'attribute', name: '', type: 'list', test: { op: 'has_any', values: [''] } }),
  },
  { value: 'group', label: 'Group', make: () => ({ kind: 'group', op: 'in', groupIds: [] }) },
  { value: 'segment', label: 'Segment', make: () => ({ kind: 'segment', op: 'in', segmentId: '' }) },
  { value: 'subscription', label: 'Subscription', make: () => ({ kind: 'subscription', is: 'subscribed' }) },
  { value: 'engagement:sent', label: 'Was sent a campaign', make: () => engagement('sent') },
  { value: 'engagement:opened', label: 'Opened a campaign', make: () => engagement('opened') },
  { value: 'engagement:clicked', label: 'Clicked in a campaign', make: () => engagement('clicked') },
  {
    value: 'event',
    label: 'Event',
    make: () => ({ kind: 'event', op: 'did', name: '', times: 1, window: null, properties: [], sum: null }),
  },
];

function engagement(what: 'sent' | 'opened' | 'clicked'): SegmentCondition {
  return { kind: 'engagement', op: 'did', what, campaignId: null, times: 1, window: { op: 'in_last_days', days: 30 } };
}

export function subjectOf(condition: SegmentCondition): Subject {
  if (condition.kind === 'field') return `field:${condition.field}`;
  if (condition.kind === 'attribute') return `attribute:${condition.type}`;
  return condition.kind === 'engagement' ? `engagement:${condition.what}` : condition.kind;
}

export const newCondition = (): SegmentNode => ({ kind: 'field', field: 'country', test: { op: 'is', value: '' } });
