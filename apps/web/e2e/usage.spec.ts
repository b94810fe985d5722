import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, go, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('an owner sees what was used, opens a number down to its entries, and adds them up', async ({ page }) => {
  await signUpConfirmed(page, 'usage@example.com');
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await expect(page.getByText('Nothing was used in this month.')).toBeVisible();
  await page.getByRole('button', { name: 'Add up in this browser' }).click();
  await expect(page.getByText('0 entries come to exactly what is shown.')).toBeVisible();
  for (const number of [1, 2])
    await callApi(page, 'POST', '/api/messages', {
      to: { address: 'grace@example.com' },
      from: { name: 'Shop', address: 'orders@shop.example' },
      subject: `Order ${number}`,
      text: 'It is on its way.',
    });
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('tab', { name: 'Emails 2' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole('button', { name: 'Add up in this browser' }).click();
  await expect(page.getByText('2 entries come to exactly what is shown.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('table', { name: 'Emails by day' }).getByRole('row').nth(1).click();
  const hour = page.getByRole('dialog').getByRole('listitem').first();
  await hour.getByText('Messages').click();
  await expect(hour.getByText('Order 1')).toBeVisible();
  await expect(hour.getByText('Order 2')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
});
