import type { BooleanTest, ListTest, NumberTest, SumTest, TextTest } from '@engagex/domain/segments';

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

/** Every test is true or not true of a value, a missing one included; what is negated is the whole of it. */
export const holds = ({ guard }: Asked, test: string) => `((${test}${guard ? ` and ${guard}` : ''}) is true)`;
export const holdsNot = ({ guard }: Asked, test: string) => `((${test}${guard ? ` and ${guard}` : ''}) is not true)`;

/** A test of a text in lower case; a text that is not there is empty. */
export function textSql(test: TextTest, asked: Asked, parameter: Parameter): string {
  const { sql } = asked;
  const value = () => parameter('value' in test ? test.value.toLowerCase() : '', 'text');
  const values = () => parameter('values' in test ? test.values.map((each) => each.toLowerCase()) : [], 'text[]');
  switch (test.op) {
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

/** A test of a JSON value as a number. JSON orders numbers as numbers do, so nothing is read as text. */
export function numberSql(test: NumberTest, json: string, parameter: Parameter): string {
  const asked: Asked = { sql: json, guard: `jsonb_typeof(${json}) = 'number'` };
  const put = (value: number) => parameter(JSON.stringify(value), 'jsonb');
  if (test.op === 'is_set') return holds(asked, 'true');
  if (test.op === 'is_empty') return holdsNot(asked, 'true');
  if (test.op !== 'one_of') return compared(test, asked, put);
  const values = parameter(
    test.values.map((value) => JSON.stringify(value)),
    'jsonb[]',
  );
  return holds(asked, `${json} = any (${values})`);
}

/** A test of a sum, which is a number and never null. */
export function sumSql(test: SumTest, sum: string, parameter: Parameter): string {
  return compared(test, { sql: sum }, (value) => parameter(value, 'numeric'));
}

function compared(test: SumTest, asked: Asked, put: (value: number) => string): string {
  if (test.op === 'between') {
    return holds(asked, `${asked.sql} >= ${put(test.from)} and ${asked.sql} <= ${put(test.to)}`);
  }
  return test.op === 'is_not'
    ? holdsNot(asked, `${asked.sql} = ${put(test.value)}`)
    : holds(asked, `${asked.sql} ${comparisons[test.op]} ${put(test.value)}`);
}

export function booleanSql(test: BooleanTest, json: string, parameter: Parameter): string {
  if (test.op === 'is') return holds({ sql: json }, `${json} = ${parameter(JSON.stringify(test.value), 'jsonb')}`);
  const isBoolean = `jsonb_typeof(${json}) = 'boolean'`;
  return test.op === 'is_set' ? holds({ sql: json }, isBoolean) : holdsNot({ sql: json }, isBoolean);
}

/**
 * A test of a JSON array of texts. Its items are compared without case by lowering the array as it is written, which
 * lowers every item on its own: a quotation mark ends a word for Unicode too. Asking item by item would keep the
 * statement from running in several processes.
 */
export function listSql(test: ListTest, json: string, parameter: Parameter): string {
  const asked: Asked = { sql: json };
  const isArray = `jsonb_typeof(${json}) = 'array'`;
  if (!('values' in test)) {
    const hasItems = `${isArray} and ${json} <> '[]'`;
    return test.op === 'is_set' ? holds(asked, hasItems) : holdsNot(asked, hasItems);
  }
  const values = parameter([...new Set(test.values.map((value) => value.toLowerCase()))], 'text[]');
  const items = `(case when ${isArray} then ${lowered(`(${json})::text`)}::jsonb end)`;
  const found = `${test.op === 'has_all' ? 'jsonb_exists_all' : 'jsonb_exists_any'}(${items}, ${values})`;
  return test.op === 'has_none' ? holdsNot(asked, found) : holds(asked, found);
}

/** A text in a JSON object; texts of other types are left out by the guard. */
export function jsonText(object: string, key: string): Asked {
  return { sql: `(${object} ->> ${key})`, guard: `jsonb_typeof(${object} -> ${key}) = 'string'` };
}

/** As JavaScript does it: by Unicode's full mapping. */
export function lowered(text: string): string {
  return `lower(${text} collate "pg_unicode_fast")`;
}
