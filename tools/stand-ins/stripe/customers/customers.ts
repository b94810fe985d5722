import type { Stripe } from 'stripe';
import { attach } from '../payments/payment-methods.ts';
import { pageOf, wholeList } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { cancelNow } from '../subscriptions/cancel.ts';
import { changed, changedMetadata, get, type World } from '../world/world.ts';
import { addressOf } from './address.ts';
import { newCustomer, taxOf } from './new-customer.ts';

export const customerRoutes = [
  route('POST /v1/customers', createCustomer),
  route('GET /v1/customers/{id}', retrieveCustomer),
  route('POST /v1/customers/{id}', updateCustomer),
  route('DELETE /v1/customers/{id}', deleteCustomer),
  route('GET /v1/customers', listCustomers),
];

/** Retrieved by ID they are still there, and say so. */
const deleted = new WeakMap<World, Map<string, Stripe.DeletedCustomer>>();

function createCustomer(world: World, params: Stripe.CustomerCreateParams): Stripe.Customer {
  const clock = params.test_clock ?? null;
  if (clock !== null) checkClock(world, clock);
  const customer = newCustomer(world, params);
  const method = params.payment_method;
  const wanted = params.invoice_settings?.default_payment_method;
  // The customer only comes to be when its payment method can be attached.
  const attached = method === undefined ? null : attach(world, method, customer);
  if (wanted !== undefined) customer.invoice_settings.default_payment_method = ownMethod(world, customer, wanted);
  world.customers.set(customer.id, customer);
  world.record('customer.created', customer, customer.created);
  if (attached) world.record('payment_method.attached', attached, customer.created);
  return customer;
}

function checkClock(world: World, id: string): void {
  const clock = get(world.testClocks, 'test clock', id, 'test_clock');
  if (clock.status !== 'ready') throw invalid('This test clock is advancing.', { param: 'test_clock' });
  const attached = [...world.customers.values()].filter(({ test_clock: of }) => of === id).length;
  if (attached >= world.options.customersPerClock)
    throw invalid(`You can only have ${world.options.customersPerClock} customers on a test clock.`);
}

/** One that is attached to this customer; a name of Stripe's for a test card stands for a new one. */
function ownMethod(world: World, customer: Stripe.Customer, id: string): string {
  const param = 'invoice_settings[default_payment_method]';
  const method = world.paymentMethods.get(id);
  if (method?.customer === customer.id) return id;
  if (id.startsWith('pm_card_')) {
    const own = [...world.paymentMethods.values()].findLast(({ customer: owner }) => owner === customer.id);
    if (own) return own.id;
  }
  const message =
    `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the ` +
    'customer.';
  throw invalid(message, { code: 'resource_missing', param });
}

function retrieveCustomer(world: World, _: object, id = ''): Stripe.Customer | Stripe.DeletedCustomer {
  return deleted.get(world)?.get(id) ?? customerWithSubscriptions(world, get(world.customers, 'customer', id));
}

function customerWithSubscriptions(world: World, customer: Stripe.Customer): Stripe.Customer {
  const own = world.subscriptions.of(customer.id).filter((subscription) => !subscription.ended_at);
  return { ...customer, subscriptions: wholeList(own, `/v1/customers/${customer.id}/subscriptions`) };
}

function updateCustomer(world: World, params: Stripe.CustomerUpdateParams, id = ''): Stripe.Customer {
  if (deleted.get(world)?.has(id))
    throw invalid(`No such customer: '${id}'`, { code: 'resource_missing', param: 'id' });
  const customer = get(world.customers, 'customer', id);
  const wanted = params.invoice_settings?.default_payment_method;
  if (wanted) customer.invoice_settings.default_payment_method = ownMethod(world, customer, wanted);
  if (wanted === '') customer.invoice_settings.default_payment_method = null;
  customer.invoice_settings.footer = changed(customer.invoice_settings.footer, params.invoice_settings?.footer);
  customer.balance = params.balance ?? customer.balance;
  customer.description = changed(customer.description, params.description);
  customer.email = changed(customer.email, params.email);
  customer.name = changed(customer.name ?? null, params.name);
  customer.phone = changed(customer.phone ?? null, params.phone);
  customer.tax_exempt = params.tax_exempt === '' ? 'none' : (params.tax_exempt ?? customer.tax_exempt ?? 'none');
  customer.metadata = changedMetadata(customer.metadata, params.metadata);
  if (params.address !== undefined) customer.address = addressOf(params.address);
  customer.tax = taxOf(customer.address ?? null, changed(customer.tax?.ip_address ?? null, params.tax?.ip_address));
  world.record('customer.updated', customer, world.now(customer));
  return customer;
}

/** Its subscriptions end at once, and nothing can be charged any more. */
function deleteCustomer(world: World, _: object, id = ''): Stripe.DeletedCustomer {
  const customer = get(world.customers, 'customer', id);
  for (const subscription of world.subscriptions.of(id)) {
    if (subscription.ended_at === null) cancelNow(world, subscription, {});
  }
  world.customers.delete(id);
  const gone: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
  const all = deleted.get(world) ?? new Map<string, Stripe.DeletedCustomer>();
  deleted.set(world, all.set(id, gone));
  world.record('customer.deleted', customer, world.now(customer));
  return gone;
}

function listCustomers(world: World, params: Stripe.CustomerListParams): Stripe.ApiList<Stripe.Customer> {
  const { email, test_clock: clock } = params;
  const all = [...world.customers.values()].filter(
    (customer) =>
      (email === undefined || customer.email === email) &&
      // Those of test clocks are only listed when they are asked for.
      (clock === undefined ? !customer.test_clock : customer.test_clock === clock),
  );
  return pageOf(all, '/v1/customers', params);
}
