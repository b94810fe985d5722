import type { Stripe } from 'stripe';
import { complete } from '../checkout/complete.ts';
import { Refusal } from '../protocol/refusal.ts';
import { idOf, type World } from '../world/world.ts';
import { cardFields, expiryOf, problemWithCard, type Typed } from './card-fields.ts';
import { day, errorText, html, type Html, money, page } from './html.ts';
import { redirect, type PageAnswer, shown } from './answer.ts';

type Session = Stripe.Checkout.Session;

export function checkoutPage(world: World, session: Session, method: string, typed: Typed): PageAnswer {
  if (session.status !== 'open') return shown(over(session), 410);
  if (method !== 'POST') return shown(form(world, session, typed, null));
  const needsCard = session.payment_method_collection === 'always' || session.payment_status === 'unpaid';
  const problem = needsCard ? problemWithCard(typed, world.now()) : null;
  if (problem) return shown(form(world, session, typed, problem), 400);
  if (typed.get('bank') === 'refused')
    return shown(
      form(world, session, typed, 'We are unable to authenticate your payment method. Choose another one.'),
      402,
    );
  try {
    const given = (name: string) => typed.get(name)?.trim() || undefined;
    const [name, email, country, code] = ['name', 'email', 'country', 'code'].map(given);
    const expiry = expiryOf(typed);
    complete(world, session, {
      card: needsCard ? (given('number') ?? '') : null,
      isAuthenticated: typed.get('bank') === 'answered',
      ...(expiry && { expiry }),
      ...(name && { name }),
      ...(email && { email }),
      ...(country && { country }),
      ...(code && { promotionCode: code }),
    });
    return redirect((session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.details.code === 'subscription_payment_intent_requires_action') return shown(bank(session, typed));
    return shown(form(world, session, typed, error.message), error.status);
  }
}

function form(world: World, session: Session, typed: Typed, error: string | null): string {
  const customer = session.customer === null ? undefined : world.customers.get(idOf(session.customer));
  const isTrial = session.payment_status === 'no_payment_required';
  return page(
    'Checkout',
    html` <section aria-labelledby="what">
        <h1 id="what">${isTrial ? 'Start your trial' : 'Subscribe'}</h1>
        <p class="total">${money(session.amount_total ?? 0, session.currency ?? 'usd')}</p>
        ${lines(session)} ${sums(session)}
      </section>
      <section aria-labelledby="how">
        <h2 id="how">Pay with card</h2>
        ${errorText(error)}
        <form method="post">
          ${
            customer?.email
              ? html`<p class="muted">${customer.email}</p>`
              : html`<label
                  >Email
                  <input
                    name="email"
                    type="email"
                    autocomplete="email"
                    required
                    value="${typed.get('email') ?? session.customer_email ?? ''}"
                /></label>`
          }
          ${cardFields(typed)}
          ${
            session.allow_promotion_codes
              ? html`<label
                  >Promotion code (optional) <input name="code" autocomplete="off" value="${typed.get('code') ?? ''}"
                /></label>`
              : html``
          }
          <button>${isTrial ? 'Start trial' : 'Subscribe'}</button>
        </form>
        ${session.cancel_url ? html`<a href="${session.cancel_url}">Back without paying</a>` : html``}
      </section>`,
  );
}

function lines(session: Session): Html {
  const items = session.line_items?.data ?? [];
  return html`<ul class="lines">
    ${items.map(({ description, quantity, price, amount_total: amount, currency }) => {
      const interval = price?.recurring ? ` every ${intervalOf(price.recurring)}` : '';
      const isMetered = price?.recurring?.usage_type === 'metered';
      const cost = isMetered ? 'by usage' : `${money(amount, currency)}${interval}`;
      return html`<li>
        <span>${quantity && quantity > 1 ? `${quantity} × ` : ''}${description ?? ''}</span><span>${cost}</span>
      </li>`;
    })}
  </ul>`;
}

function intervalOf({ interval, interval_count: count }: Stripe.Price.Recurring): string {
  return count === 1 ? interval : `${count} ${interval}s`;
}

function sums({ total_details: details, currency, created }: Session): Html {
  const of = currency ?? 'usd';
  return html` ${details?.amount_discount ? html`<p class="muted">Discount: ${money(details.amount_discount, of)}</p>` : html``}
    ${details?.amount_tax ? html`<p class="muted">Tax: ${money(details.amount_tax, of)}</p>` : html``}
    <p class="muted">${day(created)}</p>`;
}

/** The bank wants to hear from the customer; what was typed goes along. */
function bank(session: Session, typed: Typed): string {
  const fields = [...typed].filter(([name]) => name !== 'bank');
  return page(
    '3-D Secure',
    html` <section>
      <h1>Is this you?</h1>
      <p>The bank asks you to confirm ${money(session.amount_total ?? 0, session.currency ?? 'usd')}.</p>
      <form method="post">
        ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <button name="bank" value="answered">Complete</button>
        <button name="bank" value="refused" class="plain">Fail</button>
      </form>
    </section>`,
  );
}

function over(session: Session): string {
  const isPaid = session.status === 'complete';
  return page(
    'Checkout',
    html`<section>
      <h1>${isPaid ? 'You’re all done here' : 'This page has expired'}</h1>
      <p>${isPaid ? 'This checkout is complete.' : 'Go back and start again.'}</p>
      ${session.cancel_url ? html`<a href="${session.cancel_url}">Go back</a>` : html``}
    </section>`,
  );
}
