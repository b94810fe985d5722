import { z } from 'zod';
import { type PlanFeature, planFeatures } from '../shared/index.ts';
import { limits } from './limit.ts';
import { price } from './price.ts';

export const plan = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case, such as "small-team"'),
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().min(1).max(300).optional(),
  /** The plan of organizations that nobody assigned one and that pay for none: one of them is. */
  isDefault: z.boolean().default(false),
  /** Without one, any number. */
  limits: limits.default({}),
  /** How many requests the organization's keys may make in a minute, all together; without it, only the installation's own rate. */
  requestsPerMinute: z.int().min(1).max(1_000_000).optional(),
  /** What it leaves out is `false`; everything else is included. */
  features: z.partialRecord(z.enum(planFeatures), z.boolean()).default({}),
  /** How long it is tried for before it is paid. */
  trialDays: z.int().min(1).max(730).optional(),
  price: price.optional(),
});
export type Plan = z.output<typeof plan>;

export function includes({ features }: Plan, feature: PlanFeature): boolean {
  return features[feature] !== false;
}
