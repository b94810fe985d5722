import { amountProperty, type Breakdown, type ChosenEvent, exploreLimits, type Measure } from '@engagex/domain/explore';
import { invalid } from '@engagex/domain/shared';

const currency = 'currency';

interface Measured {
  readonly events: readonly ChosenEvent[];
  readonly measure: Measure;
  readonly breakdown: Breakdown | null;
}

/** Amounts are shown by currency, unless they are of one. Throws where amounts of several would be added up. */
export function breakdownOfMoney({ events, measure, breakdown }: Measured): Breakdown | null {
  if (!('property' in measure) || measure.property !== amountProperty || breakdown?.property === currency)
    return breakdown;
  if (events.every(isOfOneCurrency)) return breakdown;
  if (breakdown === null) return { property: currency, most: exploreLimits.values };
  throw invalid(
    'explore.several-currencies',
    `Amounts of different currencies are not added up. Add the condition that ${currency} is one of them, or break down by ${currency}.`,
  );
}

function isOfOneCurrency({ properties }: ChosenEvent): boolean {
  return properties.some(({ name, type, predicate }) => name === currency && type === 'text' && predicate.op === 'is');
}
