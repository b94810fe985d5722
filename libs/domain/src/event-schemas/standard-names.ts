import { standardEvents } from '../events/index.ts';

/** What others call the standard events, in small letters and without separators. */
const eventNames: Readonly<Record<(typeof standardEvents)[number], readonly string[]>> = {
  page_view: ['pageviewed', 'viewedpage', 'pageviews', 'pagevisit'],
  add_to_cart: ['addedtocart', 'productadded', 'addtobasket', 'addtobag', 'cartadd'],
  purchase: ['purchased', 'ordercompleted', 'completedorder', 'checkoutcompleted', 'orderpaid'],
};

/** What others call the properties that reports read. */
const propertyNames = {
  product_id: ['product', 'productsku', 'sku', 'itemid'],
  order_amount: ['amount', 'total', 'ordertotal', 'totalamount', 'revenue', 'value', 'totalprice'],
  currency: ['currencycode'],
  order_id: ['orderno', 'ordernumber', 'transactionid'],
  quantity: ['qty'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type StandardProperty = keyof typeof propertyNames;

const propertiesOf = new Map<string, readonly StandardProperty[]>([
  ['add_to_cart', ['product_id', 'quantity']],
  ['purchase', ['product_id', 'order_amount', 'currency', 'order_id', 'quantity']],
]);

/** The standard event that a name is meant for, when it is another name: `Page View` and `Order Completed` are. */
export function standardNameFor(name: string): string | null {
  if (standardEvents.some((standard) => standard === name)) return null;
  const plain = plainOf(name);
  return standardEvents.find((each) => plainOf(each) === plain || eventNames[each].includes(plain)) ?? null;
}

/** The standard property that one of a standard event is meant for: `orderAmount` of a purchase is `order_amount`. */
export function standardPropertyFor(event: string, property: string): string | null {
  const standard = propertiesOf.get(event) ?? [];
  if (standard.some((each) => each === property)) return null;
  const plain = plainOf(property);
  return standard.find((each) => plainOf(each) === plain || isAlias(each, plain)) ?? null;
}

function isAlias(standard: StandardProperty, plain: string): boolean {
  return propertyNames[standard].some((alias) => alias === plain);
}

function plainOf(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]+/g, '');
}
