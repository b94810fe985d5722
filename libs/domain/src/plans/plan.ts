import { z } from 'zod';

/**
 * How many emails a month: `hard` refuses campaigns beyond it, `soft` only those beyond its grace. Messages of programs (receipts, password
 * resets) count, and are never refused.
 */
const emailLimit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hard'), amount: z.int().min(0) }),
  z.strictObject({ kind: z.literal('soft'), amount: z.int().min(0), gracePercent: z.int().min(0).max(1_000) }),
]);
export type EmailLimit = z.output<typeof emailLimit>;

const plan = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case, such as "small-team"'),
  name: z.string().trim().min(1).max(60),
  /** The plan of organizations that chose none: one of them is. */
  isDefault: z.boolean().default(false),
  /** Without it, any number of emails. */
  emails: emailLimit.optional(),
});
export type Plan = z.output<typeof plan>;

/** The file that `PLANS_FILE` names. */
export const plansFile = z
  .strictObject({ plans: z.array(plan).min(1, 'must have at least one plan') })
  .superRefine(({ plans }, context) => {
    const problem = (message: string) => context.addIssue({ code: 'custom', path: ['plans'], message });
    const double = plans.find(({ key }, i) => plans.findIndex((other) => other.key === key) !== i);
    if (double) problem(`two plans have the key "${double.key}"`);
    if (plans.filter(({ isDefault }) => isDefault).length !== 1) problem('exactly one plan must have isDefault');
  });

/** Up to where emails are let out; null for any number. */
export function mostEmails(limit: EmailLimit | undefined): number | null {
  if (!limit) return null;
  return limit.kind === 'hard' ? limit.amount : Math.floor(limit.amount * (1 + limit.gracePercent / 100));
}
