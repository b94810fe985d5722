import type { BooleanTest, DayRange, ListTest, NumberTest, TextTest } from '@engagex/domain/segments';

/** Puts a value among the parameters; answers its placeholder. Types are written by us, values by anyone. */
export type Parameter = (value: unknown, type: string) => string;

const comparisons = { is: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** A test of a text in lower case; a text that is not there is empty. */
export function textSql(test: TextTest, text: string, parameter: Parameter): string {
  const value = () => parameter('value' in test ? test.value.toLowerCase() : '', 'text');
  const values = () => parameter('values' in test ? test.values.map((each) => each.toLowerCase()) : [], 'text[]');
  switch (test.op) {
    case 'is_set':
      return `coalesce(${text}, '') <> ''`;
    case 'is_empty':
      return `coalesce(${text}, '') = ''`;
    case 'is':
      return `(${text} is not null and ${text} = ${value()})`;
    case 'is_not':
      return `(${text} is null or ${text} <> ${value()})`;
    case 'contains':
      return `(${text} is not null and strpos(${text}, ${value()}) > 0)`;
    case 'not_contains':
      return `(${text} is null or strpos(${text}, ${value()}) = 0)`;
    case 'begins_with':
      return `(${text} is not null and starts_with(${text}, ${value()}))`;
    case 'one_of':
      return `(${text} is not null and ${text} = any (${values()}))`;
    case 'none_of':
      return `(${text} is null or ${text} <> all (${values()}))`;
  }
}

export function numberSql(test: NumberTest, number: string, parameter: Parameter): string {
  switch (test.op) {
    case 'is_set':
      return `(${number} is not null)`;
    case 'is_empty':
      return `(${number} is null)`;
    case 'is_not':
      return `(${number} is null or ${number} <> ${parameter(test.value, 'numeric')})`;
    case 'between': {
      const [from, to] = [parameter(test.from, 'numeric'), parameter(test.to, 'numeric')];
      return `(${number} is not null and ${number} >= ${from} and ${number} <= ${to})`;
    }
    case 'one_of':
      return `(${number} is not null and ${number} = any (${parameter(test.values, 'numeric[]')}))`;
    case 'is':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return `(${number} is not null and ${number} ${comparisons[test.op]} ${parameter(test.value, 'numeric')})`;
  }
}

export function booleanSql(test: BooleanTest, boolean: string, parameter: Parameter): string {
  if (test.op === 'is') return `(${boolean} is not null and ${boolean} = ${parameter(test.value, 'boolean')})`;
  return `(${boolean} is ${test.op === 'is_set' ? 'not ' : ''}null)`;
}

/** A test of a JSON array of texts, null when there is none. Items are compared without case. */
export function listSql(test: ListTest, items: string, parameter: Parameter): string {
  const list = `coalesce(${items}, '[]'::jsonb)`;
  if (!('values' in test)) return `(${list} ${test.op === 'is_set' ? '<>' : '='} '[]'::jsonb)`;
  const values = [...new Set(test.values.map((value) => value.toLowerCase()))];
  const item = `lower(item collate "pg_unicode_fast")`;
  const found = `jsonb_array_elements_text(${list}) item where ${item} = any (${parameter(values, 'text[]')})`;
  if (test.op === 'has_all')
    return `(select count(distinct ${item}) = ${parameter(values.length, 'bigint')} from ${found})`;
  return `(${test.op === 'has_none' ? 'not ' : ''}exists (select from ${found}))`;
}

/** A test of a date written `YYYY-MM-DD` in "C" order; `isNot` when the days are those it must not be. */
export function dateSql(isNot: boolean, date: string, { from, to }: DayRange, parameter: Parameter): string {
  const within = [
    ...(from === null ? [] : [`${date} >= ${parameter(from, 'text')}`]),
    ...(to === null ? [] : [`${date} <= ${parameter(to, 'text')}`]),
  ].join(' and ');
  return isNot ? `(${date} is null or not (${within}))` : `(${date} is not null and ${within})`;
}
