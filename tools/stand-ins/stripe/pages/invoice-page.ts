import type { Stripe } from 'stripe';
import { authenticate } from '../invoices/authenticate.ts';
import { attempt, intentOf } from '../invoices/pay.ts';
import { cardNumbered } from '../payments/cards.ts';
import { newCard, attach } from '../payments/payment-methods.ts';
import { Refusal } from '../protocol/refusal.ts';
import { get, idOf, type World } from '../world/world.ts';
import { redirect, type PageAnswer, shown } from './answer.ts';
import { cardFields, problemWithCard, type Typed } from './card-fields.ts';
import { day, errorText, html, type Html, money, page } from './html.ts';
import { pdfOf } from './pdf.ts';

export function invoicePage(
  world: World,
  invoice: Stripe.Invoice,
  method: string,
  action: string,
  typed: Typed,
): PageAnswer {
  if (action === 'pdf') return download(invoice);
  if (method !== 'POST') return shown(body(world, invoice, typed, null));
  if (invoice.status !== 'open') return shown(body(world, invoice, typed, 'This invoice cannot be paid.'), 400);
  if (typed.get('bank') === 'answered') {
    const outcome = authenticate(world, invoice);
    const problem = outcome.kind === 'declined' ? outcome.decline.message : null;
    return problem ? shown(body(world, invoice, typed, problem), 402) : redirect(invoice.hosted_invoice_url ?? '/');
  }
  const problem = problemWithCard(typed, world.now());
  if (problem) return shown(body(world, invoice, typed, problem), 400);
  try {
    pay(world, invoice, typed);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return shown(body(world, invoice, typed, error.message), error.status);
  }
  return redirect(invoice.hosted_invoice_url ?? '/');
}

function pay(world: World, invoice: Stripe.Invoice, typed: Typed): void {
  const card = cardNumbered(typed.get('number') ?? '');
  if (!card)
    throw new Refusal(402, { type: 'card_error', code: 'invalid_number', message: 'Your card number is invalid.' });
  const customer = get(world.customers, 'customer', idOf(invoice.customer ?? ''));
  const method = attach(world, newCard(world, card, { name: typed.get('name') ?? '' }).id, customer);
  world.record('payment_method.attached', method, world.now(customer));
  const outcome = attempt(world, invoice, { method, isOffSession: false });
  if (outcome.kind === 'declined') throw new Refusal(402, { type: 'card_error', ...outcome.decline });
}

function body(world: World, invoice: Stripe.Invoice, typed: Typed, error: string | null): string {
  const waits = intentOf(world, invoice)?.status === 'requires_action';
  return page(
    `Invoice ${invoice.number ?? ''}`,
    html` <section>
        <h1>Invoice ${invoice.number ?? ''}</h1>
        <p class="total">${money(invoice.total, invoice.currency)}</p>
        <p class="muted">${statusOf(invoice)}</p>
        <ul class="lines">
          ${invoice.lines.data.map(
            (line) =>
              html`<li><span>${line.description ?? ''}</span><span>${money(line.amount, invoice.currency)}</span></li>`,
          )}
        </ul>
        ${rest(invoice)}
        <a href="${invoice.invoice_pdf ?? ''}">Download PDF</a>
      </section>
      ${errorText(error)} ${invoice.status === 'open' ? (waits ? bank() : payment(typed)) : html``}`,
  );
}

function statusOf(invoice: Stripe.Invoice): string {
  const paid = invoice.status_transitions.paid_at;
  if (paid !== null) return `Paid on ${day(paid)}`;
  return invoice.due_date === null ? `Status: ${invoice.status}` : `Due on ${day(invoice.due_date)}`;
}

function rest({
  total_taxes: taxes,
  total_discount_amounts: discounts,
  currency,
  starting_balance: balance,
  amount_due: due,
}: Stripe.Invoice): Html {
  const tax = (taxes ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const discount = (discounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  return html` ${discount > 0 ? html`<p class="muted">Discount: ${money(discount, currency)}</p>` : html``}
    ${tax > 0 ? html`<p class="muted">Tax: ${money(tax, currency)}</p>` : html``}
    ${balance < 0 ? html`<p class="muted">Credit: ${money(-balance, currency)}</p>` : html``}
    <p>Amount due: ${money(due, currency)}</p>`;
}

function payment(typed: Typed): Html {
  return html`<section>
    <h2>Pay with card</h2>
    <form method="post">${cardFields(typed)}<button>Pay</button></form>
  </section>`;
}

function bank(): Html {
  return html`<section>
    <h2>Is this you?</h2>
    <p>The bank asks you to confirm this payment.</p>
    <form method="post"><button name="bank" value="answered">Complete</button></form>
  </section>`;
}

function download(invoice: Stripe.Invoice): PageAnswer {
  const lines = [
    `Invoice ${invoice.number ?? ''}`,
    `Date: ${day(invoice.created)}`,
    ...invoice.lines.data.map(({ description, amount }) => `${description ?? ''}: ${money(amount, invoice.currency)}`),
    `Total: ${money(invoice.total, invoice.currency)}`,
    `Amount due: ${money(invoice.amount_due, invoice.currency)}`,
    'Test payments: no money moved.',
  ];
  const name = `Invoice-${invoice.number ?? invoice.id}.pdf`;
  return {
    status: 200,
    headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` },
    body: pdfOf(lines),
  };
}
