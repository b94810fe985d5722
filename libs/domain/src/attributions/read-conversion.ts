import { isCurrency } from '../events/index.ts';
import { attributionLimits } from './attribution-limits.ts';
import { decimalsOf } from './money.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What somebody paid: an exact decimal, the currency, and how many decimals it is rounded to. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
  readonly decimals: number;
}

export interface ReadConversion {
  readonly orderId: string | null;
  /** Null where the event has no amount, or one that nobody pays. */
  readonly money: Money | null;
}

export interface ReadRefund {
  readonly orderId: string;
  readonly refundId: string | null;
  /** An exact decimal; null for the whole order. */
  readonly amount: string | null;
  /** Null for that of the order. */
  readonly currency: string | null;
}

/** The event that reports a refund. */
export const refundEvent = 'refund';

/** What an event says as a conversion. Its amount is in `order_amount`, or `revenue` as other tools call it. */
export function readConversion(properties: Properties, defaultCurrency: string): ReadConversion {
  const paid = amountIn(properties['order_amount'] ?? properties['revenue']);
  return { orderId: idIn(properties['order_id']), money: moneyOf(paid, properties, defaultCurrency) };
}

/** Null for a refund that names no order, or none that can be read. Without an amount the whole order is refunded. */
export function readRefund(properties: Properties): ReadRefund | null {
  const orderId = idIn(properties['order_id']);
  const { order_amount: stated = null, currency: named = null } = properties;
  const amount = amountIn(stated);
  if (orderId === null || (stated !== null && (amount === null || amount === '0'))) return null;
  if (named !== null && (typeof named !== 'string' || !isCurrency(named))) return null;
  return { orderId, refundId: idIn(properties['refund_id']), amount, currency: named?.toUpperCase() ?? null };
}

function moneyOf(amount: string | null, properties: Properties, defaultCurrency: string): Money | null {
  if (amount === null) return null;
  const { currency = defaultCurrency } = properties;
  if (typeof currency !== 'string' || !isCurrency(currency)) return null;
  const code = currency.toUpperCase();
  return { amount, currency: code, decimals: decimalsOf(code) };
}

/** A number as its shortest decimal, which is what was sent. */
function amountIn(value: unknown): string | null {
  const isPaid = typeof value === 'number' && value >= 0 && value <= attributionLimits.amount;
  return isPaid ? String(value === 0 ? 0 : value) : null;
}

function idIn(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.length > attributionLimits.idLength ? null : text;
}
