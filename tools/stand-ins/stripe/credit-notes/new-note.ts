/** Corrections of invoices that are final. https://docs.stripe.com/api/credit_notes/create */
import type { Stripe } from 'stripe';
import { intentOf, markPaid } from '../invoices/pay.ts';
import { customerOf } from '../invoices/new-invoice.ts';
import { wholeList } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { changedMetadata, get, idOf, type World } from '../world/world.ts';
import { refund } from './refunds.ts';

/** First off what is not paid yet; the rest is refunded, credited or given back elsewhere, which must add up to it. */
export function createNote(world: World, params: Stripe.CreditNoteCreateParams): Stripe.CreditNote {
  const invoice = get(world.invoices, 'invoice', params.invoice, 'invoice');
  const amount = amountOf(world, invoice, params.amount);
  const prePayment = Math.min(amount, invoice.amount_remaining);
  const postPayment = amount - prePayment;
  const { refund_amount: refunded = 0, credit_amount: credited = 0, out_of_band_amount: elsewhere = 0 } = params;
  for (const [param, part] of Object.entries({ refunded, credited, elsewhere }))
    if (part < 0) throw invalid('Invalid positive integer', { param });
  if (refunded + credited + elsewhere !== postPayment)
    throw invalid(
      `The sum of refund_amount, credit_amount and out_of_band_amount (${refunded + credited + elsewhere}) must equal ` +
        `the post-payment amount of the credit note (${postPayment}).`,
    );
  const made = noteOf(world, invoice, params, { amount, prePayment, postPayment });
  if (refunded > 0) made.refunds.push(refundOf(world, invoice, refunded, params.reason));
  giveCredit(world, invoice, credited);
  world.creditNotes.set(made.id, made);
  invoice.post_payment_credit_notes_amount += postPayment;
  world.record('credit_note.created', made, made.created);
  if (prePayment > 0) owesLess(world, invoice, prePayment);
  else world.record('invoice.updated', invoice, made.created);
  return made;
}

function amountOf(world: World, invoice: Stripe.Invoice, amount: number | undefined): number {
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw invalid(`Credit notes can only be created for open or paid invoices; this one is ${invoice.status}.`, {
      param: 'invoice',
    });
  if (amount === undefined) throw invalid('The stand-in only makes credit notes of an `amount`.', { param: 'amount' });
  if (amount < 1) throw invalid('Invalid positive integer', { param: 'amount' });
  const before = notesOf(world, invoice).reduce((sum, note) => sum + note.amount, 0);
  if (before + amount > invoice.total)
    throw invalid(
      `The credit note amount (${amount}) is greater than what is left of the invoice (${invoice.total - before}).`,
      { param: 'amount' },
    );
  return amount;
}

/** Those that are not void. */
function notesOf(world: World, { id }: Stripe.Invoice): readonly Stripe.CreditNote[] {
  return [...world.creditNotes.values()].filter(({ invoice, status }) => invoice === id && status === 'issued');
}

function refundOf(
  world: World,
  invoice: Stripe.Invoice,
  amount: number,
  reason: Stripe.CreditNoteCreateParams.Reason | undefined,
): Stripe.CreditNote.Refund {
  const intent = intentOf(world, invoice);
  const charge = intent?.latest_charge ? world.charges.get(idOf(intent.latest_charge)) : undefined;
  if (!charge) throw invalid('The invoice has no charge to refund.', { param: 'refund_amount' });
  const because = reason === 'duplicate' || reason === 'fraudulent' ? reason : null;
  const { id } = refund(world, charge, { amount, reason: because });
  return { amount_refunded: amount, payment_record_refund: null, refund: id, type: 'refund' };
}

function giveCredit(world: World, invoice: Stripe.Invoice, amount: number): void {
  const customer = customerOf(world, invoice);
  if (!customer || amount === 0) return;
  customer.balance -= amount;
  world.record('customer.updated', customer, world.now(invoice));
}

function owesLess(world: World, invoice: Stripe.Invoice, amount: number): void {
  const intent = intentOf(world, invoice);
  invoice.pre_payment_credit_notes_amount += amount;
  invoice.amount_due -= amount;
  invoice.amount_remaining -= amount;
  if (intent) intent.amount = invoice.amount_remaining;
  if (invoice.amount_remaining === 0) markPaid(world, invoice);
  else world.record('invoice.updated', invoice, world.now(invoice));
}

interface Amounts {
  readonly amount: number;
  readonly prePayment: number;
  readonly postPayment: number;
}

function noteOf(
  world: World,
  invoice: Stripe.Invoice,
  { reason, memo, metadata, out_of_band_amount: elsewhere }: Stripe.CreditNoteCreateParams,
  { amount, prePayment, postPayment }: Amounts,
): Stripe.CreditNote {
  const at = world.now(invoice);
  const id = world.nextId('cn');
  const count = [...world.creditNotes.values()].filter((note) => note.invoice === invoice.id).length + 1;
  return {
    id,
    object: 'credit_note',
    amount,
    amount_shipping: 0,
    created: at,
    currency: invoice.currency,
    customer: idOf(invoice.customer ?? ''),
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: at,
    invoice: invoice.id,
    lines: wholeList([], `/v1/credit_notes/${id}/lines`),
    livemode: false,
    memo: memo ?? null,
    metadata: changedMetadata(null, metadata),
    number: `${invoice.number}-CN-${String(count).padStart(2, '0')}`,
    out_of_band_amount: elsewhere ?? null,
    pdf: `${world.options.url()}/i/${invoice.id}/pdf`,
    post_payment_amount: postPayment,
    pre_payment_amount: prePayment,
    pretax_credit_amounts: [],
    reason: reason ?? null,
    refunds: [],
    shipping_cost: null,
    status: 'issued',
    subtotal: amount,
    subtotal_excluding_tax: null,
    total: amount,
    total_excluding_tax: null,
    total_taxes: [],
    type: postPayment === 0 ? 'pre_payment' : prePayment === 0 ? 'post_payment' : 'mixed',
    voided_at: null,
  };
}
