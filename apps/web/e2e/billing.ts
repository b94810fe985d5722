import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { withClient } from '../../../tools/stack/postgres/postgres.ts';
import { stripeKey } from '../../../tools/stack/billing.ts';
import { readSecrets } from '../../../tools/stack/secrets.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';
import { callApi } from './person.ts';

/** What the journeys of billing share: the hosted pages of what stands in for Stripe, and its API. */

const data = () => process.env['E2E_DATA'] ?? '';

export const organizationOf = (page: Page) => /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';

/** Whatever a journey cannot do in the interface, such as what happened weeks ago. */
export async function sql<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
  return withClient(await ownerUrlOf(data()), async (client) => (await client.query<Row>(text, [...values])).rows);
}

const visa = '4242 4242 4242 4242';
export const declinedCard = '4000 0000 0000 0002';

/** On the hosted page, as far as its button. */
export async function fillInCard(page: Page, number = visa): Promise<void> {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry date').fill('12 / 40');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on card').fill('Ada Lovelace');
  await page.getByLabel('Country').selectOption('DE');
}

/** Pays for a plan without looking at it. Answers where Stripe is. */
export async function subscribe(page: Page, plan: string): Promise<string> {
  const checkout = await callApi<{ url: string }>(page, 'POST', '/api/payments/checkout', { plan });
  const form = { number: visa, expiry: '12 / 40', cvc: '123', name: 'Ada Lovelace', country: 'DE' };
  const answer = await page.request.post(checkout.url, { form, maxRedirects: 0 });
  expect(answer.status(), await answer.text()).toBe(303);
  await callApi(page, 'POST', '/api/payments/refresh');
  return new URL(checkout.url).origin;
}

/** Asks what stands in for Stripe itself. */
export async function askStripe<Answer>(
  page: Page,
  origin: string,
  path: string,
  form?: Record<string, string | number>,
): Promise<Answer> {
  const response = await page.request.fetch(`${origin}${path}`, {
    method: form ? 'POST' : 'GET',
    ...(form && { form }),
    headers: { authorization: `Bearer ${stripeKey(readSecrets(data()))}` },
  });
  expect(response.ok(), await response.text()).toBe(true);
  return (await response.json()) as Answer; // what is asked here answers with
}

interface SoldPlan {
  readonly key: string;
  readonly price: {
    readonly stripePriceId: string;
    readonly meters: Readonly<Record<string, { stripePriceId: string }>>;
  };
}

/** What a plan is sold under. */
export async function priceOf(plan: string): Promise<SoldPlan['price']> {
  const { plans } = JSON.parse(await readFile(join(data(), 'billing/plans.json'), 'utf8')) as { plans: SoldPlan[] }; // as start-product wrote it
  const found = plans.find(({ key }) => key === plan);
  if (!found) throw new Error(`There is no plan ${plan}.`);
  return found.price;
}
