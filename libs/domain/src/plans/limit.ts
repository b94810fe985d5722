import { z } from 'zod';
import type { Meter } from '../usage/index.ts';

const amount = z.int().min(0);

/**
 * How much of something a plan has: `hard` refuses what is beyond it, `soft` what is beyond it and its grace, `metered` nothing: beyond what
 * is included it has a price.
 */
export const limit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hard'), amount }),
  z.strictObject({ kind: z.literal('soft'), amount, gracePercent: z.int().min(0).max(1_000) }),
  z.strictObject({ kind: z.literal('metered'), included: amount }),
]);
export type Limit = z.output<typeof limit>;

/** What plans limit. Emails and events count within a month; contacts, seats and domains while they are there. */
export const limited = ['emails', 'contacts', 'seats', 'events', 'domains'] as const satisfies readonly Meter[];
export type Limited = (typeof limited)[number];

/** What counts while it is there. */
export const held = ['contacts', 'seats', 'domains'] as const satisfies readonly Limited[];
export type Held = (typeof held)[number];

/** What adds up over a month, so that what it comes to can be foreseen. */
export const forecasted = ['emails', 'events'] as const satisfies readonly Limited[];
export type Forecasted = (typeof forecasted)[number];

export const limits = z.strictObject({
  /** Messages of programs (receipts, password resets) count, and are never refused. */
  emails: limit.optional(),
  contacts: limit.optional(),
  seats: limit.optional(),
  events: limit.optional(),
  domains: limit.optional(),
});

/** What the plan promises; null for any number. */
export function amountOf(of: Limit | undefined): number | null {
  if (!of) return null;
  return of.kind === 'metered' ? of.included : of.amount;
}

/** Up to where more is let through; null for any number. */
export function mostOf(of: Limit | undefined): number | null {
  if (!of || of.kind === 'metered') return null;
  return of.kind === 'hard' ? of.amount : of.amount + Math.floor((of.amount * of.gracePercent) / 100);
}

/** On top of a limit without that much grace: whoever signs up themselves does not come back when they are refused. */
const signUpGracePercent = 20;

/** Up to where forms take people; null for any number. */
export function mostSignUpsOf(of: Limit | undefined): number | null {
  const most = mostOf(of);
  if (!of || most === null || of.kind === 'metered') return null;
  return Math.max(most, of.amount + Math.ceil((of.amount * signUpGracePercent) / 100));
}

/** Whether four fifths of what a plan promises are used or reserved; nothing is said of what is paid by use. */
export function isNear({ kind, amount, used, reserved }: NearUse): boolean {
  return (kind === 'hard' || kind === 'soft') && amount !== null && used + reserved >= 0.8 * amount;
}

interface NearUse {
  readonly kind: Limit['kind'] | null;
  readonly amount: number | null;
  readonly used: number;
  readonly reserved: number;
}

/** The lower of two bounds, of which null is none. */
export function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
