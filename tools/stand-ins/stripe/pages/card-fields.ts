import type { Expiry } from '../payments/payment-methods.ts';
import { COUNTRIES, html, type Html } from './html.ts';

/** What was typed, so that a mistake does not lose it. */
export type Typed = URLSearchParams;

export function cardFields(typed: Typed): Html {
  const country = typed.get('country') ?? 'US';
  return html` <label
      >Card number
      <input
        name="number"
        inputmode="numeric"
        autocomplete="cc-number"
        required
        value="${typed.get('number') ?? ''}"
        aria-describedby="cards"
      />
    </label>
    <p class="muted" id="cards">
      4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined, 4000 0025 0000 3155 asks for 3-D Secure.
    </p>
    <div class="pair">
      <label
        >Expiry date
        <input
          name="expiry"
          inputmode="numeric"
          autocomplete="cc-exp"
          placeholder="MM / YY"
          required
          value="${typed.get('expiry') ?? ''}"
      /></label>
      <label
        >Security code
        <input
          name="cvc"
          inputmode="numeric"
          autocomplete="cc-csc"
          placeholder="CVC"
          required
          value="${typed.get('cvc') ?? ''}"
      /></label>
    </div>
    <label>Name on card <input name="name" autocomplete="cc-name" required value="${typed.get('name') ?? ''}" /></label>
    <label
      >Country
      <select name="country" autocomplete="country">
        ${COUNTRIES.map(
          ([code, name]) =>
            html`<option value="${code}" ${code === country ? html` selected` : html``}>${name}</option>`,
        )}
      </select>
    </label>`;
}

/** Null while it is none. */
export function expiryOf(typed: Typed): Expiry | null {
  const [, month = '', year = ''] = /^\s*(\d{1,2})\s*\/?\s*(\d{2}|\d{4})\s*$/.exec(typed.get('expiry') ?? '') ?? [];
  if (Number(month) < 1 || Number(month) > 12) return null;
  return { month: Number(month), year: year.length === 2 ? 2000 + Number(year) : Number(year) };
}

/** What is wrong with it before the number is even looked at; null when nothing is. */
export function problemWithCard(typed: Typed, now: number): string | null {
  const expiry = expiryOf(typed);
  if (!expiry) return 'Your card’s expiration date is incomplete.';
  if (Date.UTC(expiry.year, expiry.month) / 1000 <= now) return 'Your card’s expiration date is in the past.';
  if (!/^\d{3,4}$/.test((typed.get('cvc') ?? '').trim())) return 'Your card’s security code is incomplete.';
  if ((typed.get('name') ?? '').trim() === '') return 'Enter the name on the card.';
  return null;
}
