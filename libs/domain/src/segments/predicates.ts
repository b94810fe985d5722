import { z } from 'zod';
import { addressKey, hasControlCharacter } from '../shared/index.ts';

/** What a condition asks of one value. Every predicate is true or false of every value, a missing one included. */

const text = z
  .string('Enter a value.')
  .min(1, 'Enter a value.')
  .max(1_000, 'Use at most 1,000 characters.')
  .refine((value) => !hasControlCharacter(value), 'Remove line breaks and other control characters.')
  .refine((value) => value.isWellFormed(), 'Remove the broken character.');
const texts = z.array(text).min(1, 'Enter at least one value.').max(100, 'Enter at most 100 values.');
const number = z.number('Enter a number.').refine(Number.isFinite, 'Enter a number.');
const day = z.iso
  .date('Enter a date such as 2026-03-31.')
  .refine((value) => value >= '1000' && value < '9000', 'Enter a year from 1000 to 8999.');
const days = z.int('Enter a number of days.').min(0, 'Enter a number of days.').max(3_660, 'Use at most 3,660 days.');

const presence = [z.object({ op: z.literal('is_set') }), z.object({ op: z.literal('is_empty') })] as const;

/** Texts are compared without case. */
export const textPredicate = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['is', 'is_not', 'contains', 'not_contains', 'begins_with']), value: text }),
  z.object({ op: z.enum(['one_of', 'none_of']), values: texts }),
  ...presence,
]);
export type TextPredicate = z.output<typeof textPredicate>;

const comparison = z.object({ op: z.enum(['is', 'is_not', 'lt', 'lte', 'gt', 'gte']), value: number });
const numberRange = z.object({ op: z.literal('between'), from: number, to: number });
export const numberPredicate = z.discriminatedUnion('op', [
  comparison,
  numberRange,
  z.object({ op: z.literal('one_of'), values: z.array(number).min(1, 'Enter at least one number.').max(100) }),
  ...presence,
]);
export type NumberPredicate = z.output<typeof numberPredicate>;

/** A predicate of a sum, which is always there. */
export const sumPredicate = z.discriminatedUnion('op', [comparison, numberRange]);
export type SumPredicate = z.output<typeof sumPredicate>;

export const booleanPredicate = z.discriminatedUnion('op', [
  z.object({ op: z.literal('is'), value: z.boolean() }),
  ...presence,
]);
export type BooleanPredicate = z.output<typeof booleanPredicate>;

export const listPredicate = z.discriminatedUnion('op', [
  z.object({ op: z.enum(['has_any', 'has_all', 'has_none']), values: texts }),
  ...presence,
]);
export type ListPredicate = z.output<typeof listPredicate>;

const fixedDays = [
  z.object({ op: z.enum(['is', 'lt', 'lte', 'gt', 'gte']), value: day }),
  z.object({ op: z.literal('between'), from: day, to: day }),
] as const;
const relativeDays = z.object({ op: z.enum(['in_last_days', 'more_than_days_ago', 'in_next_days']), days });

/**
 * Dates, and timestamps by the day they fall on in the organization's time zone. "In the last 7 days" begins 7 days
 * before today and ends today; "more than 7 days ago" is what came before. An anniversary is the same day of the same
 * month, 29 February being 28 February where there is none.
 */
export const dayPredicate = z.discriminatedUnion('op', [
  ...fixedDays,
  z.object({ op: z.literal('is_not'), value: day }),
  relativeDays,
  z.object({ op: z.literal('anniversary_in_days'), days }),
  ...presence,
]);
export type DayPredicate = z.output<typeof dayPredicate>;

/** When something must have happened to count. */
export const dayWindow = z.discriminatedUnion('op', [...fixedDays, relativeDays]);
export type DayWindow = z.output<typeof dayWindow>;

/** The same predicate of an address, its texts as addresses are compared: an umlaut domain in any spelling. */
export function predicateOfAddress(predicate: TextPredicate): TextPredicate {
  if ('value' in predicate) return { ...predicate, value: spelled(predicate.value) };
  return 'values' in predicate ? { ...predicate, values: predicate.values.map(spelled) } : predicate;
}

function spelled(text: string): string {
  return text.includes('@') ? addressKey(text) : text; // a part of an address may be anything
}
