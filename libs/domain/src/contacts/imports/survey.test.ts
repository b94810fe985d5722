import { expect, test } from 'vitest';
import { ColumnSurvey, factsToKeep, styleOf } from './survey.ts';

function factsOf(header: string, cells: readonly string[]) {
  const survey = new ColumnSurvey();
  for (const cell of cells) survey.add(cell);
  return survey.facts(header);
}

test.for([
  ['points', ['12', '7.5', 'n/a', '-3'], 'number'],
  ['umsatz', ['1.234,56', '12,50', ''], 'number'],
  ['zip', ['8001', '3011'], 'text'],
  ['PLZ', ['80331'], 'text'],
  ['member no', ['12', '13'], 'text'],
  ['code', ['007', '008'], 'text'],
  ['figure', ['007', '12'], 'text'],
  ['long', ['4006381333931123456'], 'text'],
  ['birthday', ['31.03.1990', '1.4.1991', '-'], 'date'],
  ['since', ['2026-03-31 00:00:00'], 'date'],
  ['seen', ['2026-03-31T09:30:00Z', '2026-04-01T00:00:00Z'], 'timestamp'],
  ['vip', ['ja', 'nein', ''], 'boolean'],
  ['vip', ['x', ''], 'text'],
  ['vip', ['Y', 'N'], 'boolean'],
  ['children', ['0', '1'], 'number'],
  ['tags', ['a;b', 'c', 'd|e'], 'list'],
  ['note', ['likes blue; calls us at night and then complains about everything', 'no'], 'text'],
  ['city', ['Bern', 'Basel'], 'text'],
  ['mixed', ['12', 'many', 'few'], 'text'],
  ['empty', ['', ''], 'text'],
] as const)('the type of a new attribute is what its column holds: %s, %s', ([header, cells, type]) => {
  expect(factsOf(header, cells).type).toBe(type);
});

test('one value at the end of a long column decides how all of it is written', () => {
  const days = Array.from({ length: 2_000 }, (_, index) => `0${(index % 9) + 1}.0${(index % 8) + 1}.${1000 + index}`);
  const facts = factsOf('since', [...days, '31.12.2026']);
  expect(facts).toMatchObject({ type: 'date', dates: { dayFirst: 1, monthFirst: 0 }, values: null });
  expect(facts.dates.either).toHaveLength(3);
  const numbers = Array.from({ length: 2_000 }, (_, index) => `${(index % 900) + 1}.${100 + (index % 800)}`);
  expect(factsOf('sum', [...numbers, '0,5']).numbers).toMatchObject({ comma: 1, point: 0 });
});

test('a file that writes both ways has no style of its own', () => {
  const { numbers } = factsOf('a', ['1,5']);
  const { numbers: others, dates } = factsOf('b', ['1.5', '2']);
  expect(styleOf([numbers], [], false)).toEqual({ decimalMark: ',', dayOrder: null });
  expect(styleOf([numbers, others], [dates], false)).toEqual({ decimalMark: null, dayOrder: null });
  expect(styleOf([factsOf('c', ['1.234']).numbers], [], true)).toEqual({ decimalMark: '.', dayOrder: null });
});

test('values are kept of columns about mail and of few kinds only, never of names', () => {
  const facts = [
    factsOf('email', ['a@x.example']),
    factsOf('first', ['Ada', 'Ada']),
    factsOf('status', ['active']),
    factsOf('note', ['once']),
  ];
  const kept = factsToKeep(facts, ['email', 'firstName', 'mailStatus', 'attribute:note']);
  expect(kept.map(({ values }) => values?.map(({ value }) => value) ?? null)).toEqual([null, null, ['active'], null]);
});
