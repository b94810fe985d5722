import { addDays, dayIn } from './days.ts';
import {
  type BooleanTest,
  type DayTest,
  type DayWindow,
  type ListTest,
  type NumberTest,
  testOfAddress,
  type TextTest,
} from './tests.ts';
import {
  type EventCondition,
  isBranch,
  type SegmentBranch,
  type SegmentCondition,
  type SegmentNode,
  type TextField,
} from './tree.ts';

/** Everything that is known of one contact and that a segment can ask for. */
export interface Person {
  readonly fields: Readonly<Record<TextField, string | null>>;
  readonly createdAt: Date;
  readonly subscription: 'subscribed' | 'unsubscribed';
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly groupIds: readonly string[];
  readonly engagements: readonly {
    readonly what: 'sent' | 'opened' | 'clicked';
    readonly campaignId: string;
    readonly at: Date;
  }[];
  readonly events: readonly {
    readonly name: string;
    readonly properties: Readonly<Record<string, unknown>>;
    readonly at: Date;
  }[];
}

/** When and where it is, and what the segments mean that others refer to. */
export interface SegmentContext {
  readonly now: Date;
  readonly timeZone: string;
  readonly trees: ReadonlyMap<string, SegmentBranch>;
}

/** What a tree means, word by word and person by person: the measure of the SQL that answers for everyone at once. */
export function evaluate(node: SegmentNode, person: Person, context: SegmentContext): boolean {
  if (!isBranch(node)) return holds(node, person, context);
  const results = node.of.map((child) => evaluate(child, person, context));
  if (node.kind === 'all') return results.every(Boolean);
  return node.kind === 'any' ? results.some(Boolean) : !results.some(Boolean);
}

function holds(condition: SegmentCondition, person: Person, context: SegmentContext): boolean {
  switch (condition.kind) {
    case 'field':
      return textIs(
        condition.field === 'email' ? testOfAddress(condition.test) : condition.test,
        person.fields[condition.field],
      );
    case 'created':
      return dayIs(condition.test, dayIn(context.timeZone, person.createdAt), context);
    case 'attribute':
      return attributeIs(condition, valueOf(person.attributes, condition.name), context);
    case 'group':
      return condition.groupIds.some((id) => person.groupIds.includes(id)) === (condition.op === 'in');
    case 'segment': {
      const tree = context.trees.get(condition.segmentId);
      if (!tree) throw new Error(`The segment ${condition.segmentId} is not known.`);
      return evaluate(tree, person, context) === (condition.op === 'in');
    }
    case 'subscription':
      return person.subscription === condition.is;
    case 'engagement': {
      const { what, campaignId, times, window, op } = condition;
      const hits = person.engagements.filter(
        (hit) =>
          hit.what === what && (campaignId ?? hit.campaignId) === hit.campaignId && within(window, hit.at, context),
      );
      return hits.length >= times === (op === 'did');
    }
    case 'event':
      return didEvent(condition, person, context) === (condition.op === 'did');
  }
}

function didEvent({ name, times, window, properties, sum }: EventCondition, person: Person, context: SegmentContext) {
  const counted = person.events.filter(
    (event) =>
      event.name === name &&
      within(window, event.at, context) &&
      properties.every((property) => {
        const value = valueOf(event.properties, property.name);
        if (property.type === 'text') return textIs(property.test, asText(value));
        return property.type === 'number'
          ? numberIs(property.test, asNumber(value))
          : booleanIs(property.test, asBoolean(value));
      }),
  );
  if (counted.length < times) return false;
  if (!sum) return true;
  const total = counted.reduce((soFar, event) => soFar + (asNumber(valueOf(event.properties, sum.name)) ?? 0), 0);
  return numberIs(sum.test, total);
}

type AttributeCondition = Extract<SegmentCondition, { kind: 'attribute' }>;

function attributeIs(condition: AttributeCondition, value: unknown, context: SegmentContext): boolean {
  switch (condition.type) {
    case 'text':
      return textIs(condition.test, asText(value));
    case 'number':
      return numberIs(condition.test, asNumber(value));
    case 'boolean':
      return booleanIs(condition.test, asBoolean(value));
    case 'date':
      return dayIs(condition.test, asText(value) || null, context);
    case 'timestamp': {
      const text = asText(value);
      return dayIs(condition.test, text ? dayIn(context.timeZone, new Date(text)) : null, context);
    }
    case 'list':
      return listIs(condition.test, Array.isArray(value) ? value : []);
  }
}

function textIs(test: TextTest, value: string | null): boolean {
  const has = (value ?? '').toLowerCase();
  switch (test.op) {
    case 'is_set':
      return has !== '';
    case 'is_empty':
      return has === '';
    case 'is':
      return has === test.value.toLowerCase();
    case 'is_not':
      return has !== test.value.toLowerCase();
    case 'contains':
      return has.includes(test.value.toLowerCase());
    case 'not_contains':
      return !has.includes(test.value.toLowerCase());
    case 'begins_with':
      return has.startsWith(test.value.toLowerCase());
    case 'one_of':
      return test.values.some((each) => each.toLowerCase() === has);
    case 'none_of':
      return !test.values.some((each) => each.toLowerCase() === has);
  }
}

function numberIs(test: NumberTest, value: number | null): boolean {
  if (test.op === 'is_empty') return value === null;
  if (test.op === 'is_not') return value !== test.value;
  if (value === null) return false;
  switch (test.op) {
    case 'is_set':
      return true;
    case 'is':
      return value === test.value;
    case 'lt':
      return value < test.value;
    case 'lte':
      return value <= test.value;
    case 'gt':
      return value > test.value;
    case 'gte':
      return value >= test.value;
    case 'between':
      return value >= test.from && value <= test.to;
    case 'one_of':
      return test.values.includes(value);
  }
}

function booleanIs(test: BooleanTest, value: boolean | null): boolean {
  if (test.op === 'is') return value === test.value;
  return (value === null) === (test.op === 'is_empty');
}

/** A list is of texts; whatever else may be in it is no item anybody can ask for. */
function listIs(test: ListTest, items: readonly unknown[]): boolean {
  if (!('values' in test)) return (items.length === 0) === (test.op === 'is_empty');
  const has = items.flatMap((item) => asText(item)?.toLowerCase() ?? []);
  const found = test.values.map((value) => has.includes(value.toLowerCase()));
  if (test.op === 'has_all') return found.every(Boolean);
  return found.some(Boolean) === (test.op === 'has_any');
}

function dayIs(test: DayTest, day: string | null, { now, timeZone }: SegmentContext): boolean {
  if (test.op === 'is_empty') return day === null;
  if (test.op === 'is_not') return day !== test.value;
  if (day === null) return false;
  const today = dayIn(timeZone, now);
  switch (test.op) {
    case 'is_set':
      return true;
    case 'is':
      return day === test.value;
    case 'lt':
      return day < test.value;
    case 'lte':
      return day <= test.value;
    case 'gt':
      return day > test.value;
    case 'gte':
      return day >= test.value;
    case 'between':
      return day >= test.from && day <= test.to;
    case 'in_last_days':
      return day <= today && addDays(day, test.days) >= today;
    case 'more_than_days_ago':
      return addDays(day, test.days) < today;
    case 'in_next_days':
      return day >= today && addDays(day, -test.days) <= today;
    case 'anniversary_in_days':
      return anniversaryIn(day, Number(addDays(today, test.days).slice(0, 4))) === addDays(today, test.days);
  }
}

/** The day of that year on which a date is remembered. */
function anniversaryIn(day: string, year: number): string {
  const [, month = '', date = ''] = day.split('-');
  const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${year}-${month}-${month === '02' && date === '29' && !isLeap ? '28' : date}`;
}

function within(window: DayWindow | null, at: Date, context: SegmentContext): boolean {
  return window === null || dayIs(window, dayIn(context.timeZone, at), context);
}

/** A hostile name such as `__proto__` finds only what was stored under it. */
function valueOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : null;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : null);
const asNumber = (value: unknown) => (typeof value === 'number' ? value : null);
const asBoolean = (value: unknown) => (typeof value === 'boolean' ? value : null);
