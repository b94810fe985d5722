import { z } from 'zod';
import { documentLimits } from './limits.ts';
import { typedText } from './text.ts';
import { quoted, variableName } from './variable.ts';

const day = z.iso.date('Enter a date such as 2026-03-31.');
const variable = { variable: variableName };
/** As Liquid writes numbers: without an exponent. */
const number = z
  .number()
  .refine((value) => /^-?\d{1,15}(\.\d{1,6})?$/.test(String(value)), 'Enter a number of at most 15 digits.');

/** One question about a person or about what a message is sent with. Texts are compared exactly. */
export const conditionTest = z.discriminatedUnion('op', [
  z.strictObject({
    ...variable,
    op: z.enum(['is', 'is_not']),
    value: z.union([typedText(500).min(1, 'Enter a value.'), number, z.boolean()]),
  }),
  /** Part of a text, or an item of a list. */
  z.strictObject({ ...variable, op: z.literal('contains'), value: typedText(500).min(1, 'Enter a value.') }),
  /** Numbers, or days as `YYYY-MM-DD`. Nothing is never less or more than something. */
  z.strictObject({ ...variable, op: z.enum(['lt', 'lte', 'gt', 'gte']), value: z.union([number, day]) }),
  z.strictObject({ ...variable, op: z.literal('is_set') }),
  z.strictObject({ ...variable, op: z.literal('is_empty') }),
]);
export type ConditionTest = z.output<typeof conditionTest>;

/** Who sees a section or block: those of whom all, or any, of the tests are true. */
export const condition = z.strictObject({
  match: z.enum(['all', 'any']),
  tests: z.array(conditionTest).min(1, 'Add a condition.').max(documentLimits.conditions),
});
condition.register(z.globalRegistry, { id: 'Condition' });
export type Condition = z.output<typeof condition>;

/** Once for each item of a list, which its inside calls `item`. */
export const repeat = z.strictObject({
  list: variableName,
  limit: z.int().min(1).max(documentLimits.repeats).default(10),
});
repeat.register(z.globalRegistry, { id: 'Repeat' });
export type Repeat = z.output<typeof repeat>;

/** What stands before and after something that is only for some, or repeated. The condition may ask about the item. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

export function liquidAround({
  condition: only,
  repeat: each,
}: {
  readonly condition?: Condition | undefined;
  readonly repeat?: Repeat | undefined;
}): Around {
  const loop = each ? `{% for item in ${each.list} limit: ${each.limit} %}` : '';
  return {
    before: loop + (only ? opening(only) : ''),
    after: (only ? '{% endif %}' : '') + (each ? '{% endfor %}' : ''),
  };
}

/** Liquid reads `a and b or c` from the right, so only one test that is two itself can stand in an `or`, at its end. */
function opening({ match, tests }: Condition): string {
  const [single, double] = [tests.filter((test) => !isDouble(test)), tests.filter(isDouble)];
  const all = [...single, ...double].map(liquidOfTest);
  if (match === 'all') return `{% if ${all.join(' and ')} %}`;
  if (double.length <= 1) return `{% if ${all.join(' or ')} %}`;
  const each = all.map((test) => `{% if ${test} %}{% assign is_shown = true %}{% endif %}`);
  return `{% assign is_shown = false %}${each.join('')}{% if is_shown %}`;
}

/** LiquidJS counts what is missing as 0 beside a number. */
function isDouble(test: ConditionTest): boolean {
  return 'value' in test && typeof test.value === 'number' && /^[lg]t/.test(test.op);
}

const operators = { is: '==', is_not: '!=', contains: 'contains', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function liquidOfTest(test: ConditionTest): string {
  if (test.op === 'is_set') return `${test.variable} != blank`;
  if (test.op === 'is_empty') return `${test.variable} == blank`;
  const comparison = `${test.variable} ${operators[test.op]} ${literalOf(test.value)}`;
  return isDouble(test) ? `${test.variable} != blank and ${comparison}` : comparison;
}

function literalOf(value: string | number | boolean): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

const words = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is more than',
  gte: 'is at least',
} as const;

/** `Only if country is “CH” and plan is set`; `labelOf` names variables for people. */
export function conditionInWords({ match, tests }: Condition, labelOf: (variable: string) => string): string {
  const said = tests.map((test) => {
    const label = labelOf(test.variable);
    if (test.op === 'is_set') return `${label} is set`;
    if (test.op === 'is_empty') return `${label} is empty`;
    const { value } = test;
    const shown =
      typeof value === 'string' ? `“${value}”` : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
    return `${label} ${words[test.op]} ${shown}`;
  });
  return `Only if ${said.join(match === 'all' ? ' and ' : ' or ')}`;
}
