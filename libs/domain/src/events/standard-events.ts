import type { JsonObject } from './json.ts';

/** Names with a meaning of their own; every other name is free. */
export const standardEvents = ['page_view', 'add_to_cart', 'purchase'] as const;

export interface EventProblem {
  readonly field: string;
  readonly message: string;
}

type Checked = { readonly properties: JsonObject } | { readonly problem: EventProblem };

/** Checks what a standard event needs, and fills in what has a default. */
export function checkStandardEvent(
  name: string,
  properties: JsonObject,
  { currency, tell }: { readonly currency: string; readonly tell: (warning: string) => void },
): Checked {
  if (name === 'purchase') return checkPurchase(properties, currency, tell);
  if (name === 'add_to_cart') recommendProduct(properties, tell);
  return { properties };
}

function checkPurchase(properties: JsonObject, assumed: string, tell: (warning: string) => void): Checked {
  const { order_amount: amount, currency = assumed } = properties;
  if (amount === undefined || amount === null)
    return problem('order_amount', 'A purchase needs order_amount, a number of 0 or more.');
  if (typeof amount !== 'number' || !(amount >= 0))
    return problem('order_amount', 'order_amount must be a number of 0 or more, without quotes.');
  if (typeof currency !== 'string' || !isCurrency(currency))
    return problem('currency', 'currency must be an ISO 4217 code such as EUR.');
  recommendProduct(properties, tell);
  const code = currency.toUpperCase();
  return { properties: properties['currency'] === code ? properties : { ...properties, currency: code } };
}

function recommendProduct(properties: JsonObject, tell: (warning: string) => void): void {
  const { product_id: id, products } = properties;
  if (id === undefined && products === undefined) tell('product_id is recommended: reports on products need it');
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217, as the runtime knows it. */
export function isCurrency(code: string): boolean {
  return currencies.has(code.toUpperCase());
}

function problem(field: string, message: string): Checked {
  return { problem: { field: `properties.${field}`, message } };
}
