import type { Json } from '../events/index.ts';

export const valueTypes = ['text', 'number', 'boolean', 'list', 'object'] as const;
export type ValueType = (typeof valueTypes)[number];

/** The type of a property's value; null for null. */
export function typeOfValue(value: Json): ValueType | null {
  if (value === null) return null;
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return Array.isArray(value) ? 'list' : 'object';
}
