import { expect, type Locator, type Page, test } from '@playwright/test';
import { askStripe, declinedCard, fillInCard, organizationOf, sql, subscribe } from './billing.ts';
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
  await expect(
    page.getByRole('dialog').getByText('−€19.00').or(page.getByRole('dialog').getByText('-€19.00')),
  ).toBeVisible();
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
