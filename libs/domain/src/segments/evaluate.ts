import { addDays, dayIn } from './days.ts';
import {
  type BooleanPredicate,
  type DayPredicate,
  type DayWindow,
  type ListPredicate,
  type NumberPredicate,
  predicateOfAddress,
  type TextPredicate,
} from './predicates.ts';
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
    readonly what: 'sent' | 'opened' | 'clicked' | 'converted';
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
        condition.field === 'email' ? predicateOfAddress(condition.predicate) : condition.predicate,
        person.fields[condition.field],
      );
    case 'created':
      return dayIs(condition.predicate, dayIn(context.timeZone, person.createdAt), context);
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
        if (property.type === 'text') return textIs(property.predicate, asText(value));
        return property.type === 'number'
          ? numberIs(property.predicate, asNumber(value))
          : booleanIs(property.predicate, asBoolean(value));
      }),
  );
  if (counted.length < times) return false;
  if (!sum) return true;
  const total = counted.reduce((soFar, event) => soFar + (asNumber(valueOf(event.properties, sum.name)) ?? 0), 0);
  return numberIs(sum.predicate, total);
}

type AttributeCondition = Extract<SegmentCondition, { kind: 'attribute' }>;

function attributeIs(condition: AttributeCondition, value: unknown, context: SegmentContext): boolean {
  switch (condition.type) {
    case 'text':
      return textIs(condition.predicate, asText(value));
    case 'number':
      return numberIs(condition.predicate, asNumber(value));
    case 'boolean':
      return booleanIs(condition.predicate, asBoolean(value));
    case 'date':
      return dayIs(condition.predicate, asText(value) || null, context);
    case 'timestamp': {
      const text = asText(value);
      return dayIs(condition.predicate, text ? dayIn(context.timeZone, new Date(text)) : null, context);
    }
    case 'list':
      return listIs(condition.predicate, Array.isArray(value) ? value : []);
  }
}

function textIs(predicate: TextPredicate, value: string | null): boolean {
  const has = (value ?? '').toLowerCase();
  switch (predicate.op) {
    case 'is_set':
      return has !== '';
    case 'is_empty':
      return has === '';
    case 'is':
      return has === predicate.value.toLowerCase();
    case 'is_not':
      return has !== predicate.value.toLowerCase();
    case 'contains':
      return has.includes(predicate.value.toLowerCase());
    case 'not_contains':
      return !has.includes(predicate.value.toLowerCase());
    case 'begins_with':
      return has.startsWith(predicate.value.toLowerCase());
    case 'one_of':
      return predicate.values.some((each) => each.toLowerCase() === has);
    case 'none_of':
      return !predicate.values.some((each) => each.toLowerCase() === has);
  }
}

function numberIs(predicate: NumberPredicate, value: number | null): boolean {
  if (predicate.op === 'is_empty') return value === null;
  if (predicate.op === 'is_not') return value !== predicate.value;
  if (value === null) return false;
  switch (predicate.op) {
    case 'is_set':
      return true;
    case 'is':
      return value === predicate.value;
    case 'lt':
      return value < predicate.value;
    case 'lte':
      return value <= predicate.value;
    case 'gt':
      return value > predicate.value;
    case 'gte':
      return value >= predicate.value;
    case 'between':
      return value >= predicate.from && value <= predicate.to;
    case 'one_of':
      return predicate.values.includes(value);
  }
}

function booleanIs(predicate: BooleanPredicate, value: boolean | null): boolean {
  if (predicate.op === 'is') return value === predicate.value;
  return (value === null) === (predicate.op === 'is_empty');
}

/** A list is of texts; whatever else may be in it is no item anybody can ask for. */
function listIs(predicate: ListPredicate, items: readonly unknown[]): boolean {
  if (!('values' in predicate)) return (items.length === 0) === (predicate.op === 'is_empty');
  const has = items.flatMap((item) => asText(item)?.toLowerCase() ?? []);
  const found = predicate.values.map((value) => has.includes(value.toLowerCase()));
  if (predicate.op === 'has_all') return found.every(Boolean);
  return found.some(Boolean) === (predicate.op === 'has_any');
}

function dayIs(predicate: DayPredicate, day: string | null, { now, timeZone }: SegmentContext): boolean {
  if (predicate.op === 'is_empty') return day === null;
  if (predicate.op === 'is_not') return day !== predicate.value;
  if (day === null) return false;
  const today = dayIn(timeZone, now);
  switch (predicate.op) {
    case 'is_set':
      return true;
    case 'is':
      return day === predicate.value;
    case 'lt':
      return day < predicate.value;
    case 'lte':
      return day <= predicate.value;
    case 'gt':
      return day > predicate.value;
    case 'gte':
      return day >= predicate.value;
    case 'between':
      return day >= predicate.from && day <= predicate.to;
    case 'in_last_days':
      return day <= today && addDays(day, predicate.days) >= today;
    case 'more_than_days_ago':
      return addDays(day, predicate.days) < today;
    case 'in_next_days':
      return day >= today && addDays(day, -predicate.days) <= today;
    case 'anniversary_in_days':
      return anniversaryIn(day, Number(addDays(today, predicate.days).slice(0, 4))) === addDays(today, predicate.days);
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
