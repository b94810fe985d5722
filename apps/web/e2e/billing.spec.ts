import { expect, type Locator, type Page, test } from '@playwright/test';
import { startWithoutBilling } from './without-billing.ts';
import { askStripe, declinedCard, fillInCard, organizationOf, priceOf, sql, subscribe } from './billing.ts';
import {
  callApi,
  expectAccessible,
  expectNoOverflow,
  go,
  importPeople,
  newTemplate,
  reviewCampaign,
  signUp,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

const openBilling = (page: Page) => page.goto(`${url}/o/${organizationOf(page)}/settings/billing`);
const invoices = (page: Page) => page.getByRole('table', { name: 'Invoices' });

/** As many presses of Tab as it takes: what no Tab comes to, nobody reaches. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let n = 0; n < 80; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No Tab leads to ${String(target)}.`);
}

test('an owner tries a plan on the hosted page, and changes it by keyboard before the trial ends', async ({ page }) => {
  await signUp(page, 'trial@example.com');
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Billing', exact: true }).click();
  await expect(page.getByText('You pay nothing for this plan.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try Team' }).click();
  await fillInCard(page, declinedCard);
  await page.getByRole('button', { name: 'Start trial' }).click();
  await expect(page.getByText('Your card was declined.')).toBeVisible();
  await fillInCard(page);
  await page.getByRole('button', { name: 'Start trial' }).click();
  await expect(page.getByText('You are subscribed')).toBeVisible();
  await expect(page.getByText(/^The trial is free until .* Then €49.00 is charged each month\.$/)).toBeVisible();
  await expect(page.getByText('Visa ending in 4242')).toBeVisible();
  await expectAccessible(page);

  await tabTo(page, page.getByRole('button', { name: 'Change to Business' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing is charged now' })).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Change to Business' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Plan: Business' })).toBeVisible();
  await expect(page.getByText(/Then €249.00 is charged each month/)).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectAccessible(page);
  await expectNoOverflow(page);
});

test('an upgrade charges exactly what was shown; a downgrade waits, and is undone; a cancelled plan resumes', async ({
  page,
}) => {
  await signUp(page, 'paid@example.com');
  await subscribe(page, 'solo');
  await openBilling(page);
  await expect(page.getByText(/^Renews on .* for €19.00/)).toBeVisible();
  await page.getByRole('button', { name: 'Change to Business' }).click();
  const shown = page.getByRole('heading', { name: /^Charged now: / });
  await expect(shown).toBeVisible();
  const due = /€[\d.]+/.exec((await shown.textContent()) ?? '')?.[0] ?? '';
  await expectAccessible(page);
  await page.getByRole('button', { name: `Pay ${due} and change` }).click();
  await expect(page.getByRole('heading', { name: 'Plan: Business' })).toBeVisible();
  await expect(invoices(page).getByRole('row').nth(1)).toContainText(due);
  await expect(invoices(page).getByRole('row').nth(1)).toContainText('Paid');
  await invoices(page).getByRole('row').nth(1).click();
  await expect(page.getByRole('dialog').getByText(/^[-−]€19\.00$/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Change to Solo' }).click();
  await expect(page.getByText(/You can revoke the change before/)).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Change to Solo' }).click();
  await expect(page.getByText(/^Changes to Solo on /)).toBeVisible();
  await page.getByRole('button', { name: 'Keep Business' }).click();
  await expect(page.getByText(/^Renews on .* for €249.00/)).toBeVisible();

  await page.getByRole('button', { name: 'Cancel subscription' }).click();
  await expectAccessible(page);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel subscription' }).click();
  await expect(page.getByText(/^The subscription was cancelled\. Business stays until /)).toBeVisible();
  await expect(page.getByText('Resume the subscription to change the plan.').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Resume subscription' }).click();
  await expect(page.getByText(/^Renews on /)).toBeVisible();
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const seconds = (at: number) => Math.floor(at / 1_000);

/** Emails that were accepted in that hour, as the ledger has them once it is over. */
async function used(organization: string, at: number, emails: number): Promise<void> {
  const hour = new Date(Math.floor(at / hourMs) * hourMs);
  await sql(
    `insert into usage_entries (organization_id, meter, hour, act_id, kind, channel, quantity)
     select $1, 'emails', $2, gen_random_uuid(), 'campaign', 'email', 1 from generate_series(1, $3::int)`,
    [organization, hour, emails],
  );
  await sql(
    `insert into usage_hours (organization_id, hour, meter, kind, channel, entries, quantity)
     values ($1, $2, 'emails', 'campaign', 'email', $3, $3)`,
    [organization, hour, emails],
  );
}

test('a metered line opens to its emails and adds up; a payment that fails says what to do', async ({ page }) => {
  await signUp(page, 'metered@example.com');
  const organization = organizationOf(page);
  await sql('insert into usage_accounts (organization_id) values ($1) on conflict do nothing', [organization]);
  const now = Date.now();
  await used(organization, now - 3 * dayMs, 100);
  await used(organization, now - 2 * dayMs, 7);
  const { origin, customer, advance } = await payingSince(page, now - 20 * dayMs, now - dayMs);
  await callApi(page, 'POST', '/api/payments/refresh');
  const reported = `select from usage_reports where organization_id = $1 and state = 'accepted'`;
  await expect.poll(async () => (await sql(reported, [organization])).length, { timeout: 30_000 }).toBe(2);
  await advance(now + 1.5 * hourMs);

  await openBilling(page);
  await invoices(page).getByRole('row').filter({ hasText: '€252.50' }).click(); // 249 and 7 emails beyond those included
  const line = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'See the emails by day' }).first();
  await line.getByRole('button', { name: 'Add up in this browser' }).click();
  await expect(page.getByText('107 entries come to exactly 107 emails.')).toBeVisible();
  await expectAccessible(page);
  await line.getByRole('link', { name: 'See the emails by day' }).click();
  await expect(page.getByRole('table', { name: 'Emails by day' })).toContainText('100');

  const card = await askStripe<{ id: string }>(page, origin, '/v1/payment_methods/pm_card_chargeCustomerFail/attach', {
    customer,
  });
  await askStripe(page, origin, `/v1/customers/${customer}`, { 'invoice_settings[default_payment_method]': card.id });
  await advance(now + 32 * dayMs);
  await callApi(page, 'POST', '/api/payments/refresh');
  await page.reload();
  const bar = page.getByRole('region', { name: 'Payment' });
  await expect(bar).toContainText('The last payment failed. Everything keeps working');
  await expectAccessible(page);
  await bar.getByRole('link', { name: 'Update the payment method' }).click();
  await expect(page.getByText('€249.00 could not be charged.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Update payment method' }).first().click();
  await fillInCard(page);
});

/** The organization pays for Business since then, by a clock of Stripe's that has come to another time. */
async function payingSince(page: Page, start: number, until: number) {
  const organization = organizationOf(page);
  const checkout = await callApi<{ url: string }>(page, 'POST', '/api/payments/checkout', { plan: 'business' });
  const { origin } = new URL(checkout.url); // it is left there
  const clock = await askStripe<{ id: string }>(page, origin, '/v1/test_helpers/test_clocks', {
    frozen_time: seconds(start),
  });
  const customer = await askStripe<{ id: string }>(page, origin, '/v1/customers', {
    test_clock: clock.id,
    payment_method: 'pm_card_visa',
    'invoice_settings[default_payment_method]': 'pm_card_visa',
    'metadata[organization]': organization,
  });
  const { stripePriceId, meters } = await priceOf('business');
  const anchor = new Date();
  await askStripe(page, origin, '/v1/subscriptions', {
    customer: customer.id,
    'items[0][price]': stripePriceId,
    'items[1][price]': meters['emails']?.stripePriceId ?? '',
    'billing_cycle_anchor_config[day_of_month]': anchor.getUTCDate(),
    'billing_cycle_anchor_config[hour]': anchor.getUTCHours(),
    'billing_cycle_anchor_config[minute]': 0,
    'billing_cycle_anchor_config[second]': 0,
  });
  const advance = (to: number) =>
    askStripe(page, origin, `/v1/test_helpers/test_clocks/${clock.id}/advance`, { frozen_time: seconds(to) });
  await advance(until);
  await sql(`update payment_customers set customer_id = $2 where organization_id = $1`, [organization, customer.id]);
  return { origin, customer: customer.id, advance };
}

test('past months are shown as another plan would have charged them', async ({ page }) => {
  await signUp(page, 'shadow@example.com');
  const lastMonth = new Date();
  lastMonth.setUTCDate(0);
  await used(organizationOf(page), lastMonth.getTime(), 12);
  await openBilling(page);
  await page.getByRole('combobox', { name: 'Plan to compare with' }).click();
  await page.getByRole('option', { name: 'Team' }).click();
  await expect(page.getByText('12 emails, 2 included')).toBeVisible();
  await expect(page.getByText('€57.00')).toBeVisible();
  await expectAccessible(page);
});

const assign = (page: Page, plan: string) =>
  sql(`insert into organization_plans (organization_id, source, plan_key) values ($1, 'operator', $2)`, [
    organizationOf(page),
    plan,
  ]);

test('a campaign beyond the spending cap is held back before it is sent, with what to do', async ({ page }) => {
  await signUpConfirmed(page, 'capped@example.com');
  await sql('insert into usage_accounts (organization_id) values ($1) on conflict do nothing', [organizationOf(page)]);
  await assign(page, 'team');
  await page.goto(`${url}/o/${organizationOf(page)}/settings/usage`);
  await page.getByLabel('Spending cap (EUR a month)').fill('0.80');
  await page.getByRole('button', { name: 'Set cap' }).click();
  await expect(page.getByText('The spending cap is set')).toBeVisible();
  await expectAccessible(page);
  const people = ['email', ...[1, 2, 3, 4].map((n) => `reader-${n}@example.com`)];
  await importPeople(page, 'Readers', people);
  await newTemplate(page, 'News');
  await reviewCampaign(page, 'Beyond the cap', 'News', 'Readers');
  await expect(page.getByText(/spending cap/i).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send to 4 people' })).toBeDisabled();
  await expectAccessible(page);
});

test('a limit near its end is told where people work', async ({ page }) => {
  await signUp(page, 'tiny@example.com');
  await sql('insert into usage_accounts (organization_id) values ($1) on conflict do nothing', [organizationOf(page)]);
  await assign(page, 'tiny');
  for (const n of [1, 2]) await callApi(page, 'POST', '/api/contacts', { email: `reader-${n}@example.com` });
  await go(page, 'Contacts');
  await expect(page.getByText(/2 contacts/).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'See plan' })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
});

test('admins see neither prices nor invoices', async ({ page }) => {
  await signUp(page, 'admin@example.com');
  const organization = organizationOf(page);
  await sql(`update memberships set role = 'admin' where organization_id = $1`, [organization]);
  await page.goto(`${url}/o/${organization}/settings/usage`);
  await expect(page.getByRole('link', { name: 'Usage', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Billing', exact: true })).toHaveCount(0);
  await expectAsksFor(page, 403);
  await openBilling(page);
  await expect(page.getByRole('heading', { name: 'Plans' })).toHaveCount(0);
  await expectAccessible(page);
});

/** What an address of billing answers to whoever is signed in. */
async function expectAsksFor(page: Page, status: number): Promise<void> {
  const headers = { 'x-organization': organizationOf(page) };
  for (const path of ['/api/payments', '/api/invoices', '/api/invoices/in_1', '/api/plan/spending-cap']) {
    const answer = await page.request.get(`${new URL(page.url()).origin}${path}`, { headers });
    expect(answer.status(), path).toBe(status);
  }
}

test('where nobody pays there is no word of billing', async ({ page }) => {
  await signUp(page, 'unbilled@example.com');
  const organization = organizationOf(page);
  const { url: unbilled, stop } = await startWithoutBilling();
  try {
    // Cookies are of a host, whatever its port.
    await page.goto(`${unbilled}/o/${organization}/settings`);
    const settings = page.getByRole('navigation', { name: 'Settings' });
    await expect(settings.getByRole('link', { name: 'Members' })).toBeVisible();
    for (const name of ['Billing', 'Usage']) await expect(settings.getByRole('link', { name })).toHaveCount(0);
    for (const path of ['settings/billing', 'settings/usage']) {
      await page.goto(`${unbilled}/o/${organization}/${path}`);
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
    }
  } finally {
    await stop();
  }
});
