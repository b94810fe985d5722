import type { Stripe } from 'stripe';
import { newPaymentIntent } from '../payments/payment-intents.ts';
import { invalid } from '../protocol/refusal.ts';
import type { World } from '../world/world.ts';
import { customerOf, subscriptionOf } from './new-invoice.ts';
import { markPaid } from './pay.ts';
import { countUsage } from './late-usage.ts';
import { addUp, balanceAfter } from './totals.ts';

/** From now on it cannot change, has a number, and can be paid. */
export function finalize(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status !== 'draft')
    throw invalid(`This invoice is already finalized, you can't re-finalize a non-draft invoice.`, {
      code: 'invoice_not_editable',
    });
  const customer = customerOf(world, invoice);
  const at = world.now(invoice);
  countUsage(world, invoice);
  addUp(world, invoice);
  if (invoice.automatic_tax.status === 'requires_location_inputs') return failToFinalize(world, invoice, at);
  invoice.status = 'open';
  invoice.status_transitions.finalized_at = at;
  invoice.effective_at = at;
  invoice.automatically_finalizes_at = null;
  invoice.auto_advance = invoice.collection_method === 'charge_automatically' && invoice.auto_advance !== false;
  invoice.ending_balance = balanceAfter(invoice);
  const page = `${world.options.url()}/i/${invoice.id}`;
  invoice.hosted_invoice_url = page;
  invoice.invoice_pdf = `${page}/pdf`;
  if (customer) {
    const sequence = customer.next_invoice_sequence ?? 1;
    invoice.number = `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`;
    customer.next_invoice_sequence = sequence + 1;
    customer.balance = invoice.ending_balance;
  }
  useUpDiscounts(world, invoice, at);
  if (invoice.amount_due > 0) addPayment(world, invoice);
  world.record('invoice.finalized', invoice, at);
  if (invoice.amount_due === 0) markPaid(world, invoice);
}

function failToFinalize(world: World, invoice: Stripe.Invoice, at: number): void {
  invoice.automatic_tax.enabled = false;
  invoice.automatic_tax.disabled_reason = 'finalization_requires_location_inputs';
  invoice.automatically_finalizes_at = null;
  invoice.last_finalization_error = {
    code: 'customer_tax_location_invalid',
    message: "The customer's location isn't recognized.",
    type: 'invalid_request_error',
  };
  world.record('invoice.finalization_failed', invoice, at);
}

/** A coupon for one invoice is for this one. */
function useUpDiscounts(world: World, invoice: Stripe.Invoice, at: number): void {
  const subscription = subscriptionOf(world, invoice);
  for (const { amount, discount: of } of invoice.total_discount_amounts ?? []) {
    const discount = world.discounts.get(typeof of === 'string' ? of : of.id);
    const coupon = discount?.source.coupon ? world.coupons.get(String(discount.source.coupon)) : undefined;
    if (!discount || coupon?.duration !== 'once' || amount === 0) continue;
    discount.end = at;
    if (subscription) subscription.discounts = subscription.discounts.filter((other) => other !== discount.id);
  }
}

function addPayment(world: World, invoice: Stripe.Invoice): void {
  const intent = newPaymentIntent(world, invoice);
  invoice.confirmation_secret = { client_secret: intent.client_secret ?? '', type: 'payment_intent' };
  invoice.payments?.data.push({
    id: world.nextId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.now(invoice),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });
}
