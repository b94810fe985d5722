import { type Meter } from '../usage/index.ts';
import type { Plan } from './plan.ts';
import { decimalsOn, metersOf, type MeterPrice, type Price } from './price.ts';

/** What somebody used in a month, by meter. */
export type UsageOfMonth = Readonly<Partial<Record<Meter, number>>>;

/** One line of what a month costs. */
export interface CostLine {
  /** Null for the plan itself. */
  readonly meter: Meter | null;
  readonly used: number;
  readonly included: number;
  /** Decimal text in the currency's unit, as an invoice has it: "4.80". */
  readonly amount: string;
}

export interface Cost {
  readonly currency: string;
  readonly lines: readonly CostLine[];
  readonly total: string;
}

/**
 * What a month of a plan costs with this usage; null for a plan without a price. Exact: no number is ever a floating-point one. Each line is
 * rounded on its own to the smallest unit of the currency, half away from zero, and the total is their sum, as on Stripe's invoices
 * (https://docs.stripe.com/api/prices/object#price_object-unit_amount_decimal, https://docs.stripe.com/billing/subscriptions/usage-based/pricing-models).
 */
export function costOf({ price }: Pick<Plan, 'price'>, usage: UsageOfMonth): Cost | null {
  if (!price) return null;
  const { currency, amount } = price;
  const lines = [
    { meter: null, used: 1, included: 0, minor: minorOf(amount, currency) },
    ...metersOf(price).map(([meter, each]) => {
      const used = usage[meter] ?? 0;
      return { meter, used, included: each.included, minor: minorOfUsage(each, used - each.included, currency) };
    }),
  ];
  const total = lines.reduce((sum, { minor }) => sum + minor, 0n);
  return {
    currency,
    lines: lines.map(({ minor, ...line }) => ({ ...line, amount: textOf(minor, currency) })),
    total: textOf(total, currency),
  };
}

/** What using more costs, on top of what is used already: the difference of two lines, so that pieces add up to the whole. Decimal text. */
export function costOfMore(price: Price, meter: Meter, { used, more }: { used: number; more: number }): string {
  const each = price.meters?.[meter];
  if (!each) return textOf(0n, price.currency);
  const [before, after] = [used, used + more].map((n) => minorOfUsage(each, n - each.included, price.currency));
  return textOf((after ?? 0n) - (before ?? 0n), price.currency);
}

/** How many more units fit below this amount, which is spent on the meter alone; null for any number, since they cost nothing. */
export function unitsWithin(price: Price, meter: Meter, amount: string): number | null {
  const each = price.meters?.[meter];
  if (!each) return null;
  const [unit, decimals] = digitsOf(each.unitAmount);
  if (unit === 0n) return null;
  // Half a smallest unit is rounded up and then counts, so only what is below it fits.
  const twiceMinor = 2n * minorOf(amount, price.currency) + 1n;
  const scale = 10n ** BigInt(decimals) * BigInt(each.per);
  const units = (twiceMinor * scale - 1n) / (2n * unit * 10n ** BigInt(decimalsOn(price.currency)));
  return each.included + Number(units);
}

/** Decimal text in a currency's unit as its smallest ones: "4.80" EUR is 480. What is finer is rounded half up. */
export function minorOf(amount: string, currency: string): bigint {
  const [digits, decimals] = digitsOf(amount);
  return rounded(digits * 10n ** BigInt(decimalsOn(currency)), 10n ** BigInt(decimals));
}

/** The other way round. */
export function textOf(minor: bigint, currency: string): string {
  const decimals = decimalsOn(currency);
  const digits = String(minor < 0n ? -minor : minor).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${minor < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`;
}

function minorOfUsage({ unitAmount, per }: MeterPrice, beyond: number, currency: string): bigint {
  if (beyond <= 0) return 0n;
  const [unit, decimals] = digitsOf(unitAmount);
  return rounded(BigInt(beyond) * unit * 10n ** BigInt(decimalsOn(currency)), 10n ** BigInt(decimals) * BigInt(per));
}

/** "0.80" as 80 and 2 decimals. */
function digitsOf(amount: string): [bigint, number] {
  const [whole = '0', fraction = ''] = amount.split('.');
  return [BigInt(whole + fraction), fraction.length];
}

/** Half up; of what is not negative. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
