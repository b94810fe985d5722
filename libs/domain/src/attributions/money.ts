import { z } from 'zod';
import { isCurrency } from '../events/index.ts';

/** An exact amount in a currency's own unit, such as "49.90": PostgreSQL's `numeric`, never a floating-point number. */
export const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

/** An ISO 4217 code, such as EUR. */
export const currencyCode = z
  .string('Choose a currency.')
  .trim()
  .toUpperCase()
  .refine(isCurrency, 'Enter an ISO 4217 code such as EUR.');

const digits = new Map<string, number>();

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, decimals);
  return decimals;
}
