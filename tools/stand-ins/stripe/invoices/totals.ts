/** What an invoice adds up to: its lines, less discounts, with taxes, and what the customer's balance makes of it. */
import { Stripe } from 'stripe';
import { minimumCharge } from '../catalog/currencies.ts';
import { idOf, type World } from '../world/world.ts';
import { roundToUnit, share } from './amounts.ts';
import { taxesOf } from './taxes.ts';

export function addUp(world: World, invoice: Stripe.Invoice): void {
  const lines = invoice.lines.data;
  const discounts = discountLines(world, invoice);
  const rates = taxesOf(world, invoice);
  const taxTotals = new Map<string, Stripe.Invoice.TotalTax>();
  for (const line of lines) {
    const net = line.amount - sum(line.discount_amounts ?? []);
    line.taxes = rates.map((rate) => taxOn(rate, net));
    for (const tax of line.taxes) {
      const known = taxTotals.get(tax.tax_rate_details?.tax_rate ?? '');
      if (!known) taxTotals.set(tax.tax_rate_details?.tax_rate ?? '', { ...tax });
      else {
        known.amount += tax.amount;
        known.taxable_amount = (known.taxable_amount ?? 0) + (tax.taxable_amount ?? 0);
      }
    }
  }
  const taxes = [...taxTotals.values()];
  const exclusive = taxes.filter((tax) => tax.tax_behavior === 'exclusive');
  const inclusive = taxes.filter((tax) => tax.tax_behavior === 'inclusive');
  invoice.subtotal = sum(lines);
  invoice.subtotal_excluding_tax = invoice.subtotal - sum(inclusive);
  invoice.total_discount_amounts = discounts;
  invoice.total_taxes = taxes;
  invoice.total = invoice.subtotal - sum(discounts) + sum(exclusive);
  invoice.total_excluding_tax = invoice.total - sum(taxes);
  applyBalance(world, invoice);
}

function taxOn(rate: Stripe.TaxRate, net: number): Stripe.InvoiceLineItem.Tax {
  const percent = Stripe.Decimal.from(rate.percentage);
  const hundred = Stripe.Decimal.from(100);
  const part = rate.inclusive ? percent.div(hundred.add(percent), 12, 'half-up') : percent.div(hundred, 12, 'half-up');
  const amount = roundToUnit(Stripe.Decimal.from(net).mul(part));
  return {
    amount,
    tax_behavior: rate.inclusive ? 'inclusive' : 'exclusive',
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: rate.percentage === 0 ? 'not_collecting' : 'standard_rated',
    taxable_amount: rate.inclusive ? net - amount : net,
    type: 'tax_rate_details',
  };
}

/** Writes onto each line what is taken off it; the sums by discount. */
function discountLines(world: World, invoice: Stripe.Invoice): Stripe.Invoice.TotalDiscountAmount[] {
  const lines = invoice.lines.data;
  for (const line of lines) line.discount_amounts = [];
  return invoice.discounts.map((of) => {
    const discount = world.discounts.get(idOf(of));
    const coupon = discount?.source.coupon ? world.coupons.get(idOf(discount.source.coupon)) : undefined;
    const open = lines.filter((line) => coupon && line.discountable && line.amount > 0 && appliesTo(coupon, line));
    const left = (line: Stripe.InvoiceLineItem) => line.amount - sum(line.discount_amounts ?? []);
    const whole = open.reduce((total, line) => total + left(line), 0);
    let toShare = Math.min(coupon?.amount_off ?? 0, whole);
    let base = whole;
    let total = 0;
    for (const line of open) {
      const net = left(line);
      const amount = coupon?.percent_off
        ? roundToUnit(Stripe.Decimal.from(net).mul(Stripe.Decimal.from(coupon.percent_off / 100)))
        : share(toShare, net, base);
      if (!coupon?.percent_off) {
        toShare -= amount;
        base -= net;
      }
      line.discount_amounts?.push({ amount, discount: idOf(of) });
      total += amount;
    }
    return { amount: total, discount: idOf(of) };
  });
}

function appliesTo(coupon: Stripe.Coupon, line: Stripe.InvoiceLineItem): boolean {
  const products = coupon.applies_to?.products;
  return !products || products.includes(line.pricing?.price_details?.product ?? '');
}

/** Credit is used up first; what is less than can be charged is owed until the next invoice. */
function applyBalance(world: World, invoice: Stripe.Invoice): void {
  const customer = world.customers.get(idOf(invoice.customer ?? ''));
  const balance = customer?.balance ?? 0;
  const due = Math.max(0, invoice.total + balance);
  const isTooLittle = due > 0 && due < minimumCharge(invoice.currency);
  invoice.starting_balance = balance;
  invoice.amount_due = isTooLittle ? 0 : due;
  invoice.amount_remaining = invoice.amount_due;
}

/** What the customer's balance is once the invoice is final. */
export function balanceAfter(invoice: Stripe.Invoice): number {
  return invoice.starting_balance + invoice.total - invoice.amount_due;
}

function sum(parts: readonly { readonly amount: number }[]): number {
  return parts.reduce((total, { amount }) => total + amount, 0);
}
