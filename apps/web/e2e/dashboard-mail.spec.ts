import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, go, mailTo, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('a dashboard is scheduled, mailed on request as a picture, paused, and its mail stopped from the mail', async ({
  page,
  request,
}) => {
  const email = 'dashboard-mail@example.com';
  await signUpConfirmed(page, email);
  await go(page, 'Dashboards');
  await page.getByRole('button', { name: 'Shop dashboard' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Mail' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New schedule' }).click();
  await page.getByRole('checkbox', { name: 'Friday' }).check();
  await expect(page.getByText(/^First: /)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Every Monday and Friday at 07:00' })).toBeVisible();

  await page.getByRole('button', { name: 'Send me one now' }).click();
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'History' }).getByText('Sent', { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page);
  const mail = await mailTo(request, email, 'Shop');
  expect(mail.html).toContain('src="data:image/png;base64,'); // as the inbox shows what cid: refers to
  expect(mail.attachments).toMatchObject([{ filename: 'Shop.png', type: 'image/png' }]);
  expect(mail.attachments[0]?.size).toBeGreaterThan(20_000);

  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByText('Tables', { exact: true }).click();
  await expectNoOverflow(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^Tables to /)).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Nothing is sent until it is resumed.')).toBeVisible();

  const { items } = await callApi<{ items: { id: string }[] }>(page, 'GET', '/api/dashboard-schedules');
  await page.goto(`${page.url().replace(/mail$/, 'stop')}/${items[0]?.id}`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Stop this mail' }).click();
  await expect(page.getByText('“Shop” is no longer mailed to you')).toBeVisible();
});
