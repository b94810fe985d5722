import type { Stripe } from 'stripe';
import { cardNumbered } from '../payments/cards.ts';
import { attach, newCard } from '../payments/payment-methods.ts';
import { nameOf } from '../invoices/lines.ts';
import { Refusal } from '../protocol/refusal.ts';
import { cancelNow } from '../subscriptions/cancel.ts';
import { updateSubscription } from '../subscriptions/update.ts';
import { get, idOf, type World } from '../world/world.ts';
import { redirect, type PageAnswer, shown } from './answer.ts';
import { cardFields, expiryOf, problemWithCard, type Typed } from './card-fields.ts';
import { day, errorText, html, type Html, money, page } from './html.ts';

type Session = Stripe.BillingPortal.Session;

/** The actions are what the configuration of the session allows. */
export function portalPage(world: World, session: Session, method: string, action: string, typed: Typed): PageAnswer {
  const customer = get(world.customers, 'customer', session.customer);
  const { features } = get(world.portalConfigurations, 'configuration', idOf(session.configuration));
  const show = (error: string | null, status = 200) =>
    shown(overview(world, session, customer, features, typed, error), status);
  if (method !== 'POST') return show(null);
  try {
    if (action === 'card' && features.payment_method_update.enabled) {
      const problem = problemWithCard(typed, world.now());
      if (problem) return show(problem, 400);
      changeCard(world, customer, typed);
    }
    if (action === 'cancel' && features.subscription_cancel.enabled) cancel(world, customer, typed, features);
    if (action === 'keep' && features.subscription_cancel.enabled)
      updateSubscription(world, { cancel_at_period_end: false }, own(world, customer, typed).id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(error.message, error.status);
  }
  const after = session.flow?.after_completion;
  return redirect(after?.redirect ? after.redirect.return_url : session.url);
}

function changeCard(world: World, customer: Stripe.Customer, typed: Typed): void {
  const card = cardNumbered(typed.get('number') ?? '');
  if (!card)
    throw new Refusal(402, { type: 'card_error', code: 'invalid_number', message: 'Your card number is invalid.' });
  const method = attach(world, newCard(world, card, { name: typed.get('name') ?? '' }, expiryOf(typed)).id, customer);
  const at = world.now(customer);
  customer.invoice_settings.default_payment_method = method.id;
  world.record('payment_method.attached', method, at);
  world.record('customer.updated', customer, at);
  for (const subscription of world.subscriptions.of(customer.id)) {
    if (subscription.ended_at !== null) continue;
    if (subscription.default_payment_method === null) continue;
    subscription.default_payment_method = method.id;
    world.record('customer.subscription.updated', subscription, at);
  }
}

function cancel(
  world: World,
  customer: Stripe.Customer,
  typed: Typed,
  features: Stripe.BillingPortal.Configuration.Features,
): void {
  const subscription = own(world, customer, typed);
  if (features.subscription_cancel.mode === 'immediately')
    return cancelNow(world, subscription, { reason: 'cancellation_requested' });
  updateSubscription(world, { cancel_at_period_end: true }, subscription.id);
}

function own(world: World, customer: Stripe.Customer, typed: Typed): Stripe.Subscription {
  const subscription = get(world.subscriptions, 'subscription', typed.get('subscription') ?? '');
  if (subscription.customer !== customer.id)
    throw new Refusal(403, { type: 'invalid_request_error', message: 'This subscription belongs to somebody else.' });
  return subscription;
}

function overview(
  world: World,
  session: Session,
  customer: Stripe.Customer,
  features: Stripe.BillingPortal.Configuration.Features,
  typed: Typed,
  error: string | null,
): string {
  const subscriptions = world.subscriptions.of(customer.id).filter((one) => one.ended_at === null);
  const chosen = customer.invoice_settings.default_payment_method ?? subscriptions[0]?.default_payment_method ?? null;
  const card = chosen === null ? undefined : world.paymentMethods.get(idOf(chosen))?.card;
  return page(
    'Customer portal',
    html` <div>
        <h1>${customer.name ?? customer.email ?? 'Your subscription'}</h1>
        ${session.return_url ? html`<a href="${session.return_url}">Return to the application</a>` : html``}
      </div>
      ${errorText(error)} ${subscriptions.map((one) => subscriptionSection(world, session, one, features))}
      <section aria-labelledby="card">
        <h2 id="card">Payment method</h2>
        <p>${card ? `${card.brand} •••• ${card.last4}, expires ${card.exp_month}/${card.exp_year}` : 'None'}</p>
        ${
          features.payment_method_update.enabled
            ? html`<form method="post" action="${session.url}/card">
                ${cardFields(typed)}<button>Save card</button>
              </form>`
            : html``
        }
      </section>
      ${features.invoice_history.enabled ? invoices(world, customer) : html``}`,
  );
}

function subscriptionSection(
  world: World,
  session: Session,
  subscription: Stripe.Subscription,
  features: Stripe.BillingPortal.Configuration.Features,
): Html {
  const [item] = subscription.items.data;
  const ends = subscription.cancel_at;
  const isEnding = subscription.cancel_at_period_end && ends !== null;
  const next = subscription.status === 'trialing' ? 'Trial until' : 'Renews on';
  const renews = `${next} ${day(item?.current_period_end ?? 0)}`;
  const when = subscription.status === 'incomplete' ? 'Waiting for the first payment' : renews;
  const amount = item?.price.unit_amount ?? 0;
  return html`<section>
    <h2>${item ? nameOf(world, item.price) : 'Subscription'}</h2>
    <p>
      ${money(amount * (item?.quantity ?? 1), subscription.currency)} per ${item?.price.recurring?.interval ?? 'month'}
      · ${subscription.status}
    </p>
    <p class="muted">${isEnding ? `Ends on ${day(ends)}` : when}</p>
    ${
      features.subscription_cancel.enabled
        ? html`<form method="post" action="${session.url}/${isEnding ? 'keep' : 'cancel'}">
            <input type="hidden" name="subscription" value="${subscription.id}" />
            <button class="plain">${isEnding ? 'Keep subscription' : 'Cancel subscription'}</button>
          </form>`
        : html``
    }
  </section>`;
}

function invoices(world: World, customer: Stripe.Customer): Html {
  const all = world.invoices.of(customer.id).filter((one) => one.number !== null);
  if (all.length === 0)
    return html`<section>
      <h2>Invoices</h2>
      <p class="muted">No invoices yet.</p>
    </section>`;
  return html`<section aria-labelledby="invoices">
    <h2 id="invoices">Invoices</h2>
    <div class="scroll" role="region" aria-labelledby="invoices" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Invoice</th>
            <th scope="col">Date</th>
            <th scope="col">Amount</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          ${all.toReversed().map(
            (one) =>
              html`<tr>
                <td><a href="${one.hosted_invoice_url ?? ''}">${one.number ?? ''}</a></td>
                <td>${day(one.created)}</td>
                <td>${money(one.total, one.currency)}</td>
                <td>${one.status ?? ''}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
