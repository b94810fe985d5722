import type { Stripe } from 'stripe';

export function addressOf(address: Stripe.Emptyable<Stripe.AddressParam> | undefined): Stripe.Address | null {
  if (!address) return null;
  const { city, country, line1, line2, postal_code, state } = address;
  const given = (value: string | null | undefined) => value || null;
  return {
    city: given(city),
    country: given(country),
    line1: given(line1),
    line2: given(line2),
    postal_code: given(postal_code),
    state: given(state),
  };
}
