import type { Stripe } from 'stripe';
import { finalize } from '../invoices/finalize.ts';
import { keepInvoice } from '../invoices/new-invoice.ts';
import { attempt, methodFor } from '../invoices/pay.ts';
import { keepItem } from '../invoices/pending.ts';
import { checkTaxLocation } from '../invoices/taxes.ts';
import { refusalOf } from '../payments/expect.ts';
import { invalid } from '../protocol/refusal.ts';
import { changed, changedMetadata, get, idOf, type World } from '../world/world.ts';
import { cancelTimeOf } from './cancel-time.ts';
import { type Change, planChange } from './change.ts';
import { invoiceAtOnce } from './change-invoice.ts';
import { addDiscounts } from './discounts.ts';
import { waitForPayment } from './pending-update.ts';
import { stopsWithoutMethod } from './trial-end.ts';

type Params = Stripe.SubscriptionUpdateParams;

export function updateSubscription(world: World, params: Params, id = ''): Stripe.Subscription {
  const subscription = get(world.subscriptions, 'subscription', id);
  checkState(subscription, params);
  const { off_session: isOffSession = false, proration_behavior: prorations, proration_date: prorationDate } = params;
  const behavior = params.payment_behavior ?? 'allow_incomplete';
  const changes =
    params.items !== undefined || params.billing_cycle_anchor?.type === 'now' || params.trial_end !== undefined;
  if (!changes) {
    changeSettings(world, subscription, params);
    world.record('customer.subscription.updated', subscription, world.now(subscription));
    return subscription;
  }
  const endsTrial = params.trial_end === 'now' && subscription.status === 'trialing';
  if (endsTrial && stopsWithoutMethod(world, subscription, world.now(subscription))) {
    subscription.trial_end = world.now(subscription);
    return subscription;
  }
  const change = planChange(world, subscription, params);
  const isAtOnce = change.startsPeriod || prorations === 'always_invoice';
  const invoice = isAtOnce ? invoiceAtOnce(world, change, prorationDate) : null;
  if (invoice && mayNotBePaid(world, subscription, invoice, behavior)) {
    waitForPayment(world, subscription, invoice, change.after, () => apply(world, subscription, change));
    return subscription;
  }
  changeSettings(world, subscription, params);
  apply(world, subscription, change);
  for (const item of change.prorations) keepItem(world, item);
  if (invoice) {
    keepInvoice(world, invoice);
    finalize(world, invoice);
  }
  world.record('customer.subscription.updated', subscription, world.now(subscription));
  if (invoice?.status === 'open' && subscription.collection_method === 'charge_automatically')
    attempt(world, invoice, { isOffSession });
  return subscription;
}

/** True when the change is to wait for a payment that would fail; throws when it is to be refused then. */
function mayNotBePaid(
  world: World,
  subscription: Stripe.Subscription,
  invoice: Stripe.Invoice,
  behavior: Stripe.SubscriptionUpdateParams.PaymentBehavior,
): boolean {
  if (behavior === 'allow_incomplete' || behavior === 'default_incomplete' || invoice.amount_due === 0) return false;
  if (subscription.collection_method !== 'charge_automatically') return false;
  const method = methodFor(world, invoice);
  const refusal = method
    ? refusalOf(world, method)
    : invalid('There is no payment method.', { code: 'resource_missing' });
  if (refusal && behavior === 'error_if_incomplete') throw refusal;
  return refusal !== null;
}

function checkState(subscription: Stripe.Subscription, params: Params): void {
  const given = Object.keys(params).filter((name) => name !== 'expand');
  const isOnly = (allowed: readonly string[]) => given.every((name) => allowed.includes(name));
  if (subscription.ended_at !== null && !isOnly(['metadata', 'cancellation_details']))
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.', {
      code: 'invalid_canceled_subscription_fields',
    });
  if (subscription.status === 'incomplete' && !isOnly(['metadata', 'default_payment_method', 'description']))
    throw invalid('An incomplete subscription can only update its metadata and default payment method.');
  const isManaged = subscription.schedule !== null;
  if (isManaged && (params.cancel_at_period_end !== undefined || params.cancel_at !== undefined))
    throw invalid(
      `The subscription is managed by the subscription schedule \`${idOf(subscription.schedule ?? '')}\`, and updating ` +
        'any cancelation behavior directly is not allowed. Please update the schedule instead.',
    );
  if (params.cancel_at_period_end && params.cancel_at)
    throw invalid('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', {
      code: 'parameters_exclusive',
    });
}

/** The event follows when everything is done. */
function apply(world: World, subscription: Stripe.Subscription, { after }: Change): void {
  const isTrialOver =
    subscription.status === 'trialing' && after.trial_end !== null && after.trial_end !== subscription.trial_end;
  subscription.items = after.items;
  subscription.billing_cycle_anchor = after.billing_cycle_anchor;
  subscription.billing_cycle_anchor_config = after.billing_cycle_anchor_config;
  if (isTrialOver && (after.trial_end ?? 0) <= world.now(subscription)) subscription.status = 'active';
  subscription.trial_end = after.trial_end;
  if (subscription.cancel_at_period_end)
    subscription.cancel_at = Math.min(...after.items.data.map(({ current_period_end: end }) => end));
}

function changeSettings(world: World, subscription: Stripe.Subscription, params: Params): void {
  const at = world.now(subscription);
  const method = params.default_payment_method;
  if (
    method !== undefined &&
    get(world.paymentMethods, 'PaymentMethod', method, 'default_payment_method').customer !== subscription.customer
  )
    throw invalid('The customer does not have a payment method with this ID.', { param: 'default_payment_method' });
  if (params.automatic_tax?.enabled) checkTaxLocation(get(world.customers, 'customer', idOf(subscription.customer)));
  subscription.default_payment_method = method ?? subscription.default_payment_method;
  subscription.metadata = changedMetadata(subscription.metadata, params.metadata);
  subscription.description = changed(subscription.description, params.description);
  subscription.collection_method = params.collection_method ?? subscription.collection_method;
  subscription.days_until_due = params.days_until_due ?? subscription.days_until_due;
  if (params.automatic_tax) {
    subscription.automatic_tax.enabled = params.automatic_tax.enabled;
    subscription.automatic_tax.liability = params.automatic_tax.enabled ? { type: 'self' } : null;
  }
  if (params.default_tax_rates !== undefined)
    subscription.default_tax_rates = (params.default_tax_rates || []).map((id) =>
      get(world.taxRates, 'tax rate', id, 'default_tax_rates'),
    );
  if (params.discounts !== undefined) addDiscounts(world, subscription, params.discounts || [], at);
  if (params.pause_collection !== undefined) {
    const pause = params.pause_collection;
    subscription.pause_collection = pause ? { behavior: pause.behavior, resumes_at: pause.resumes_at ?? null } : null;
  }
  const ending = params.trial_settings?.end_behavior.missing_payment_method;
  if (ending && subscription.trial_settings) subscription.trial_settings.end_behavior.missing_payment_method = ending;
  const saving = params.payment_settings?.save_default_payment_method;
  if (saving && subscription.payment_settings) subscription.payment_settings.save_default_payment_method = saving;
  changeEnding(subscription, params, at);
}

function changeEnding(subscription: Stripe.Subscription, params: Params, at: number): void {
  const { cancel_at_period_end: atPeriodEnd, cancel_at: moment, cancellation_details: details } = params;
  if (atPeriodEnd !== undefined) {
    subscription.cancel_at_period_end = atPeriodEnd;
    subscription.cancel_at = atPeriodEnd
      ? Math.min(...subscription.items.data.map(({ current_period_end: end }) => end))
      : null;
  }
  if (moment !== undefined) {
    subscription.cancel_at = cancelTimeOf(subscription, moment);
    subscription.cancel_at_period_end = false;
  }
  if (atPeriodEnd !== undefined || moment !== undefined) {
    const ends = subscription.cancel_at !== null;
    subscription.canceled_at = ends ? at : null;
    if (subscription.cancellation_details)
      subscription.cancellation_details.reason = ends ? 'cancellation_requested' : null;
  }
  if (!details || !subscription.cancellation_details) return;
  const known = subscription.cancellation_details;
  known.comment = changed(known.comment, details.comment);
  known.feedback = changed(known.feedback, details.feedback);
}
