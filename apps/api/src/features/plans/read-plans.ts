import { readFileSync } from 'node:fs';
import { type Plan, plansFile } from '@engagex/domain/plans';
import { z } from 'zod';

const anyNumber: Plan = { key: 'standard', name: 'Standard', isDefault: true, limits: {}, features: {} };

/** The plans of a file; without one, a plan without limits. Throws with every problem in words. */
export function readPlans(file: string | undefined): readonly Plan[] {
  if (!file) return [anyNumber];
  const result = plansFile.safeParse(contentOf(file));
  if (result.success) return result.data.plans;
  throw new Error(`PLANS_FILE ${file} does not describe plans:\n${z.prettifyError(result.error)}`);
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`PLANS_FILE ${file} cannot be read as JSON: ${String(cause)}`, { cause });
  }
}
