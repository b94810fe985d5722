import type {
  BooleanPredicate,
  DayPredicate,
  DayWindow,
  ListPredicate,
  NumberPredicate,
  TextPredicate,
} from './predicates.ts';
import { isBranch, type SegmentBranch, type SegmentCondition, type SegmentNode, type TextField } from './tree.ts';

/** What things are called: a group, segment, campaign or attribute by its id or name, the value of a field by its code; undefined where that is not known. */
export type NameOf = (
  kind: 'group' | 'segment' | 'campaign' | 'attribute' | TextField,
  id: string,
) => string | undefined;

export const fieldNames: Readonly<Record<TextField, string>> = {
  email: 'email address',
  phone: 'phone number',
  first_name: 'first name',
  last_name: 'last name',
  language: 'language',
  time_zone: 'time zone',
  country: 'country',
  external_id: 'external ID',
};

/** What a tree means, in plain words: "Everyone whose country is “DE” and who opened any campaign." */
export function sentenceOf(tree: SegmentBranch, nameOf: NameOf): string {
  return `Everyone ${branchWords(tree, nameOf)}.`;
}

/** What one node means: "whose country is “DE”". */
export function clauseOf(node: SegmentNode, nameOf: NameOf): string {
  return isBranch(node) ? branchWords(node, nameOf) : conditionWords(node, nameOf);
}

function branchWords({ kind, of }: SegmentBranch, nameOf: NameOf): string {
  const parts = of.map((child) => {
    const words = clauseOf(child, nameOf);
    return isBranch(child) && child.of.length > 1 && child.kind !== 'none' && of.length > 1 ? `(${words})` : words;
  });
  if (kind === 'none') {
    const those = parts.join(' or ');
    return `who is not among those ${parts.length > 1 ? `(${those})` : those}`;
  }
  return parts.join(kind === 'all' ? ' and ' : ' or ');
}

function conditionWords(condition: SegmentCondition, nameOf: NameOf): string {
  const named = (kind: Parameters<NameOf>[0], id: string) => quote(nameOf(kind, id) ?? `a deleted ${kind}`);
  switch (condition.kind) {
    case 'field':
      return `whose ${fieldNames[condition.field]} ${textWords(condition.predicate, (value) => nameOf(condition.field, value))}`;
    case 'created':
      return `who was added ${momentWords(condition.predicate)}`;
    case 'attribute':
      return `whose ${nameOf('attribute', condition.name) ?? condition.name} ${attributeWords(condition)}`;
    case 'group': {
      const names = condition.groupIds.map((id) => named('group', id));
      return `who is ${condition.op === 'in' ? '' : 'not '}in the group ${names.join(' or ')}`;
    }
    case 'segment':
      return `who is ${condition.op === 'in' ? '' : 'not '}in the segment ${named('segment', condition.segmentId)}`;
    case 'subscription':
      return `who is ${condition.is}`;
    case 'engagement': {
      const campaign = condition.campaignId ? named('campaign', condition.campaignId) : 'any campaign';
      const did = { sent: 'was sent', opened: 'opened', clicked: 'clicked in', converted: 'converted after' }[
        condition.what
      ];
      const didNot = {
        sent: 'was not sent',
        opened: 'did not open',
        clicked: 'did not click in',
        converted: 'did not convert after',
      }[condition.what];
      return `who ${condition.op === 'did' ? did : didNot} ${campaign}${timesWords(condition.times)}${windowWords(condition.window)}`;
    }
    case 'event': {
      const properties = condition.properties.map(({ name, ...of }) => `${quote(name)} ${attributeWords(of)}`);
      const where = properties.length > 0 ? ` where ${properties.join(' and ')}` : '';
      const sum = condition.sum
        ? `, with a sum of ${quote(condition.sum.name)} that ${numberWords(condition.sum.predicate)}`
        : '';
      const did = condition.op === 'did' ? 'did' : 'did not do';
      return `who ${did} ${quote(condition.name)}${timesWords(condition.times)}${windowWords(condition.window)}${where}${sum}`;
    }
  }
}

type Typed =
  | { readonly type: 'text'; readonly predicate: TextPredicate }
  | { readonly type: 'number'; readonly predicate: NumberPredicate }
  | { readonly type: 'boolean'; readonly predicate: BooleanPredicate }
  | { readonly type: 'date' | 'timestamp'; readonly predicate: DayPredicate }
  | { readonly type: 'list'; readonly predicate: ListPredicate };

function attributeWords(of: Typed): string {
  switch (of.type) {
    case 'text':
      return textWords(of.predicate);
    case 'number':
      return numberWords(of.predicate);
    case 'boolean':
      return of.predicate.op === 'is' ? `is ${of.predicate.value ? 'yes' : 'no'}` : presenceWords(of.predicate.op);
    case 'date':
    case 'timestamp':
      return dayWords(of.predicate);
    case 'list':
      return listWords(of.predicate);
  }
}

const presenceWords = (op: 'is_set' | 'is_empty') => (op === 'is_set' ? 'is set' : 'is empty');

/** `nameOf` is asked about values in full, not about a part of one. */
function textWords(predicate: TextPredicate, nameOf: (value: string) => string | undefined = () => undefined): string {
  if (predicate.op === 'is_set' || predicate.op === 'is_empty') return presenceWords(predicate.op);
  const named = (value: string) => quote(nameOf(value) ?? value);
  if ('values' in predicate)
    return `is ${predicate.op === 'one_of' ? '' : 'not '}one of ${predicate.values.map(named).join(', ')}`;
  const verbs = {
    is: 'is',
    is_not: 'is not',
    contains: 'contains',
    not_contains: 'does not contain',
    begins_with: 'begins with',
  };
  const isWhole = predicate.op === 'is' || predicate.op === 'is_not';
  return `${verbs[predicate.op]} ${isWhole ? named(predicate.value) : quote(predicate.value)}`;
}

function numberWords(predicate: NumberPredicate): string {
  if (predicate.op === 'is_set' || predicate.op === 'is_empty') return presenceWords(predicate.op);
  if (predicate.op === 'between') return `is between ${figure(predicate.from)} and ${figure(predicate.to)}`;
  if (predicate.op === 'one_of') return `is one of ${predicate.values.map(figure).join(', ')}`;
  const verbs = {
    is: 'is',
    is_not: 'is not',
    lt: 'is less than',
    lte: 'is at most',
    gt: 'is more than',
    gte: 'is at least',
  };
  return `${verbs[predicate.op]} ${figure(predicate.value)}`;
}

function listWords(predicate: ListPredicate): string {
  if (!('values' in predicate)) return presenceWords(predicate.op);
  const how = { has_any: 'has any of', has_all: 'has all of', has_none: 'has none of' }[predicate.op];
  return `${how} ${predicate.values.map(quote).join(', ')}`;
}

function dayWords(predicate: DayPredicate): string {
  if (predicate.op === 'is_set' || predicate.op === 'is_empty') return presenceWords(predicate.op);
  return predicate.op === 'anniversary_in_days' ? momentWords(predicate) : `is ${momentWords(predicate)}`;
}

function momentWords(predicate: DayPredicate): string {
  switch (predicate.op) {
    case 'is_set':
      return 'at any time';
    case 'is_empty':
      return 'never';
    case 'is':
      return `on ${predicate.value}`;
    case 'is_not':
      return `not on ${predicate.value}`;
    case 'lt':
      return `before ${predicate.value}`;
    case 'lte':
      return `on or before ${predicate.value}`;
    case 'gt':
      return `after ${predicate.value}`;
    case 'gte':
      return `on or after ${predicate.value}`;
    case 'between':
      return `from ${predicate.from} to ${predicate.to}`;
    case 'in_last_days':
      return predicate.days === 0 ? 'today' : `in the last ${dayCount(predicate.days)}`;
    case 'more_than_days_ago':
      return `more than ${dayCount(predicate.days)} ago`;
    case 'in_next_days':
      return predicate.days === 0 ? 'today' : `in the next ${dayCount(predicate.days)}`;
    case 'anniversary_in_days':
      return predicate.days === 0 ? 'has its anniversary today' : `has its anniversary in ${dayCount(predicate.days)}`;
  }
}

const windowWords = (window: DayWindow | null) => (window ? ` ${momentWords(window)}` : '');
const timesWords = (times: number) => (times === 1 ? '' : ` at least ${figure(times)} times`);
const dayCount = (days: number) => (days === 1 ? '1 day' : `${figure(days)} days`);
const quote = (text: string) => `“${text}”`;
const figure = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 20 });
