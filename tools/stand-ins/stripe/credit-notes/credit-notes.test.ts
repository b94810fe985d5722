import type { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient());
});
afterAll(() => stripe.stop());

async function paidInvoice(more: Partial<Stripe.SubscriptionCreateParams> = {}): Promise<Stripe.Invoice> {
  const { id: customer } = await payer(client);
  const { id: price } = await monthly(client, 4_900);
  const { latest_invoice: invoice } = await client.subscriptions.create({ customer, items: [{ price }], ...more });
  return client.invoices.retrieve(String(invoice));
}

it('give a paid invoice back by a refund of its charge', async () => {
  const invoice = await paidInvoice();
  const note = await client.creditNotes.create({
    invoice: invoice.id,
    amount: 4_900,
    refund_amount: 4_900,
    reason: 'duplicate',
  });
  expect(note).toMatchObject({ number: `${invoice.number}-CN-01`, type: 'post_payment', post_payment_amount: 4_900 });
  expect(await client.invoices.retrieve(invoice.id)).toMatchObject({
    status: 'paid',
    amount_paid: 4_900,
    post_payment_credit_notes_amount: 4_900,
  });
  const [charge] = [...stripe.world.charges.values()].filter(({ customer }) => customer === invoice.customer);
  expect(charge).toMatchObject({ amount_refunded: 4_900, refunded: true });
  const { data } = await client.refunds.list({ charge: charge?.id ?? '' });
  expect(data).toMatchObject([{ amount: 4_900, reason: 'duplicate', status: 'succeeded' }]);
  expect((await client.creditNotes.list({ invoice: invoice.id })).data.map(({ id }) => id)).toEqual([note.id]);
});

it('are refused when the parts do not add up, or more is given back than was paid', async () => {
  const { id: invoice } = await paidInvoice();
  const expectRefused = (params: Omit<Stripe.CreditNoteCreateParams, 'invoice'>, words: string) =>
    expect(client.creditNotes.create({ invoice, ...params })).rejects.toThrow(words);
  await expectRefused({ amount: 4_900 }, 'must equal');
  await expectRefused({ amount: 4_900, refund_amount: 4_000, credit_amount: 800 }, 'must equal');
  await expectRefused({ amount: 4_901, refund_amount: 4_901 }, 'greater than what is left');
  await expectRefused({ amount: 0 }, 'positive');
  await expectRefused({}, 'amount');
  await client.creditNotes.create({ invoice, amount: 4_000, refund_amount: 3_000, credit_amount: 1_000 });
  await expectRefused({ amount: 1_000, refund_amount: 1_000 }, 'what is left of the invoice (900)');
  await client.creditNotes.create({ invoice, amount: 900, out_of_band_amount: 900 });
  const { customer } = await client.invoices.retrieve(invoice);
  expect(await client.customers.retrieve(String(customer))).toMatchObject({ balance: -1_000 });
  expect(stripe.world.creditNotes.of(String(customer))).toHaveLength(2);
});

it('reduce what is owed of an invoice that is open', async () => {
  const { id } = await paidInvoice({ collection_method: 'send_invoice', days_until_due: 7 });
  await expect(client.creditNotes.create({ invoice: id, amount: 900 })).rejects.toThrow('open or paid');
  await client.invoices.finalizeInvoice(id);
  await client.creditNotes.create({ invoice: id, amount: 900 });
  expect(await client.invoices.retrieve(id)).toMatchObject({
    status: 'open',
    amount_due: 4_000,
    pre_payment_credit_notes_amount: 900,
  });
  await client.creditNotes.create({ invoice: id, amount: 4_000 });
  expect(await client.invoices.retrieve(id)).toMatchObject({ status: 'paid', amount_due: 0, amount_paid: 0 });
});

it('are made once for a key', async () => {
  const { id: invoice } = await paidInvoice();
  const params = { invoice, amount: 4_900, refund_amount: 4_900 };
  const [first, second] = [
    await client.creditNotes.create(params, { idempotencyKey: 'refund 1' }),
    await client.creditNotes.create(params, { idempotencyKey: 'refund 1' }),
  ];
  expect(second.id).toBe(first.id);
});

it('a charge is refunded in parts, and not beyond what it was', async () => {
  const { customer } = await paidInvoice();
  const { data } = await client.paymentIntents.list({ customer: String(customer) });
  const intent = data[0]?.id ?? '';
  expect(await client.refunds.create({ payment_intent: intent, amount: 900 })).toMatchObject({ amount: 900 });
  await expect(client.refunds.create({ payment_intent: intent, amount: 4_001 })).rejects.toThrow('unrefunded amount');
  expect(await client.refunds.create({ payment_intent: intent })).toMatchObject({ amount: 4_000 });
  await expect(client.refunds.create({ payment_intent: intent })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  });
  await expect(client.refunds.create({})).rejects.toThrow('payment_intent or charge');
});
