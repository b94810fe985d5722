import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('somebody sees what a privacy rule would change in past events, and applies it', async ({ page }) => {
  await signUp(page, 'past-events@example.com');
  const home = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  const { secret } = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Server',
    scopes: ['events:write'],
  });
  const batch = [1, 2, 3].map((n) => ({
    type: 'track',
    event: 'signed_up',
    userId: `user-${n}`,
    properties: { email: `person${n}@example.com` },
  }));
  await page.request.post(`${url}/v1/batch`, { data: { batch }, headers: { authorization: `Bearer ${secret}` } });
  await callApi(page, 'POST', '/api/saved-reports', {
    name: 'Addresses',
    query: { kind: 'top', period: { kind: 'last', days: 7 }, event: { name: 'signed_up' }, property: 'email' },
  });

  await page.goto(`${home}/settings/events`);
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Property').fill('email');
  await page.getByLabel('What happens').click();
  await page.getByRole('option', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('Event settings saved')).toBeVisible();
  await page.getByRole('button', { name: 'See what changes' }).press('Enter');
  await expect(page.getByText(/^3 of \d+ rows would change\./)).toBeVisible();
  await expect(page.getByRole('region', { name: 'What changes' }).getByRole('row', { name: /no value/ })).toContainText(
    '3',
  );
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
  await page.getByRole('button', { name: 'Apply to past events' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('cannot be restored');
  await dialog.getByRole('textbox').fill('Analytical Engines');
  await dialog.getByRole('button', { name: 'Apply to past events' }).click();
  await expect(page.getByText(/Applied .*: 3 of \d+ rows changed\./)).toBeVisible();
  const { items } = await callApi<{ items: object[] }>(page, 'GET', '/api/events');
  expect(items).toHaveLength(3);
  expect(JSON.stringify(items)).not.toContain('@example.com');
});
