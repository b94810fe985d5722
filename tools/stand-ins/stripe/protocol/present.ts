/**
 * Objects as they are sent: what is only included on request is left out, what is asked for by `expand` is put in
 * place of its ID. https://docs.stripe.com/api/expanding_objects
 */
import { invalid } from './refusal.ts';

/** Left out unless asked for, by the kind of object. */
const INCLUDABLE: Readonly<Record<string, readonly string[]>> = {
  customer: ['sources', 'subscriptions', 'tax', 'tax_ids'],
  invoice: ['confirmation_secret', 'payments'],
  price: ['currency_options', 'tiers'],
  plan: ['tiers'],
  'checkout.session': ['line_items'],
  coupon: ['applies_to', 'currency_options'],
};
/** As deep as Stripe goes. */
const MAX_DEPTH = 4;

type Wanted = Map<string, Wanted>;
type Find = (id: string) => object | null;

export function present(answer: object, expand: readonly string[], find: Find): unknown {
  const wanted: Wanted = new Map();
  for (const path of expand) want(wanted, path.split('.'), path);
  // Numbers with decimals become text here, as they are on the wire.
  return place(JSON.parse(JSON.stringify(answer)), wanted, find, '');
}

function want(wanted: Wanted, steps: readonly string[], path: string): void {
  if (steps.filter((step) => step !== 'data').length > MAX_DEPTH)
    throw invalid(`You cannot expand more than ${MAX_DEPTH} levels of a property. Property: ${path}`);
  const [step, ...rest] = steps;
  if (step === undefined) return;
  const inner: Wanted = wanted.get(step) ?? new Map();
  wanted.set(step, inner);
  want(inner, rest, path);
}

function place(value: unknown, wanted: Wanted, find: Find, path: string): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => place(element, wanted, find, path));
  if (!isRecord(value)) return value;
  const kind = typeof value['object'] === 'string' ? value['object'] : '';
  const hidden = INCLUDABLE[kind] ?? [];
  for (const name of wanted.keys()) {
    if (!(name in value) && kind !== '' && !hidden.includes(name))
      throw invalid(`This property cannot be expanded (${path}${name}).`);
  }
  const shown = Object.entries(value).filter(([name]) => !hidden.includes(name) || wanted.has(name));
  return Object.fromEntries(
    shown.map(([name, inner]) => [name, part(inner, wanted.get(name), find, `${path}${name}`)]),
  );
}

function part(value: unknown, wanted: Wanted | undefined, find: Find, path: string): unknown {
  if (!wanted) return place(value, new Map(), find, path);
  if (Array.isArray(value)) return value.map((element: unknown) => part(element, wanted, find, path));
  if (typeof value !== 'string') return place(value, wanted, find, `${path}.`);
  const found = find(value);
  if (!found) throw invalid(`This property cannot be expanded (${path}).`);
  return place(JSON.parse(JSON.stringify(found)), wanted, find, `${path}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
