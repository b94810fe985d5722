import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, inbox, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('a new event source shows its snippets, where it is accepted from, and that it waits for events', async ({
  page,
}) => {
  await signUp(page, 'sources@example.com');
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(`${base}/settings/event-sources`);
  await expect(page.getByText('Create an event source to collect page views')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New event source' }).first().click();
  await page.getByLabel('Name').fill('Web shop');
  await page.getByLabel('Accept from websites').fill(new URL(inbox).origin);
  await page.getByRole('button', { name: 'Create event source' }).click();
  const source = page.getByRole('region', { name: 'Web shop' });
  await expect(source.getByText('Waiting for the first event…')).toBeVisible();
  await expect(source.getByText(`Accepted from ${new URL(inbox).origin}.`)).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);
});
