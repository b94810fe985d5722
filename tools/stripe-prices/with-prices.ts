import { readFile, rename, writeFile } from 'node:fs/promises';
import { plansFile } from '@engagex/domain/plans';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import { createPrices, type PriceIds } from './create-prices.ts';

/** What is looked at of the file as it is written; the rest of it is kept. */
interface WrittenPlan {
  readonly key: string;
  readonly price?: { stripePriceId?: string; readonly meters?: Readonly<Record<string, { stripePriceId?: string }>> };
}

/** Creates what is missing and writes the IDs into the file; resolves to how many plans have a price. Throws when it describes no plans. */
export async function withPrices(file: string, stripe: Stripe): Promise<number> {
  const text = await readFile(file, 'utf8');
  const written: unknown = JSON.parse(text);
  const read = plansFile.safeParse(written);
  if (!read.success) throw new Error(`${file} does not describe plans:\n${z.prettifyError(read.error)}`);
  const ids = await createPrices(stripe, read.data.plans);
  const { plans } = written as { plans: readonly WrittenPlan[] }; // `plansFile` has checked it
  for (const plan of plans) enter(plan, ids.get(plan.key));
  await writeFile(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`);
  await rename(`${file}.new`, file);
  return ids.size;
}

function enter({ price }: WrittenPlan, ids: PriceIds | undefined): void {
  if (!price || !ids) return;
  price.stripePriceId = ids.stripePriceId;
  for (const [meter, id] of Object.entries(ids.meters)) price.meters![meter]!.stripePriceId = id;
}
