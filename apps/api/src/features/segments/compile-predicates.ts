import type {
  BooleanPredicate,
  ListPredicate,
  NumberPredicate,
  SumPredicate,
  TextPredicate,
} from '@engagex/domain/segments';

/** Puts a value among the parameters; answers its placeholder. Types are written by us, values by anyone. */
export type Parameter = (value: unknown, type: string) => string;

/**
 * What is asked of a contact or an event. `sql` may be null, or mean nothing while `guard` is not true: it is compared
 * first, once, and the guard only where that came out true, as reading JSON is what these statements do most.
 */
export interface Asked {
  readonly sql: string;
  readonly guard?: string;
}

/** Every predicate is true or not true of a value, a missing one included; what is negated is the whole of it. */
export const holds = ({ guard }: Asked, predicate: string) => `((${predicate}${guard ? ` and ${guard}` : ''}) is true)`;
export const holdsNot = ({ guard }: Asked, predicate: string) =>
  `((${predicate}${guard ? ` and ${guard}` : ''}) is not true)`;

/** A predicate of a text in lower case; a text that is not there is empty. */
export function textSql(predicate: TextPredicate, asked: Asked, parameter: Parameter): string {
  const { sql } = asked;
  const value = () => parameter('value' in predicate ? predicate.value.toLowerCase() : '', 'text');
  const values = () =>
    parameter('values' in predicate ? predicate.values.map((each) => each.toLowerCase()) : [], 'text[]');
  switch (predicate.op) {
    case 'is_set':
      return holds(asked, `${sql} <> ''`);
    case 'is_empty':
      return holdsNot(asked, `${sql} <> ''`);
    case 'is':
      return holds(asked, `${sql} = ${value()}`);
    case 'is_not':
      return holdsNot(asked, `${sql} = ${value()}`);
    case 'contains':
      return holds(asked, `strpos(${sql}, ${value()}) > 0`);
    case 'not_contains':
      return holdsNot(asked, `strpos(${sql}, ${value()}) > 0`);
    case 'begins_with':
      return holds(asked, `starts_with(${sql}, ${value()})`);
    case 'one_of':
      return holds(asked, `${sql} = any (${values()})`);
    case 'none_of':
      return holdsNot(asked, `${sql} = any (${values()})`);
  }
}

const comparisons = { is: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** A predicate of a JSON value as a number. JSON orders numbers as numbers do, so nothing is read as text. */
export function numberSql(predicate: NumberPredicate, json: string, parameter: Parameter): string {
  const asked: Asked = { sql: json, guard: `jsonb_typeof(${json}) = 'number'` };
  const put = (value: number) => parameter(JSON.stringify(value), 'jsonb');
  if (predicate.op === 'is_set') return holds(asked, 'true');
  if (predicate.op === 'is_empty') return holdsNot(asked, 'true');
  if (predicate.op !== 'one_of') return compared(predicate, asked, put);
  const values = parameter(
    predicate.values.map((value) => JSON.stringify(value)),
    'jsonb[]',
  );
  return holds(asked, `${json} = any (${values})`);
}

/** A predicate of a sum, which is a number and never null. */
export function sumSql(predicate: SumPredicate, sum: string, parameter: Parameter): string {
  return compared(predicate, { sql: sum }, (value) => parameter(value, 'numeric'));
}

function compared(predicate: SumPredicate, asked: Asked, put: (value: number) => string): string {
  if (predicate.op === 'between') {
    return holds(asked, `${asked.sql} >= ${put(predicate.from)} and ${asked.sql} <= ${put(predicate.to)}`);
  }
  return predicate.op === 'is_not'
    ? holdsNot(asked, `${asked.sql} = ${put(predicate.value)}`)
    : holds(asked, `${asked.sql} ${comparisons[predicate.op]} ${put(predicate.value)}`);
}

export function booleanSql(predicate: BooleanPredicate, json: string, parameter: Parameter): string {
  if (predicate.op === 'is')
    return holds({ sql: json }, `${json} = ${parameter(JSON.stringify(predicate.value), 'jsonb')}`);
  const isBoolean = `jsonb_typeof(${json}) = 'boolean'`;
  return predicate.op === 'is_set' ? holds({ sql: json }, isBoolean) : holdsNot({ sql: json }, isBoolean);
}

/**
 * A predicate of a JSON array of texts. Its items are compared without case by lowering the array as it is written, which
 * lowers every item on its own: a quotation mark ends a word for Unicode too. Asking item by item would keep the
 * statement from running in several processes.
 */
export function listSql(predicate: ListPredicate, json: string, parameter: Parameter): string {
  const asked: Asked = { sql: json };
  const isArray = `jsonb_typeof(${json}) = 'array'`;
  if (!('values' in predicate)) {
    const hasItems = `${isArray} and ${json} <> '[]'`;
    return predicate.op === 'is_set' ? holds(asked, hasItems) : holdsNot(asked, hasItems);
  }
  const values = parameter([...new Set(predicate.values.map((value) => value.toLowerCase()))], 'text[]');
  const items = `(case when ${isArray} then ${lowered(`(${json})::text`)}::jsonb end)`;
  const found = `${predicate.op === 'has_all' ? 'jsonb_exists_all' : 'jsonb_exists_any'}(${items}, ${values})`;
  return predicate.op === 'has_none' ? holdsNot(asked, found) : holds(asked, found);
}

/** A text in a JSON object; texts of other types are left out by the guard. */
export function jsonText(object: string, key: string): Asked {
  return { sql: `(${object} ->> ${key})`, guard: `jsonb_typeof(${object} -> ${key}) = 'string'` };
}

/** As JavaScript does it: by Unicode's full mapping. */
export function lowered(text: string): string {
  return `lower(${text} collate "pg_unicode_fast")`;
}
