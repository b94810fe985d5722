import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, go, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('an owner adds a transport, sees what its server says, and limits mailbox providers', async ({ page }) => {
  await signUpConfirmed(page, 'transports@example.com');
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Transports' }).click();
  await expect(page.getByText('Set up by the operator of this installation')).toBeVisible();
  await page.getByRole('button', { name: 'Send test through This installation' }).click();
  await expect(page.getByText('Accepted. Check the inbox of transports@example.com.')).toBeVisible();

  await page.getByRole('button', { name: 'New transport' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Nobody there');
  await dialog.getByLabel('Server').fill('smtp://127.0.0.1');
  await dialog.getByLabel('Port').fill('1');
  await dialog.getByLabel('Per day').fill('two');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Add transport' }).click();
  await expect(dialog.getByText('Enter the server’s name only, such as smtp.example.com.')).toBeVisible();
  await expect(dialog.getByText('Enter a whole number.')).toBeVisible();
  await dialog.getByLabel('Server').fill('127.0.0.1');
  await dialog.getByLabel('Per day').fill('500');
  await dialog.getByRole('button', { name: 'Add transport' }).click();
  await expect(page.getByText('0 of 500 today')).toBeVisible();
  await page.getByRole('button', { name: 'Send test through Nobody there' }).click();
  await expect(page.getByText(/ECONNREFUSED/)).toBeVisible();

  await page.getByRole('button', { name: 'Change the limit for Gmail' }).click();
  await page.getByLabel('Messages per second').fill('5');
  await page.getByRole('button', { name: 'Save limit' }).click();
  await expect(page.getByText('5 per second')).toBeVisible();

  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
});
