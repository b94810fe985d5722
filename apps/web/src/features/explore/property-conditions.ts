import type { ChosenEvent } from '@engagex/domain/explore';

type Property = ChosenEvent['properties'][number];

/** How a property is compared, in the words of people: those of texts, of numbers, and whether it is there. */
export const comparisons = {
  is: { words: 'is', needsValue: true },
  is_not: { words: 'is not', needsValue: true },
  contains: { words: 'contains', needsValue: true },
  begins_with: { words: 'begins with', needsValue: true },
  gte: { words: 'at least', needsValue: true },
  lte: { words: 'at most', needsValue: true },
  is_set: { words: 'is there', needsValue: false },
  is_empty: { words: 'is not there', needsValue: false },
} as const;
export type Comparison = keyof typeof comparisons;

export function comparisonOf({ predicate: { op } }: Property): Comparison {
  return op in comparisons ? (op as Comparison) : 'is'; // `in` says so
}

export function textOf({ predicate }: Property): string {
  return 'value' in predicate ? String(predicate.value) : '';
}

interface Typed {
  readonly name: string;
  readonly comparison: Comparison;
  readonly text: string;
}

/** A number or a yes and no is compared as what events have it as; everything else as text. */
export function conditionOf({ name, comparison, text }: Typed): Property {
  const value = text.trim();
  if (comparison === 'is_set' || comparison === 'is_empty')
    return { name, type: 'text', predicate: { op: comparison } };
  if (comparison === 'gte' || comparison === 'lte')
    return { name, type: 'number', predicate: { op: comparison, value: value === '' ? Number.NaN : Number(value) } };
  if ((comparison === 'is' || comparison === 'is_not') && /^-?\d+(\.\d+)?$/.test(value))
    return { name, type: 'number', predicate: { op: comparison, value: Number(value) } };
  if (comparison === 'is' && (value === 'true' || value === 'false'))
    return { name, type: 'boolean', predicate: { op: 'is', value: value === 'true' } };
  return { name, type: 'text', predicate: { op: comparison, value } };
}
