import { z } from 'zod';
import { meterNames } from '../usage/index.ts';
import { limited } from './limit.ts';
import { type Plan, plan } from './plan.ts';
import { decimalsOn, metersOf, type Price } from './price.ts';

/** The file that `PLANS_FILE` names. What contradicts itself is refused, as is what would be ignored. */
export const plansFile = z
  .strictObject({ plans: z.array(plan).min(1, 'must have at least one plan') })
  .superRefine(({ plans }, context) => {
    const problem = (message: string, ...path: PropertyKey[]) =>
      context.addIssue({ code: 'custom', path: ['plans', ...path], message });
    const key = firstTwice(plans.map((each) => each.key));
    if (key) problem(`two plans have the key "${key}"`);
    const priceId = firstTwice(plans.flatMap(priceIdsOf));
    if (priceId) problem(`two prices have the stripePriceId "${priceId}"`);
    if (plans.filter(({ isDefault }) => isDefault).length !== 1) problem('exactly one plan must have isDefault');
    for (const [index, each] of plans.entries())
      for (const message of problemsWith(each)) problem(message, index, each.key);
  });

/** Every id in Stripe that the plan is sold under: its own first, then those of its meters. */
export function priceIdsOf({ price }: Plan): readonly string[] {
  const ids = [price?.stripePriceId, ...metersOf(price).map(([, meter]) => meter.stripePriceId)];
  return ids.filter((id) => id !== undefined);
}

function problemsWith(of: Plan): readonly string[] {
  const { isDefault, limits, trialDays, price } = of;
  const problems: string[] = [];
  if (limits.seats && 'amount' in limits.seats && limits.seats.amount < 1)
    problems.push('limits.seats must be at least 1: every organization has an owner');
  if (isDefault && price) problems.push('the default plan has no price: organizations are on it without paying');
  if (trialDays !== undefined && !price) problems.push('trialDays is for plans with a price');
  for (const meter of limited) {
    const limit = limits[meter];
    const { included } = price?.meters?.[meter] ?? {};
    if (limit?.kind === 'metered' && included === undefined)
      problems.push(`limits.${meter} is metered, so price.meters.${meter} must say what it costs`);
    else if (limit?.kind === 'metered' && limit.included !== included)
      problems.push(`limits.${meter} and price.meters.${meter} must include the same number`);
    else if (included !== undefined && limit?.kind !== 'metered')
      problems.push(`price.meters.${meter} is for a limit of the kind "metered", which limits.${meter} is not`);
  }
  return price ? [...problems, ...problemsWithPrice(price)] : problems;
}

function problemsWithPrice(price: Price): readonly string[] {
  const { currency, amount, stripePriceId } = price;
  const problems: string[] = [];
  const most = decimalsOn(currency);
  if ((amount.split('.')[1]?.length ?? 0) > most)
    problems.push(`price.amount has at most ${most} decimals in ${currency}`);
  for (const [meter, each] of metersOf(price))
    if ((each.stripePriceId === undefined) !== (stripePriceId === undefined))
      problems.push(`give the price and price.meters.${meter} (${meterNames[meter].name}) a stripePriceId, or neither`);
  return problems;
}

function firstTwice(texts: readonly string[]): string | undefined {
  return texts.find((text, index) => texts.indexOf(text) !== index);
}
