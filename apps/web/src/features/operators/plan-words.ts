import type { PlanOfOrganization, PlanSource } from '@engagex/domain/operators';
import type { Plan } from '@engagex/domain/plans';
import { meterNames } from '@engagex/domain/usage';
import { formatAmount, formatCount, formatNumber } from '../../shared/format.ts';

/** Why an organization is on its plan. */
export const sourceNames: Readonly<Record<PlanSource, string>> = {
  operator: 'Assigned',
  subscription: 'Subscription',
  default: 'Default',
};

export function priceInWords({ price }: Plan): string {
  return price ? `${formatAmount(price.amount, price.currency)} a month` : 'No price';
}

/** What is used beyond the plan costs: one line for each meter. */
export function meterPrices({ price }: Plan): readonly string[] {
  if (!price?.meters) return [];
  return Object.entries(price.meters).map(([meter, { unitAmount, per }]) => {
    const { name } = meterNames[meter as keyof typeof meterNames]; // the keys of the record are meters
    const units = per === 1 ? 'each' : `for ${formatNumber(per)}`;
    return `${name} beyond what is included: ${formatAmount(unitAmount, price.currency)} ${units}`;
  });
}

export function usedInWords({ uses }: PlanOfOrganization): string {
  const emails = uses.find(({ of }) => of === 'emails');
  return formatCount((emails?.used ?? 0) + (emails?.reserved ?? 0), 'email');
}
