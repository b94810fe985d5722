import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, go, mailTo, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('a program sends a message, and its life is told on one page', async ({ page }) => {
  await signUpConfirmed(page, 'messages@example.com');
  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'Messages' }).click();
  await expect(page.getByText('Messages your programs send with POST')).toBeVisible();
  const status = await page.evaluate(async () => {
    const response = await fetch('/api/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'order-1001' },
      body: JSON.stringify({
        to: { address: 'grace@example.com', name: 'Grace Hopper' },
        from: { name: 'Shop', address: 'orders@shop.example' },
        subject: 'Order {{ number }}',
        text: 'It is on its way.',
        variables: { number: 'A-1001' },
        attachments: [{ name: 'invoice.txt', contentType: 'text/plain', content: btoa('25 EUR') }],
      }),
    });
    return response.status;
  });
  expect(status).toBe(202);
  expect((await mailTo(page.request, 'grace@example.com', 'Order A-1001')).text).toContain('It is on its way.');

  await page.getByRole('link', { name: 'grace@example.com' }).click();
  await expect(page.getByRole('heading', { name: 'Order A-1001' })).toBeVisible();
  await expect(page.getByText('The receiving server took it for grace@example.com')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Attempts' })).toContainText('through This installation');
  await expect(page.getByText('order-1001')).toBeVisible();
  await expect(page.getByText('invoice.txt')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Messages' }).click();
  await expectAccessible(page);
  await expectNoOverflow(page);
});
