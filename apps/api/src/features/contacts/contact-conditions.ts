import {
  attributeOf,
  type AttributeType,
  type AttributeValue,
  type Condition,
  type ContactFilter,
  type Operator,
  operatorsOf,
  readAttribute,
  typeOfField,
} from '@engagex/domain/contacts';
import { addressKey, type FieldProblem, invalid, spelledAddress } from '@engagex/domain/shared';

/** SQL conditions about a contact `c`; values are in `parameters` only. */
export interface Matching {
  readonly parameters: unknown[];
  readonly conditions: string[];
}

export type TypesByName = ReadonlyMap<string, AttributeType>;

/**
 * The contacts a filter means. `found` are those of its search when they are few and known; otherwise each contact is
 * compared with it. Throws what is wrong with a condition.
 */
export function matching(
  { search, groupId, subscription, conditions }: ContactFilter,
  types: TypesByName,
  found: readonly string[] | null,
): Matching {
  const parameters: unknown[] = [];
  const put = (value: unknown) => `$${parameters.push(value)}`;
  const sql = ['c.deleted_at is null'];
  if (found) sql.push(`c.id = any (${put(found)}::uuid[])`);
  // The coalesce hides the pattern from the planner, whose guess for LIKE is far too low: it would read and sort everyone
  // where the first page is full after a few thousand contacts.
  else if (search) sql.push(`coalesce(c.search_text like all (search_patterns(${put(asStored(search))})), false)`);
  if (groupId) {
    sql.push(`exists (select from group_members m where m.organization_id = c.organization_id
      and m.contact_id = c.id and m.group_id = ${put(groupId)})`);
  }
  if (subscription) sql.push(`c.subscription = ${put(subscription)}`);
  const problems: FieldProblem[] = [];
  conditions.forEach((condition, index) => {
    const read = sqlOf(condition, types, put);
    if (typeof read === 'string') sql.push(`(${read})`);
    else problems.push({ path: ['conditions', String(index)], message: read.problem });
  });
  const [first] = problems;
  if (first) throw invalid('input.invalid', first.message, problems);
  return { parameters, conditions: sql };
}

/** A search in which addresses are spelled as they are kept: `ada@münchen.example` is `ada@xn--mnchen-3ya.example`. */
export function asStored(search: string): string {
  return search.replaceAll(/\S*@\S+/g, (address) => spelledAddress(address));
}

/** The attributes a filter asks about. */
export function attributesAsked(conditions: readonly Condition[]): string[] {
  return conditions.flatMap(({ field }) => attributeOf(field) ?? []);
}

/** The type of a field or attribute, or what to say when there is no such attribute. */
export function typeOf(field: string, types: TypesByName): AttributeType | { readonly problem: string } {
  const attribute = attributeOf(field);
  const type = attribute === null ? typeOfField.get(field) : types.get(attribute);
  return type ?? { problem: `There is no attribute called ${attribute ?? field}.` };
}

type Put = (value: unknown) => string;

function sqlOf({ field, operator, value }: Condition, types: TypesByName, put: Put): string | { problem: string } {
  const type = typeOf(field, types);
  if (typeof type === 'object') return type;
  if (!operatorsOf[type].includes(operator)) return { problem: `“${operator}” cannot be used with ${field}.` };
  const expression = expressionOf(field, type, put);
  if (operator === 'set') return `${expression} is not null`;
  if (operator === 'unset') return `${expression} is null`;
  if (!value?.trim()) return { problem: `Enter a value to compare ${field} with.` };
  // An item of a list is a text.
  const read = readAttribute(type === 'list' ? 'text' : type, value);
  if ('problem' in read) return read;
  return comparisons[operator](
    expression,
    put(field === 'email' ? addressKey(value) : compared(read.value, type)),
    type,
  );
}

function compared(value: AttributeValue, type: AttributeType): unknown {
  return type === 'text' && typeof value === 'string' ? value.normalize('NFC').toLowerCase() : value;
}

type Comparison = (expression: string, parameter: string, type: AttributeType) => string;

const comparisons: Readonly<Record<Exclude<Operator, 'set' | 'unset'>, Comparison>> = {
  is: (expression, parameter, type) => `${expression} = ${parameter}${castOf[type]}`,
  is_not: (expression, parameter) => `${expression} is distinct from ${parameter}`,
  contains: (expression, parameter, type) =>
    type === 'list' ? `jsonb_exists(${expression}, ${parameter})` : `strpos(${expression}, ${parameter}) > 0`,
  lacks: (expression, parameter) => `jsonb_exists(${expression}, ${parameter}) is not true`,
  starts_with: (expression, parameter) => `starts_with(${expression}, ${parameter})`,
  above: (expression, parameter, type) => `${expression} > ${parameter}${castOf[type]}`,
  below: (expression, parameter, type) => `${expression} < ${parameter}${castOf[type]}`,
};

const castOf: Readonly<Record<AttributeType, string>> = {
  text: '',
  number: '::numeric',
  boolean: '::boolean',
  date: '',
  timestamp: '',
  list: '',
};

/** Texts without case; the *_key columns have indexes in "C" order. */
const fieldExpressions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    email: 'c.email_key',
    firstName: 'c.first_name_key',
    lastName: 'c.last_name_key',
    phone: 'c.phone',
    language: 'lower(c.language)',
    timeZone: 'lower(c.time_zone)',
    country: 'lower(c.country)',
    externalId: 'lower(c.external_id)',
    createdAt: 'c.created_at',
    updatedAt: 'c.updated_at',
  }),
);

/** What a field is compared by: a value of its type. An attribute's name is a parameter like any value. */
export function expressionOf(field: string, type: AttributeType, put: Put): string {
  const attribute = attributeOf(field);
  if (attribute === null) return fieldExpressions.get(field) ?? 'null';
  const name = `${put(attribute)}::text`;
  switch (type) {
    case 'text':
      return `lower(c.attributes ->> ${name}) collate "C"`;
    case 'number': // a value written before the definition may be something else
      return `case jsonb_typeof(c.attributes -> ${name}) when 'number' then (c.attributes -> ${name})::numeric end`;
    case 'boolean':
      return `case jsonb_typeof(c.attributes -> ${name}) when 'boolean' then (c.attributes -> ${name})::boolean end`;
    case 'date':
    case 'timestamp':
      return `(c.attributes ->> ${name}) collate "C"`;
    case 'list':
      return `(c.attributes -> ${name})`;
  }
}
