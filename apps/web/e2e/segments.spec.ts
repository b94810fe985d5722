import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('somebody describes whom they mean, sees who that is and why, and finds it again', async ({ page }) => {
  await signUp(page, 'segments@example.com');
  await go(page, 'Contacts');
  await page.getByRole('button', { name: 'New contact' }).first().click();
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('First name').fill('Ada');
  await page
    .getByRole('button', { name: /create|add|save/i })
    .last()
    .click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await go(page, 'Segments');
  await expect(page.getByText('will be listed here')).toBeVisible();
  await page.getByRole('link', { name: 'New segment' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Called A');
  await page.getByLabel('About').press('Enter');
  await page.getByRole('option', { name: 'First name' }).click();
  await page.getByLabel('First name: how').click();
  await page.getByRole('option', { name: 'begins with' }).click();
  await page.getByLabel('First name: value').fill('a');
  await expect(page.getByText('Everyone whose first name begins with “a”.')).toBeVisible();
  await expect(page.getByRole('heading', { name: '1 contact' })).toBeVisible();

  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('Yes, this person is in it.')).toBeVisible();
  await expect(page.getByText('True, decides')).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByLabel('First name: value')).toHaveValue('a'); // not saved, and yet kept
  await page.getByRole('button', { name: 'Save segment' }).click();
  await expect(page.getByRole('heading', { name: 'Called A' })).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click();
  await page.getByRole('link', { name: 'Contacts in Called A' }).click();
  await expect(page.getByRole('link', { name: /ada@example.com/ }).first()).toBeVisible();
});
