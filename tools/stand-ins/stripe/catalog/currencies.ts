/** https://docs.stripe.com/currencies */
import { invalid } from '../protocol/refusal.ts';

/** Amounts in these have no smaller part. */
export const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));
const OTHERS = new Set(
  'usd eur gbp chf cad aud nzd sek nok dkk pln czk huf ron bgn brl mxn inr sgd hkd zar try ils thb aed'.split(' '),
);

/** The least that can be charged; what is due below it goes to the customer's balance. */
const MINIMUM = new Map(
  Object.entries({
    gbp: 30,
    aed: 200,
    czk: 1500,
    dkk: 250,
    hkd: 400,
    huf: 17500,
    jpy: 50,
    mxn: 1000,
    nok: 300,
    pln: 200,
    ron: 200,
    sek: 300,
    thb: 1000,
    bgn: 100,
  }),
);

export function checkCurrency(currency: string): void {
  const code = currency.toLowerCase();
  if (ZERO_DECIMAL.has(code) || OTHERS.has(code)) return;
  throw invalid(`Invalid currency: ${currency}. Stripe currently supports these currencies: usd, eur, gbp, …`, {
    param: 'currency',
  });
}

export function minimumCharge(currency: string): number {
  return MINIMUM.get(currency) ?? 50;
}
