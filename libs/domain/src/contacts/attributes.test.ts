import { expect, test } from 'vitest';
import { type AttributeType, readAttribute, textOfList } from './attributes.ts';
import { attributeReader } from './imports/read-cells.ts';

const value = (type: AttributeType, input: unknown) => {
  const read = readAttribute(type, input);
  return 'value' in read ? read.value : null;
};

test('each type takes itself, and the text a file or form has for it', () => {
  expect(value('text', ' Bern ')).toBe('Bern');
  expect(value('text', 7)).toBe('7');
  expect(value('number', '12.50')).toBe(12.5);
  expect(value('number', '-1e3')).toBe(-1000);
  expect(value('boolean', 'Yes')).toBe(true);
  expect(value('boolean', '0')).toBe(false);
  expect(value('date', '2028-02-29')).toBe('2028-02-29');
  expect(value('date', '2028-02-29T00:00:00Z')).toBe('2028-02-29'); // as a spreadsheet keeps a day
  expect(value('timestamp', '2026-03-31T09:30:00+02:00')).toBe('2026-03-31T07:30:00.000Z');
  expect(value('list', 'red; blue ;red;')).toEqual(['red', 'blue']);
  expect(value('list', ['red', 'blue'])).toEqual(['red', 'blue']);
});

test('what is no value of a type is refused with words', () => {
  for (const [type, inputs] of Object.entries({
    text: [null, {}, 'x'.repeat(1001)],
    number: ['twelve', '', '1,5', '0x10', 'Infinity', Number.NaN, '1e999', [1]],
    boolean: ['maybe', '', 2, null, 'constructor', '__proto__'],
    date: ['2026-03-31T09:30:00Z', '31.03.2026', '2026-02-30', '2026-13-01', '2026-1-1', 20260331],
    timestamp: ['2026-03-31', '2026-03-31T09:30:00', '2026-02-30T00:00:00Z', '2026-03-31T25:00:00Z', 0],
    list: [[1], {}, ['x'.repeat(1001)], Array.from({ length: 101 }, (_, index) => `item ${index}`)],
  } satisfies Record<AttributeType, unknown[]>) as [AttributeType, unknown[]][]) {
    for (const input of inputs)
      expect(readAttribute(type, input), `${type} ${JSON.stringify(input)}`).toEqual({
        problem: expect.stringMatching(/^(Enter|Use at most) .+\.$/),
      });
  }
});

test('any list written to a cell is the same list when the cell is read', () => {
  const words = [
    'a',
    '"',
    '","',
    ';',
    '|',
    ',',
    '[',
    ']',
    '["',
    '"]',
    '\\',
    '-',
    '--',
    'NULL',
    'n/a',
    ' ',
    'null',
    '=',
  ];
  const read = attributeReader('list', { decimalMark: '.', dayOrder: 'day_first' });
  const items = words.flatMap((one) => [one, ...words.map((other) => one + other)]).map((item) => item.trim());
  const unique = [...new Set(items.filter(Boolean))];
  for (const one of unique) {
    expect(read(textOfList([one])), one).toEqual({ value: [one] });
    for (const other of unique)
      if (other !== one) expect(read(textOfList([one, other])), `${one} and ${other}`).toEqual({ value: [one, other] });
  }
});
